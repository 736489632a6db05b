import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PlanIndex } from './plan-index.ts';

const IDS: string[] = ['a', 'b', 'c', 'd', 'e', 'f'];
const VEHICLES = ['v1', 'v2'];
const MUNICIPALITIES = ['m1', 'm2'];
const EDGES = [0, 1, 2, 3];

const livePlan = fc
  .record({
    id: fc.constantFrom(...IDS),
    vehicle: fc.constantFrom(...VEHICLES),
    municipality: fc.constantFrom(...MUNICIPALITIES),
    from_ms: fc.constantFrom(0, 1, 2),
    edges: fc.uniqueArray(fc.constantFrom(...EDGES)),
  })
  .map(({ id, vehicle, municipality, from_ms, edges }) => ({
    stored: { id, municipality },
    plan: { id, vehicle, from_ms },
    ledger: { byEdge: new Map(edges.map((edge) => [edge, null])) },
  }));
type Live = ReturnType<(typeof livePlan)['generate']>['value'];

/** Everything the index answers. */
const answers = (index: PlanIndex<Live>): unknown => [
  VEHICLES.map((vehicle) => index.assignmentsOf(vehicle).map(({ id }) => id)),
  MUNICIPALITIES.map((m) => EDGES.map((edge) => index.onEdge(m, edge).map(({ stored }) => stored.id))),
];

test('plans that came and went one by one stand as if all that are left had been sorted at once', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), livePlan), { maxLength: 30 }), (moves) => {
      const index = new PlanIndex<Live>();
      const left = new Map<string, Live>();
      for (const [comes, live] of moves) {
        const before = left.get(live.stored.id);
        if (before) index.remove(before);
        left.delete(live.stored.id);
        if (comes) {
          index.add(live);
          left.set(live.stored.id, live);
        }
        answers(index);
      }
      const ordered = [...left.values()].sort(
        (a, b) => a.plan.from_ms - b.plan.from_ms || (a.stored.id < b.stored.id ? -1 : 1),
      );
      const ids = (lives: readonly Live[]): string[] => lives.map(({ stored }) => stored.id);
      expect(answers(index)).toEqual([
        VEHICLES.map((vehicle) => ids(ordered.filter(({ plan }) => plan.vehicle === vehicle))),
        MUNICIPALITIES.map((m) =>
          EDGES.map((edge) =>
            ids(ordered.filter(({ stored, ledger }) => stored.municipality === m && ledger.byEdge.has(edge))),
          ),
        ),
      ]);
    }),
    { numRuns: 500 },
  );
});

test('what was never added is not taken out', () => {
  const live = (id: string): Live => ({
    stored: { id, municipality: 'm1' },
    plan: { id, vehicle: 'v1', from_ms: 0 },
    ledger: { byEdge: new Map([[0, null]]) },
  });
  const index = new PlanIndex<Live>();
  index.add(live('a'));
  index.remove(live('a'));
  index.remove(live('b'));
  expect(index.assignmentsOf('v1')).toHaveLength(1);
  expect(index.onEdge('m1', 0)).toHaveLength(1);
});
