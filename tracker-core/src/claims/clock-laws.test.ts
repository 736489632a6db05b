import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, instantOfLocal, type KeyRate } from '@sweepline/contract';
import { hoursOf, LocalDays, rateOn, rateRuns } from './facts/delays.ts';
import { fixed, one, penalty, undone } from './testing/rules.ts';
import { draftOf, setupOf, termsOf } from './testing/works.ts';

const HOUR_MS = 3_600_000;
const ZONES = [
  'Europe/Chisinau',
  'Europe/Moscow',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'UTC',
];

/** What a calendar on the wall there shows, read in another way than the service does. */
const wallDate = (zone: string, at_ms: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(at_ms);

const zone = fc.constantFrom(...ZONES);
/** Both changes of the clock of 2026 lie in it for every zone that has them. */
const instant = fc.integer({ min: Date.UTC(2026, 1, 20), max: Date.UTC(2026, 10, 20) });
const length = fc.integer({ min: 0, max: 60 * HOUR_MS });

describe('delay over changes of the clock', () => {
  it('in days is the number of midnights on the wall between the last instant of the window and the work', () => {
    fc.assert(
      fc.property(zone, instant, length, (where, end_ms, late_ms) => {
        let midnights = 0;
        let date = wallDate(where, end_ms - 1);
        for (let at_ms = end_ms - 1; at_ms < end_ms + late_ms;) {
          at_ms = Math.min(at_ms + HOUR_MS / 2, end_ms + late_ms);
          const next = wallDate(where, at_ms);
          if (next !== date) midnights++;
          date = next;
        }
        expect(new LocalDays(where).since(end_ms, end_ms + late_ms)).toBe(midnights);
      }),
    );
  });

  it('in hours is elapsed time, whatever the wall shows', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 1, max: 60 * HOUR_MS }), (end_ms, late_ms) => {
        const hours = hoursOf(end_ms, end_ms + late_ms);
        expect((hours - 1) * HOUR_MS < late_ms && late_ms <= hours * HOUR_MS).toBe(true);
      }),
    );
  });

  it('of a whole local day is one day, and 23, 24 or 25 hours', () => {
    const seen = new Set<number>();
    for (const where of ['Europe/Chisinau', 'America/New_York'])
      for (let date = '2026-02-20'; date < '2026-11-20'; date = addDays(date, 1)) {
        const [from_ms, to_ms] = [instantOfLocal(where, date, 0), instantOfLocal(where, addDays(date, 1), 0)];
        // due when the day before ends, done in the last millisecond of the day
        expect(new LocalDays(where).due(from_ms)).toBe(addDays(date, -1));
        expect(new LocalDays(where).since(from_ms, to_ms - 1)).toBe(1);
        seen.add(hoursOf(from_ms, to_ms));
      }
    expect([...seen].sort()).toEqual([23, 24, 25]);
  });
});

describe('facts over a change of the clock', () => {
  it('belong to the local month of their window, in every zone', () => {
    const rule = penalty('p', undone('leg'), fixed(100), { warnings: 1 });
    fc.assert(
      fc.property(
        zone,
        fc.uniqueArray(fc.nat(60), { minLength: 1, maxLength: 6 }),
        fc.nat(1_439),
        (where, days, minute) => {
          const dates = days.map((day) => addDays('2026-03-01', day)).sort();
          const works = dates.map((date, i) =>
            one(`a${i}`, [['gear-off', 1]], { zone: where, date, minutes: [minute, minute + 60] }),
          );
          const { lines } = draftOf(
            setupOf(termsOf([rule]), { timezone: where, from: '2026-03-01', to: '2026-05-01' }),
            works,
          );
          const months = new Set(works.map(({ date }) => date.slice(0, 7)));
          expect(lines.filter(({ kind }) => kind === 'warning')).toHaveLength(months.size);
          expect(lines.filter(({ kind }) => kind === 'penalty')).toHaveLength(works.length - months.size);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('key rates', () => {
  const rates = fc.uniqueArray(fc.nat(80), { minLength: 1, maxLength: 5 }).map(
    (days) =>
      [...new Set([0, ...days])].sort((a, b) => a - b).map((day, i): KeyRate => ({ from: addDays('2026-01-01', day), percent: String(16 - (i % 3)) })), // prettier-ignore
  );

  it('fall on each day of delay as the table says', () => {
    fc.assert(
      fc.property(rates, fc.nat(60), fc.nat(60), (table, due, days) => {
        const dueDate = addDays('2026-01-01', due);
        const runs = rateRuns(table, dueDate, days);
        const byDay = runs.flatMap((run) => Array.from({ length: run.days }, () => run.percent));
        const expected = Array.from({ length: days }, (_, i) => rateOn(table, addDays(dueDate, i + 1)));
        expect(byDay).toEqual(expected);
        expect(daysBetween(dueDate, addDays(dueDate, days))).toBe(byDay.length);
      }),
    );
  });
});
