import type { ClaimLine, ClaimOutline, ClaimState, LineGroupName } from '@sweepline/contract';
import type { LineFilter } from './requests.ts';
import type { Side } from './turn.ts';

export type LineGroup = ClaimOutline['groups'][number];

/** What a line comes to after the decision on it. */
export const standingAmount = ({ amount, decision }: Pick<ClaimLine, 'amount' | 'decision'>): number =>
  decision === null ? amount : decision.amount;

/** A group as the table shows it: its head, lines, and a row about the rest of them where it is long. */
export interface Section {
  readonly group: LineGroup;
  readonly shown: readonly number[];
  /** Lines that are folded away. */
  readonly hidden: number;
  /** It is long: its last row folds and unfolds it. */
  readonly foldable: boolean;
  /** Row of its head. */
  readonly first: number;
}

export type Row =
  | { readonly row: 'group'; readonly key: string; readonly section: Section }
  | { readonly row: 'more'; readonly key: string; readonly section: Section }
  | { readonly row: 'line'; readonly key: string; readonly no: number };

/** So many lines of a group are shown before it is unfolded, and so many of those that wait. */
export const SHOWN_FIRST = 6;
const WAITING_FIRST = 50;

/**
 * What the table shows of the groups. Of a folded one its first lines stand, the first of those that wait, and the chosen one.
 * @param waiting lines that somebody has to act upon
 */
export function sectionsOf(
  groups: readonly LineGroup[],
  unfolded: ReadonlySet<LineGroupName>,
  waiting: ReadonlySet<number>,
  chosen: number | null,
): readonly Section[] {
  let first = 0;
  return groups.map((group) => {
    const { nos, name } = group;
    const foldable = nos.length > SHOWN_FIRST + 1;
    let urgent = 0;
    const shown =
      !foldable || unfolded.has(name)
        ? nos
        : nos.filter((no, at) => at < SHOWN_FIRST || no === chosen || (waiting.has(no) && ++urgent <= WAITING_FIRST));
    const section = { group, shown, hidden: nos.length - shown.length, foldable, first };
    first += rowsIn(section);
    return section;
  });
}

const rowsIn = ({ shown, foldable }: Pick<Section, 'shown' | 'foldable'>): number =>
  1 + shown.length + (foldable ? 1 : 0);

export const rowCount = (sections: readonly Section[]): number => {
  const last = sections.at(-1);
  return last === undefined ? 0 : last.first + rowsIn(last);
};

/** Rows `from` up to but not including `to`. */
export function rowsBetween(sections: readonly Section[], from: number, to: number): readonly Row[] {
  const rows: Row[] = [];
  for (const section of sections) {
    const { group, shown, first } = section;
    const end = first + rowsIn(section);
    for (let at = Math.max(from, first); at < Math.min(to, end); at++) {
      const no = shown[at - first - 1];
      if (at === first) rows.push({ row: 'group', key: group.name, section });
      else if (no === undefined) rows.push({ row: 'more', key: `more ${group.name}`, section });
      else rows.push({ row: 'line', key: `line ${no}`, no });
    }
  }
  return rows;
}

/** The row of a line; -1 where it is folded away. */
export function rowOf(sections: readonly Section[], no: number): number {
  for (const { shown, first } of sections) {
    const at = shown.indexOf(no);
    if (at >= 0) return first + 1 + at;
  }
  return -1;
}

/** Whether the contractor answers to a line: by others nothing is claimed. */
export const isAnswerable = ({ state }: Pick<ClaimLine, 'state'>): boolean => state === 'standing';

export const isUndecided = ({ answer, decision }: Pick<ClaimLine, 'answer' | 'decision'>): boolean =>
  answer?.answer === 'object' && decision === null;

/** The lines that one side has to act upon in a state of the claim; null: none. */
export function toDoOf(side: Side, state: ClaimState): LineFilter | null {
  if (side === 'auditor' && state === 'answered') return { state: 'standing', answer: 'undecided' };
  if (side === 'contractor' && state === 'issued') return { state: 'standing', answer: 'open' };
  return null;
}

/** The next line that waits after one, around the end of the list; null where no other does. */
export function firstWaiting(
  order: readonly number[],
  after: number | null,
  waiting: ReadonlySet<number>,
): number | null {
  const begin = after === null ? 0 : order.indexOf(after) + 1;
  for (let n = 0; n < order.length; n++) {
    const no = order[(begin + n) % order.length]!;
    if (no !== after && waiting.has(no)) return no;
  }
  for (const no of waiting) if (no !== after) return no;
  return null;
}
