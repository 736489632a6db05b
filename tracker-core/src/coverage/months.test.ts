import { addDays, centimetresOf, instantOfLocal, localOf } from '@sweepline/contract';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { noFigures } from './fulfilment.ts';
import { monthsOf, type MonthWork } from './months.ts';

const ZONES = ['Europe/Chisinau', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Beirut', 'UTC'];
const names = { contractor: (id: string) => id, route: (id: string) => id };

const work = (from_ms: number, to_ms: number, planned_cm: number, of: Partial<MonthWork> = {}): MonthWork => ({
  route: 'r',
  contractor: 'c',
  from_ms,
  to_ms,
  sealed: true,
  figures: { ...noFigures(), planned_cm, covered_cm: planned_cm },
  driven: { distance_cm: 7, deadhead_cm: 3, worked_s: 2, idle_s: 1 },
  grade: 'A',
  ...of,
});

test('a window belongs to the local month in which it begins, over both changes of the clock, and to no other', () => {
  const cases = fc.record({
    zone: fc.constantFrom(...ZONES),
    // Days around the ends of the months in which clocks are changed.
    starts: fc.array(
      fc.tuple(
        fc.constantFrom(
          '2026-03-29',
          '2026-03-31',
          '2026-04-01',
          '2026-10-25',
          '2026-10-31',
          '2026-11-01',
          '2026-12-31',
        ),
        fc.integer({ min: 0, max: 1_439 }),
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 0, max: 1_000_000 }),
      ),
      { maxLength: 30 },
    ),
  });
  fc.assert(
    fc.property(cases, ({ zone, starts }) => {
      const works = starts.map(([date, minutes, lasts, planned_cm], i) => {
        const from_ms = instantOfLocal(zone, date, minutes);
        return work(from_ms, from_ms + lasts * 60_000, planned_cm, { contractor: `c${i % 2}`, route: `r${i % 3}` });
      });
      const months = monthsOf(works, zone, names);
      for (const { month, contractor, routes, ...sums } of months) {
        // The month's own instants: [its first midnight, the next one's).
        const first = instantOfLocal(zone, `${month}-01`, 0);
        const next = instantOfLocal(zone, `${addDays(`${month}-28`, 7).slice(0, 7)}-01`, 0);
        const own = works.filter((one) => one.contractor === contractor && one.from_ms >= first && one.from_ms < next);
        expect(sums.assignments).toBe(own.length);
        const planned_cm = own.reduce((sum, { figures }) => sum + figures.planned_cm, 0);
        expect(centimetresOf(sums.planned_m)).toBe(planned_cm);
        expect(sums.window_s).toBe(own.reduce((sum, one) => sum + (one.to_ms - one.from_ms) / 1_000, 0));
        expect(centimetresOf(routes.reduce((sum, { planned_m }) => sum + planned_m, 0))).toBe(planned_cm);
      }
      expect(months.reduce((sum, { assignments }) => sum + assignments, 0)).toBe(works.length);
      expect(months.map(({ month }) => month)).toEqual([...months.map(({ month }) => month)].sort());
      for (const { from_ms } of works)
        expect(months.map(({ month }) => month)).toContain(localOf(zone, from_ms).date.slice(0, 7));
    }),
  );
});

test('what is not over counts as open and has no grade', () => {
  const figures = { ...noFigures(), planned_cm: 100, covered_cm: 40, open_cm: 60 };
  const [month] = monthsOf([work(0, 3_600_000, 0, { figures, sealed: false, grade: null })], 'UTC', names);
  expect(month).toMatchObject({ month: '1970-01', sealed: 0, open_m: 0.6, grades: { A: 0, B: 0, C: 0, none: 0 } });
});
