import type { FulfilmentGroup } from '@sweepline/contract';
import { groupName } from './names.ts';
import type { Shown } from './overview.svelte.ts';
import { sheetOf, type Sheet, type SheetWords } from './table-of.ts';
import type { TableGrouping } from './view.ts';

interface Words extends SheetWords {
  readonly columns: Readonly<Record<TableGrouping | 'street' | 'assignment', string>>;
  readonly day: string;
  readonly sheetDays: string;
  readonly wholeTown: string;
  readonly outside: string;
  readonly noName: (edge: string) => string;
}
type Reasons = Parameters<typeof sheetOf>[5];

/** Everything in sight, the innermost table first, the days last. */
export function sheetsOf(
  shown: Shown,
  { words: { reasons } }: { readonly words: { readonly reasons: Reasons } },
  words: Words,
): Sheet[] {
  const { view, districts, groups, streets, assignments, days } = shown;
  const sheet = (by: TableGrouping | 'street' | 'assignment', rows: readonly FulfilmentGroup[]): Sheet =>
    sheetOf(
      words.columns[by],
      words.columns[by],
      rows,
      (group) => groupName(group, by, districts.length > 0, words),
      words,
      reasons,
    );
  return [
    ...(assignments === null ? [] : [sheet('assignment', assignments.groups)]),
    ...(streets === null ? [] : [sheet('street', streets.groups)]),
    sheet(view.by, groups.groups),
    sheetOf(words.sheetDays, words.day, days.groups, ({ key }) => key, words, reasons),
  ];
}
