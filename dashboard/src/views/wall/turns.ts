/** So long each of the two is shown. */
const TURN_MS = 30_000;

/** What a wall shows while nothing needs a decision: map and overview by turns, the map first; a decision brings the map at once. */
export const shownAt = (calmSince_ms: number | null, now_ms: number): 'map' | 'overview' =>
  calmSince_ms !== null && Math.floor(Math.max(0, now_ms - calmSince_ms) / TURN_MS) % 2 === 1 ? 'overview' : 'map';
