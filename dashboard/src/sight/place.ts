import { LEG_STATES, type LegState } from '@sweepline/contract';

/** Where the camera stands. */
export interface Place {
  readonly lat: number;
  readonly lon: number;
  readonly zoom: number;
}

/** A camera's place and the leg states that are hidden, as the last part of an address: `@57.69123,11.93000,15.20` or `…,-14`. */
export function formatPlace({ lat, lon, zoom }: Place, hidden: ReadonlySet<LegState>): string {
  const keys = LEG_STATES.flatMap((state, i) => (hidden.has(state) ? [i + 1] : [])).join('');
  return `@${lat.toFixed(5)},${lon.toFixed(5)},${zoom.toFixed(2)}${keys === '' ? '' : `,-${keys}`}`;
}

/** @returns null for what is no place on earth */
export function parsePlace(text: string): { place: Place; hidden: ReadonlySet<LegState> } | null {
  const found = /^@(-?[\d.]+),(-?[\d.]+),([\d.]+)(?:,-([1-6]+))?$/.exec(text);
  if (!found) return null;
  const [lat, lon, zoom] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (!(Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 24)) return null;
  const keys = found[4] ?? '';
  return { place: { lat, lon, zoom }, hidden: new Set(LEG_STATES.filter((_, i) => keys.includes(String(i + 1)))) };
}
