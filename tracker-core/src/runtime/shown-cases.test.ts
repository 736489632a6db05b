import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StoredIncident } from '../store/objects/incidents.ts';
import { ShownCases } from './shown-cases.ts';

const VEHICLES = ['v1', 'v2', 'v3'];
const ASSIGNMENTS = ['a1', 'a2', null];

/** Whose a case is follows from its id, as it does from the key of a stored one. */
const incident = fc.record({ no: fc.nat(11), seq: fc.nat() }).map(
  ({ no, seq }) =>
    ({
      id: `i${no}`,
      vehicle: VEHICLES[no % 3],
      assignment: ASSIGNMENTS[Math.floor(no / 3) % 3],
      seq,
    }) as unknown as StoredIncident,
);

test('cases that came, changed and went one by one are found as if all that are left had been looked through', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), incident), { maxLength: 40 }), (moves) => {
      const shown = new ShownCases();
      const left = new Map<string, StoredIncident>();
      for (const [comes, one] of moves) {
        if (comes) left.set(one.id, one);
        else left.delete(one.id);
        if (comes) shown.set(one);
        else shown.delete(one);
      }
      const all = [...left.values()];
      expect([...shown.all()]).toEqual(all);
      for (const one of VEHICLES)
        expect([...shown.ofVehicle(one)]).toEqual(all.filter(({ vehicle }) => vehicle === one));
      for (const one of ASSIGNMENTS)
        if (one !== null)
          expect([...shown.ofAssignment(one)]).toEqual(all.filter(({ assignment }) => assignment === one));
      for (const { id } of all) expect(shown.get(id)).toBe(left.get(id));
    }),
    { numRuns: 500 },
  );
});
