import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planConflicts, type PlanBlock, type PlanVehicle } from './conflicts.ts';

const HOUR_MS = 3_600_000;
const NOON_MS = Date.UTC(2026, 10, 19, 12);
const vehicles = new Map<string, PlanVehicle>(
  [
    { id: 'v', operations: ['sweep'], gearSensors: ['brush'] } as const,
    { id: 'w', operations: ['sweep', 'wash'], gearSensors: ['brush'] } as const,
    { id: 'bare', operations: ['wash'], gearSensors: [] } as const,
  ].map((vehicle) => [vehicle.id, vehicle]),
);
const top_kmh = { sweep: 12.9, wash: 20, plough: 40, grit: 40, haul: 60 };
const block = (id: string, from_h: number, to_h: number, of: Partial<PlanBlock> = {}): PlanBlock => ({
  id,
  route: `r-${id}`,
  operation: 'sweep',
  planned_m: 1_000,
  vehicle: 'v',
  crew: null,
  from_ms: NOON_MS + from_h * HOUR_MS,
  to_ms: NOON_MS + to_h * HOUR_MS,
  ...of,
});
const check = (blocks: readonly PlanBlock[], open: readonly PlanBlock[] = []) =>
  planConflicts({ zone: 'Europe/Chisinau', blocks, open, vehicles, top_kmh });
const said = (blocks: readonly PlanBlock[], open: readonly PlanBlock[] = []) =>
  check(blocks, open).map(({ kind, blocks: of }) => `${kind} ${of.join(' ')}`);

describe('what cannot be right in a plan', () => {
  test('a vehicle at two places, each pair once; windows that only touch are well', () => {
    expect(said([block('a', 0, 2), block('b', 2, 4)])).toEqual([]);
    expect(said([block('c', 1, 3), block('a', 0, 2), block('b', 2, 4)])).toEqual([
      'vehicle-double-booked a c',
      'vehicle-double-booked c b',
    ]);
    expect(check([block('a', 0, 2), block('b', 1.5, 3)])[0]!.figures).toEqual({ overlap_s: 1_800 });
    expect(said([block('a', 0, 2), block('b', 0, 2, { vehicle: 'w' })])).toEqual([]);
  });

  test('a crew on two vehicles, however it is written', () => {
    const crews = [block('a', 0, 2, { crew: 'Экипаж  3' }), block('b', 1, 3, { vehicle: 'w', crew: 'экипаж 3' })];
    expect(said(crews)).toEqual(['crew-double-booked a b']);
    expect(said([block('a', 0, 2, { crew: ' ' }), block('b', 1, 3, { vehicle: 'w', crew: '' })])).toEqual([]);
  });

  test('work that the vehicle does not do, or whose gear nobody sees', () => {
    const wash = { operation: 'wash' } as const;
    expect(said([block('a', 0, 2, wash)])).toEqual(['wrong-operation a']);
    expect(said([block('a', 0, 2, { ...wash, vehicle: 'w' })])).toEqual(['gear-not-wired a']);
    expect(said([block('a', 0, 2, { ...wash, vehicle: 'bare' })])).toEqual([]);
  });

  test('a window in which the metres cannot be done, or that is none', () => {
    const [short] = check([block('a', 0, 1, { planned_m: 13_000 })]);
    expect(short).toMatchObject({ kind: 'window-too-short', figures: { window_s: 3_600, needed_s: 3_628 } });
    expect(said([block('a', 0, 25)])).toEqual(['window-too-long a']);
  });

  test('a scheduled route that nobody was given, on its local date', () => {
    const [open] = check([], [block('s.1', 11, 12, { vehicle: null })]);
    expect(open).toMatchObject({ kind: 'uncovered', route: 'r-s.1', vehicle: null, date: '2026-11-20' });
  });

  test('each overlapping pair is found as a slow look at all pairs finds it', () => {
    const one = fc.record({
      from: fc.integer({ min: 0, max: 40 }),
      length: fc.integer({ min: 1, max: 10 }),
      vehicle: fc.constantFrom('v', 'w'),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (wishes) => {
        const blocks = wishes.map(({ from, length, vehicle }, n) => block(`b${n}`, from, from + length, { vehicle }));
        const slow = blocks.flatMap((a, n) =>
          blocks
            .slice(n + 1)
            .filter((b) => a.vehicle === b.vehicle && a.from_ms < b.to_ms && b.from_ms < a.to_ms)
            .map((b) => [a.id, b.id].sort().join(' ')),
        );
        const fast = check(blocks)
          .filter(({ kind }) => kind === 'vehicle-double-booked')
          .map(({ blocks: of }) => [...of].sort().join(' '));
        expect(fast.sort()).toEqual(slow.sort());
      }),
    );
  });
});
