import * as fc from 'fast-check';
import { addDays } from '@sweepline/contract';
import { describe, expect, test } from 'vitest';
import { occurrencesOf, type Recurrence } from './occurrences.ts';
import { reconcile, type Ahead, type MadeDay, type ScheduledWork } from './reconcile.ts';

const ZONE = 'Europe/Chisinau';
const TODAY = '2026-10-20';
const NOW_MS = Date.parse('2026-10-20T06:00:00Z');
const work: ScheduledWork = { route: 'r', routeVersion: 1, vehicle: 'v', crew: null, contract: null };
const daily: Recurrence = {
  days: { every: 1 },
  from: '05:30',
  to: '07:00',
  validFrom: '2026-01-01',
  validUntil: null,
  exceptions: [],
};
const ahead = (rule: Recurrence, days: readonly MadeDay[], of: Partial<Ahead> = {}): Ahead => ({
  work,
  occurrences: occurrencesOf(rule, ZONE, TODAY, addDays(TODAY, 14)),
  days,
  others: [],
  now_ms: NOW_MS,
  ...of,
});

/** Carries out what is asked for, as the store does. */
function done(before: readonly MadeDay[], asked: Ahead): MadeDay[] {
  const { make, change, remove } = reconcile(asked);
  const left = before.filter(({ date }) => !remove.some((one) => one.date === date));
  const changed = left.map((day) => {
    const facts = change.find(({ date }) => date === day.date)?.facts;
    return facts ? { ...day, made: facts, standing: facts } : day;
  });
  return [
    ...changed,
    ...make.map(({ date, facts }) => ({ date, assignment: `s.${date}`, made: facts, standing: facts })),
  ];
}

describe('a schedule and the days ahead', () => {
  test('makes what is to come, not what has begun', () => {
    const { make } = reconcile(ahead(daily, []));
    expect(make.map(({ date }) => date)).toEqual(Array.from({ length: 13 }, (_, n) => addDays(TODAY, n + 1)));
    // The clock goes back on the 25th: the wall stays.
    expect(make[3]!.facts.from).toBe('2026-10-24T02:30:00.000Z');
    expect(make[4]!.facts.from).toBe('2026-10-25T03:30:00.000Z');
  });

  test('changes what stands as it was made, and leaves what a person touched', () => {
    const days = done([], ahead(daily, []));
    const moved = { ...days[0]!, standing: { ...days[0]!.made, vehicle: 'w' } };
    const cleared = { ...days[1]!, standing: null };
    const { change, kept, make, remove } = reconcile(
      ahead({ ...daily, from: '06:00' }, [moved, cleared, ...days.slice(2)], { work: { ...work, routeVersion: 2 } }),
    );
    expect(kept).toEqual([moved.date, cleared.date]);
    expect(change).toHaveLength(11);
    expect(change[0]!.facts).toMatchObject({ routeVersion: 2, from: '2026-10-23T03:00:00.000Z' });
    expect([make, remove]).toEqual([[], []]);
  });

  test('takes back what no longer runs, and everything where the vehicle is taken away', () => {
    const days = done([], ahead(daily, []));
    const weekend = reconcile(ahead({ ...daily, days: { weekdays: [6, 7] } }, days));
    expect(weekend.remove).toHaveLength(9);
    expect(reconcile(ahead(daily, days, { work: { ...work, vehicle: null } })).remove).toHaveLength(13);
  });

  test('makes nothing where the route is planned already', () => {
    const [first] = reconcile(ahead(daily, [])).make;
    const others = [{ from_ms: Date.parse(first!.facts.from) - 1, to_ms: Date.parse(first!.facts.from) + 1 }];
    expect(reconcile(ahead(daily, [], { others })).make).toHaveLength(12);
  });

  test('done once there is nothing left to do, whatever stood there', () => {
    const touched = fc.array(fc.constantFrom('moved', 'cleared', 'left'), { minLength: 14, maxLength: 14 });
    const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
    fc.assert(
      fc.property(touched, weekdays, weekdays, (what, first, then) => {
        const made = done([], ahead({ ...daily, days: { weekdays: first } }, []));
        const days = made.map((day, n): MadeDay => {
          if (what[n] === 'cleared') return { ...day, standing: null };
          return what[n] === 'moved' ? { ...day, standing: { ...day.made, crew: 'x' } } : day;
        });
        const rule = { ...daily, days: { weekdays: then }, from: '04:00' };
        const after = done(days, ahead(rule, days));
        const again = reconcile(ahead(rule, after));
        expect([again.make, again.change, again.remove]).toEqual([[], [], []]);
        for (const [n, day] of days.entries()) if (what[n] !== 'left') expect(after).toContainEqual(day);
      }),
    );
  });
});
