/** Spans of local dates, `YYYY-MM-DD`, half-open. Weeks begin on Monday. */
export const PERIODS = ['day', 'week', 'month'] as const;
export type PeriodKind = (typeof PERIODS)[number] | 'year';

export interface Period {
  readonly kind: PeriodKind;
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;
const at = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const dateAt = (instant_ms: number): string => new Date(instant_ms).toISOString().slice(0, 10);

export const isDate = (text: string | undefined): text is string =>
  text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && Number.isFinite(at(text)) && dateAt(at(text)) === text;

export const addDays = (date: string, days: number): string => dateAt(at(date) + days * DAY_MS);

/** The first day of the month so many months on. */
const monthOf = (date: string, months = 0): string => {
  const [year, month] = date.split('-').map(Number) as [number, number];
  return dateAt(Date.UTC(year, month - 1 + months, 1));
};

/** The day, week or month that holds a date. */
export function periodOf(kind: PeriodKind, date: string): Period {
  if (kind === 'day') return { kind, from: date, to: addDays(date, 1) };
  if (kind === 'month') return { kind, from: monthOf(date), to: monthOf(date, 1) };
  if (kind === 'year') return { kind, from: `${date.slice(0, 4)}-01-01`, to: monthOf(`${date.slice(0, 4)}-12-01`, 1) };
  const monday = addDays(date, -((new Date(at(date)).getUTCDay() + 6) % 7));
  return { kind, from: monday, to: addDays(monday, 7) };
}

/** The one so many periods later, or earlier. */
export const shifted = ({ kind, from }: Period, by: number): Period =>
  periodOf(
    kind,
    kind === 'month' || kind === 'year'
      ? monthOf(from, kind === 'year' ? 12 * by : by)
      : addDays(from, by * (kind === 'week' ? 7 : 1)),
  );

export function daysOf({ from, to }: Pick<Period, 'from' | 'to'>): string[] {
  const days: string[] = [];
  for (let date = from; date < to; date = addDays(date, 1)) days.push(date);
  return days;
}

/** A day is shown among the seven that end with it. */
export const barsOf = (period: Period): Pick<Period, 'from' | 'to'> =>
  period.kind === 'day' ? { from: addDays(period.from, -6), to: period.to } : period;
