import { FIX_VERDICTS, NOT_TOLD, OPERATIONS, SERVED } from '@sweepline/contract';
import { expect, test } from 'vitest';
import { fixOf } from '../../pipeline/fix-of.ts';
import type { WorkRow } from '../../store/series/work.ts';
import { packHour } from './pack-hour.ts';

const HOUR = Date.parse('2026-11-21T06:00:00.000Z');
const fix = (s: number, more: object = {}) =>
  fixOf({ ts: HOUR + s * 1_000, lat: 55, lon: 10, ...more }, HOUR + s * 1_000);
const row = (edge: string, from_s: number, to_s: number, verdict: WorkRow['verdict']): WorkRow => ({
  operation: 'sweep',
  edge,
  serves: 'right',
  from_cm: 0,
  to_cm: 100,
  forward: true,
  verdict,
  enter_ms: HOUR + from_s * 1_000,
  leave_ms: HOUR + to_s * 1_000,
  marks: [],
});

test('a fix counts as the passage in which it was sent', () => {
  const fixes = [5, 10, 20, 30, 40].map((s) => fix(s));
  const work = [row('a', -20, 10, 'worked'), row('b', 10, 25, 'too-fast'), row('a', 35, 40, 'gear-off')];
  const { columns, edges } = packHour({ vehicle: 'v', no: 1, hour_ms: HOUR, decided_ms: HOUR + 12_000, fixes, work });
  expect([...columns.verdict].map((code) => FIX_VERDICTS[code])).toEqual([
    'worked',
    'worked',
    'too-fast',
    'none',
    'gear-off',
  ]);
  expect([...columns.edge].map((edge) => edges[edge] ?? edge)).toEqual(['a', 'a', 'b', NOT_TOLD, 'a']);
  expect(SERVED[columns.served[0]!]).toBe('right');
  expect(OPERATIONS[columns.operation[3]!]).toBe('sweep');
});

test('what comes after all that is certain is not decided yet', () => {
  const { columns } = packHour({
    vehicle: 'v',
    no: 1,
    hour_ms: HOUR,
    decided_ms: HOUR + 12_000,
    fixes: [fix(5), fix(15)],
    work: [row('a', 0, 10, 'worked')],
  });
  expect([...columns.verdict].map((code) => FIX_VERDICTS[code])).toEqual(['worked', 'undecided']);
});

test('what a fix does not say is marked as not told', () => {
  const fixes = [
    fix(5),
    fix(10, { speed_kmh: 7.25, heading_deg: 360, gear: { brush: true, water: false }, ignition: false }),
  ];
  const { columns } = packHour({ vehicle: 'v', no: 1, hour_ms: HOUR, decided_ms: HOUR + 12_000, fixes, work: [] });
  expect([...columns.speed]).toEqual([NOT_TOLD, 725]);
  expect([...columns.heading]).toEqual([NOT_TOLD, 36_000]);
  expect([...columns.gear, ...columns.gearTold]).toEqual([0, 1, 0, 5]);
  expect([...columns.flags]).toEqual([0, 1]);
});
