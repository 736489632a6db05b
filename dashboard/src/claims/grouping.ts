import type { ClaimLine, ClaimState } from '@sweepline/contract';

/** How the lines of a claim are gathered: what counts by its kind, then what does not, with the reason. */
export const LINE_GROUPS = ['non-payment', 'penalty', 'bonus', 'warning', 'held', 'settled', 'dropped'] as const;
export type LineGroupName = (typeof LINE_GROUPS)[number];

export interface LineGroup {
  readonly name: LineGroupName;
  readonly lines: readonly ClaimLine[];
  /** Minor units, as they stand after the decisions. */
  readonly amount: number;
  readonly metres: number;
}

/** `settled`: another line charges it already, or it was made good in time. */
export function groupOf({ kind, state }: Pick<ClaimLine, 'kind' | 'state'>): LineGroupName {
  if (state === 'held' || state === 'dropped') return state;
  return state === 'covered' || state === 'cured' ? 'settled' : kind;
}

/** What a line comes to after the decision on it. */
export const standingAmount = ({ amount, decision }: Pick<ClaimLine, 'amount' | 'decision'>): number =>
  decision === null ? amount : decision.amount;

export function groupLines(lines: readonly ClaimLine[]): readonly LineGroup[] {
  const found = new Map<LineGroupName, ClaimLine[]>();
  for (const line of lines) {
    const name = groupOf(line);
    const group = found.get(name);
    if (group === undefined) found.set(name, [line]);
    else group.push(line);
  }
  return LINE_GROUPS.flatMap((name) => {
    const group = found.get(name);
    if (group === undefined) return [];
    const amount = group.reduce((sum, line) => sum + standingAmount(line), 0);
    return [{ name, lines: group, amount, metres: group.reduce((sum, line) => sum + (line.metres ?? 0), 0) }];
  });
}

/** One row of the table: a group's head, a line, or the rest of a group that is folded. */
export type Row =
  | { readonly row: 'group'; readonly key: string; readonly group: LineGroup }
  | { readonly row: 'line'; readonly key: string; readonly line: ClaimLine }
  | {
      readonly row: 'more';
      readonly key: string;
      readonly group: LineGroup;
      /** What is folded away; empty: all are shown and can be folded again. */
      readonly hidden: readonly ClaimLine[];
    };

/** So many lines of a group are shown before it is unfolded. */
export const SHOWN_FIRST = 6;

/**
 * Rows of the table. Of a folded group its first lines stand, and those that must be in sight.
 * @param inSight what somebody looks at or has to act upon
 */
export function rowsOf(
  groups: readonly LineGroup[],
  unfolded: ReadonlySet<LineGroupName>,
  inSight: (line: ClaimLine) => boolean,
): readonly Row[] {
  const rows: Row[] = [];
  for (const group of groups) {
    rows.push({ row: 'group', key: group.name, group });
    const few = group.lines.length <= SHOWN_FIRST + 1;
    const open = few || unfolded.has(group.name);
    const hidden: ClaimLine[] = [];
    for (const [at, line] of group.lines.entries())
      if (open || at < SHOWN_FIRST || inSight(line)) rows.push({ row: 'line', key: `line ${line.no}`, line });
      else hidden.push(line);
    if (!few) rows.push({ row: 'more', key: `more ${group.name}`, group, hidden });
  }
  return rows;
}

/** Whether the contractor answers to a line: by others nothing is claimed. */
export const isAnswerable = ({ state }: Pick<ClaimLine, 'state'>): boolean => state === 'standing';

export const isUndecided = ({ answer, decision }: Pick<ClaimLine, 'answer' | 'decision'>): boolean =>
  answer?.answer === 'object' && decision === null;

/** What a role has to do to a line in a state of the claim. */
export function waitsFor(role: 'auditor' | 'contractor' | 'reader', state: ClaimState, line: ClaimLine): boolean {
  if (role === 'auditor' && state === 'answered') return isUndecided(line);
  if (role === 'contractor' && state === 'issued') return isAnswerable(line) && line.answer === null;
  return false;
}

/** The next line that waits after one, around the end of the list; null where none does. */
export function nextWaiting(
  lines: readonly ClaimLine[],
  after: number | null,
  waits: (line: ClaimLine) => boolean,
): ClaimLine | null {
  const waiting = lines.filter((line) => line.no !== after && waits(line));
  const at = lines.findIndex(({ no }) => no === after);
  return waiting.find((line) => lines.indexOf(line) > at) ?? waiting[0] ?? null;
}
