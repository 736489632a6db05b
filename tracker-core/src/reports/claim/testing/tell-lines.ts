import type { ClaimLine } from '@sweepline/contract';
import { amountOf, MOST_LISTED, sectionOf, type Section, type ToldLines } from '../listed-lines.ts';

const isDisputed = ({ answer, decision }: ClaimLine): boolean => answer?.answer === 'object' || decision !== null;
const RANK: Readonly<Record<string, number>> = { standing: 0, held: 1 };
const rankOf = ({ state }: ClaimLine): number => RANK[state] ?? 2;

/** What is argued about, then what is claimed, each by its sum. */
const byWeight = (a: ClaimLine, b: ClaimLine): number =>
  Number(isDisputed(b)) - Number(isDisputed(a)) ||
  rankOf(a) - rankOf(b) ||
  Math.abs(b.amount) - Math.abs(a.amount) ||
  a.no - b.no;

/** What a document tells of lines that are all at hand. */
export function tellLines(lines: readonly ClaimLine[], most = MOST_LISTED): ToldLines {
  const sums = Object.fromEntries(
    (['non-payment', 'penalty', 'warning', 'bonus', 'held', 'dropped'] as const).map((section) => [
      section,
      { lines: 0, amount: 0 },
    ]),
  ) as Record<Section, { lines: number; amount: number }>;
  const accepted: [number, number][] = [];
  for (const line of lines) {
    const sum = sums[sectionOf(line)];
    sum.lines += 1;
    sum.amount += amountOf(line);
    if (line.answer?.answer !== 'accept' || line.decision !== null) continue;
    const last = accepted.at(-1);
    if (last && last[1] === line.no - 1) last[1] = line.no;
    else accepted.push([line.no, line.no]);
  }
  const listed = lines.toSorted(byWeight).slice(0, most);
  return { listed: listed.sort((a, b) => a.no - b.no), sums, count: lines.length, accepted };
}
