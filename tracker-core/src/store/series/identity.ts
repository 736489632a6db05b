/**
 * Identity of a fix: (device, instant). An equal second one changes nothing; of several contents the one with the smaller
 * SHA-256 counts, whatever the order of arrival.
 */
export type Standing =
  /** The first of its instant. */
  | 'fresh'
  /** Stored already. */
  | 'known'
  /** Stored beside another that counts. */
  | 'loses'
  /** Stored, and counts in the place of another. */
  | 'wins';

/** How a fix stands against the digests (lower-case hex) stored for its instant. */
export function standing(stored: readonly string[], digest: string): Standing {
  if (stored.length === 0) return 'fresh';
  if (stored.includes(digest)) return 'known';
  return stored.every((other) => digest < other) ? 'wins' : 'loses';
}
