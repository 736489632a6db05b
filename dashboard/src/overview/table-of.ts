import { UNCOVERED_REASONS, type FulfilmentGroup, type UncoveredReason } from '@sweepline/contract';
import { missingOf, sharesOf } from './shares.ts';

export type Cell = string | number | null;

/** A sheet of what is shown: head, rows, the sum last. */
export interface Sheet {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface SheetWords {
  readonly planned: string;
  readonly covered: string;
  readonly excusedMetres: string;
  readonly openMetres: string;
  readonly missingMetres: string;
  readonly share: string;
  readonly sum: string;
}

const cm = (metres: number): number => Math.round(metres * 100);

/** Metres, exact; the last row is the sum of those above, as every reader can check. */
export function sheetOf(
  name: string,
  first: string,
  groups: readonly FulfilmentGroup[],
  nameOf: (group: FulfilmentGroup) => string,
  words: SheetWords,
  reasons: Readonly<Record<UncoveredReason, string>>,
): Sheet {
  const figures = (group: FulfilmentGroup): number[] => [
    group.planned_m,
    group.covered_m,
    group.excused_m,
    group.open_m,
    missingOf(group),
    ...UNCOVERED_REASONS.map((reason) => group.uncovered_m[reason]),
  ];
  const rows = groups.map((group): Cell[] => [nameOf(group), ...figures(group), round(sharesOf(group).done)]);
  const sums = groups
    .map(figures)
    .reduce(
      (sum, row) => sum.map((value, i) => value + cm(row[i]!)),
      Array<number>(5 + UNCOVERED_REASONS.length).fill(0),
    )
    .map((value) => value / 100);
  const planned_m = sums[0]!;
  return {
    name,
    head: [
      first,
      ...[words.planned, words.covered, words.excusedMetres, words.openMetres, words.missingMetres].map(inMetres),
      ...UNCOVERED_REASONS.map((reason) => inMetres(reasons[reason])),
      words.share,
    ],
    rows: [...rows, [words.sum, ...sums, planned_m === 0 ? null : round(sums[1]! / planned_m)]],
  };
}

const inMetres = (what: string): string => `${what}, m`;
const round = (share: number): number => Math.round(share * 10_000) / 10_000;

const QUOTED = /[",\n\r;]/;

/** RFC 4180, with the mark by which spreadsheets know UTF-8. A text that would be taken for a formula is not. */
export const csvOf = ({ head, rows }: Sheet): string =>
  `\uFEFF${[head, ...rows].map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;

function field(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t]/.test(cell) ? `'${cell}` : cell;
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
