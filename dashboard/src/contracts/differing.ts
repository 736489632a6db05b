import type { ClaimLine } from '@sweepline/contract';

/** A line as it is now and as it would be; null where only the other has it. */
export interface Differing {
  readonly key: string;
  readonly present: ClaimLine | null;
  readonly draft: ClaimLine | null;
}

/** What makes two lines of different versions the same one: what they are about, not what they come to. */
const keyOf = (line: ClaimLine): string =>
  JSON.stringify([
    line.kind,
    line.rule,
    line.date,
    line.assignment,
    line.reason,
    line.incident?.id ?? null,
    line.stretches.map(({ edge, side, pass }) => [edge, side, pass]),
  ]);

/** Lines whose sum or standing is another under the draft, the greatest difference first. */
export function differing(present: readonly ClaimLine[], draft: readonly ClaimLine[]): readonly Differing[] {
  const before = new Map(present.map((line) => [keyOf(line), line]));
  const found: Differing[] = [];
  for (const line of draft) {
    const key = keyOf(line);
    const was = before.get(key);
    before.delete(key);
    if (was === undefined) found.push({ key, present: null, draft: line });
    else if (was.amount !== line.amount || was.state !== line.state) found.push({ key, present: was, draft: line });
  }
  for (const [key, line] of before) found.push({ key, present: line, draft: null });
  return found.sort((a, b) => Math.abs(changeOf(b)) - Math.abs(changeOf(a)));
}

const counted = (line: ClaimLine | null): number => (line === null || line.state !== 'standing' ? 0 : line.amount);

/** By how much the claim would change. */
export const changeOf = ({ present, draft }: Differing): number => counted(draft) - counted(present);
