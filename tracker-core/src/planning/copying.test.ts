import { describe, expect, test } from 'vitest';
import type { PlanBlock, PlanVehicle } from './conflicts.ts';
import { copyPlan, type CopyOf } from './copying.ts';

const vehicles = new Map<string, PlanVehicle>([
  ['v', { id: 'v', operations: ['sweep'], gearSensors: [] }],
  ['w', { id: 'w', operations: ['wash'], gearSensors: [] }],
]);
const block = (id: string, from: string, to: string, of: Partial<PlanBlock> = {}): PlanBlock => ({
  id,
  route: `r-${id}`,
  operation: 'sweep',
  planned_m: 500,
  vehicle: 'v',
  crew: null,
  from_ms: Date.parse(from),
  to_ms: Date.parse(to),
  ...of,
});
const copy = (sources: readonly PlanBlock[], of: Partial<CopyOf<PlanBlock>> = {}) =>
  copyPlan({
    zone: 'Europe/Berlin',
    from: '2026-10-19',
    into: '2026-10-26',
    now_ms: Date.parse('2026-10-22T12:00:00Z'),
    sources,
    planned: [],
    scheduled: [],
    vehicles,
    retired: new Set(['old']),
    ...of,
  });

describe('a copy of a plan to other days', () => {
  const monday = block('a', '2026-10-19T03:30:00Z', '2026-10-19T05:00:00Z');

  test('keeps the time by the wall though the clock has changed', () => {
    const { make } = copy([monday]);
    expect(make).toMatchObject([
      { date: '2026-10-26', from: '2026-10-26T04:30:00.000Z', to: '2026-10-26T06:00:00.000Z' },
    ]);
    const [night] = copy([block('n', '2026-10-19T21:00:00Z', '2026-10-20T02:00:00Z')]).make;
    expect([night!.from, night!.to]).toEqual(['2026-10-26T22:00:00.000Z', '2026-10-27T03:00:00.000Z']);
  });

  test('says what it leaves out', () => {
    const reasons = (sources: readonly PlanBlock[], of: Partial<CopyOf<PlanBlock>> = {}) =>
      copy(sources, of).skipped.map(({ source, reason }) => `${source.id} ${reason}`);
    const there = block('a', '2026-10-26T05:00:00Z', '2026-10-26T05:10:00Z', { vehicle: 'w' });
    expect(reasons([monday], { planned: [there] })).toEqual(['a already-planned']);
    expect(reasons([monday], { planned: [{ ...there, vehicle: 'v', route: 'z' }] })).toEqual(['a vehicle-busy']);
    expect(reasons([monday], { scheduled: [{ ...there, vehicle: 'v' }] })).toEqual(['a scheduled']);
    expect(reasons([{ ...monday, operation: 'wash' }])).toEqual(['a wrong-operation']);
    expect(reasons([{ ...monday, vehicle: 'gone' }])).toEqual(['a vehicle-retired']);
    expect(reasons([{ ...monday, route: 'old' }])).toEqual(['a route-retired']);
    expect(reasons([monday], { into: '2026-10-21' })).toEqual(['a window-begun']);
    expect(reasons([monday, { ...monday, id: 'b', route: 'z' }])).toEqual(['b vehicle-busy']);
  });

  test('made again it adds nothing', () => {
    const { make } = copy([monday]);
    const planned = make.map(({ source, from, to }) => ({
      ...source,
      from_ms: Date.parse(from),
      to_ms: Date.parse(to),
    }));
    expect(copy([monday], { planned })).toMatchObject({ make: [], skipped: [{ reason: 'already-planned' }] });
  });
});
