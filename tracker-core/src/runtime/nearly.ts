/** Shorter names differ by a sign as a rule: `d1` is not meant where `d2` is said. */
const LONG_ENOUGH = 5;

/** Whether who said the one will have meant the other: but for case and punctuation the same, or one sign away and long. */
export function isNearly(said: string, meant: string): boolean {
  const [a, b] = [plain(said), plain(meant)];
  if (a === b) return a !== '';
  return Math.min(a.length, b.length) >= LONG_ENOUGH && isOneAway(a, b) && !isCounted(a, b);
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Units are numbered in a row: `tracker-12` beside `tracker-13` is another one, no slip. */
const isCounted = (a: string, b: string): boolean => a.replaceAll(/\d/g, '') === b.replaceAll(/\d/g, '');

/** One sign more, less or other, or two neighbours exchanged. */
function isOneAway(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2);
}
