import type { Forecast, LiveAssignment } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { byRisk, progressOf, townProgress, verdictOf } from './progress.ts';

const NOW = Date.parse('2026-11-19T04:42:18Z');
const assignment = (change: Partial<LiveAssignment> = {}): LiveAssignment => ({
  assignment: 'B-07',
  route: 'B-07',
  routeName: 'Sarmizegetusa',
  operation: 'sweep',
  vehicle: 'kvd',
  crew: null,
  from: '2026-11-19T03:30:00Z',
  to: '2026-11-19T05:15:00Z',
  status: 'running',
  planned_m: 11_860,
  covered_m: 8_534,
  excused_m: 286,
  required_share: 0.9,
  forecast: null,
  ...change,
});
const forecast = (change: Partial<Forecast> = {}): Forecast => ({
  at: '2026-11-19T05:15:00Z',
  pace_m_per_min: 41,
  minutes_left: 33,
  expected_m: 9_887,
  required_m: 10_416.6,
  missing_m: 529.6,
  willMiss: true,
  doneAt: null,
  ...change,
});

describe('progress', () => {
  it('is drawn to the scale of what has to be cleaned', () => {
    const { covered, expected, required } = progressOf(assignment({ forecast: forecast() }));
    expect(covered).toBeCloseTo(0.7373, 4);
    expect(expected).toBeCloseTo(0.8542, 4);
    expect(required).toBe(0.9);
  });

  it('never leaves the bar', () => {
    expect(progressOf(assignment({ planned_m: 100, excused_m: 100 })).covered).toBe(1);
    expect(progressOf(assignment({ covered_m: 20_000 })).covered).toBe(1);
  });
});

describe('risk', () => {
  const fits = (id: string, doneAt: string) =>
    assignment({ assignment: id, forecast: forecast({ willMiss: false, missing_m: 0, doneAt }) });

  it('puts what will miss first, then the least spare time, then what is done', () => {
    const done = assignment({ assignment: 'done', covered_m: 11_574 });
    const late = assignment({ assignment: 'late', forecast: forecast() });
    const later = assignment({ assignment: 'later', forecast: forecast({ expected_m: 5_000 }) });
    const order = byRisk(
      [done, fits('wide', '2026-11-19T04:50:00Z'), late, fits('tight', '2026-11-19T05:09:00Z'), later],
      NOW,
    );
    expect(order.map((ranked) => ranked.assignment.assignment)).toEqual(['later', 'late', 'tight', 'wide', 'done']);
  });

  it('tells the spare time, a window that has not opened and a closed one that fell short', () => {
    expect(verdictOf(fits('x', '2026-11-19T05:09:00Z'), NOW)).toMatchObject({ kind: 'fits', spare_ms: 360_000 });
    expect(verdictOf(assignment({ from: '2026-11-19T06:00:00Z', covered_m: 0 }), NOW)).toMatchObject({
      kind: 'upcoming',
    });
    expect(verdictOf(assignment({ status: 'closed' }), NOW)).toMatchObject({ kind: 'short' });
  });
});

it('sums the town by its local day, with what still runs since last night', () => {
  const isToday = (from: string) => from.startsWith('2026-11-19');
  const yesterday = assignment({ from: '2026-11-18T21:30:00Z', status: 'sealed' });
  expect(townProgress([assignment(), yesterday], isToday, NOW)).toEqual({ covered_m: 8_534, due_m: 11_574 });
  expect(townProgress([{ ...yesterday, status: 'running' }], isToday, NOW)).toEqual({
    covered_m: 8_534,
    due_m: 11_574,
  });
});
