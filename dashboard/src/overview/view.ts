import { isDate, periodOf, PERIODS, type Period } from './periods.ts';
import type { FulfilmentQuery } from './requests.ts';

/** By what the table sums. */
export const GROUPINGS = ['district', 'contractor', 'route'] as const;
export type TableGrouping = (typeof GROUPINGS)[number];

/** What of the plan is looked at. */
export interface View {
  readonly period: Period;
  readonly by: TableGrouping;
  /** Key of the row that was opened; empty: what lies outside every district. */
  readonly group: string | null;
  readonly street: string | null;
}

/** An empty segment would be lost, and a street may be looked at in all rows. */
const NOTHING = '-';
const ALL = '*';

/** `week/2026-11-16/district/{group}/{street}`, of any of which the end may be missing. */
export function viewOf(segments: readonly string[], today: string): View {
  const [kindText, date, byText, group, street] = segments;
  const kind = PERIODS.find((one) => one === kindText) ?? 'week';
  return {
    period: periodOf(kind, isDate(date) ? date : today),
    by: GROUPINGS.find((one) => one === byText) ?? 'district',
    group: group === undefined || group === ALL ? null : group === NOTHING ? '' : group,
    street: street ?? null,
  };
}

export function segmentsOf({ period, by, group, street }: View): string[] {
  const segments = [period.kind, period.from, by];
  const row = group === null ? ALL : group || NOTHING;
  if (street !== null) return [...segments, row, street];
  return group === null ? segments : [...segments, row];
}

/** What of the plan a view's figures are about. */
export const filterOf = ({ by, group, street }: View): Omit<FulfilmentQuery, 'from' | 'to' | 'by'> => ({
  ...(group === null ? {} : { [by]: group }),
  ...(street === null ? {} : { street }),
});
