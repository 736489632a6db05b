import type { LiveAssignment, LiveLeg, LiveVehicle } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { distanceTo, type Candidate, type Place } from './candidates.ts';
import { HandoverForm } from './handover-form.svelte.ts';
import { openLegs, type OpenLeg } from './share.ts';

const DEGREE_M = 111_320;
/** Ten legs of 100 m one after another northwards, named by their places. */
const LEGS = Array.from({ length: 10 }, (_, n) => n);
const placeOf = (n: number): Place => [0, (n * 100) / DEGREE_M];
const open = openLegs(
  LEGS.map((n): LiveLeg => ({
    edge: String(n),
    side: 'right',
    pass: 1,
    passes: 1,
    from_m: 0,
    to_m: 100,
    pieces: [{ from_m: 0, to_m: 100, state: 'possible' }],
  })),
  () => null,
);

const machine = (id: string, at: number, pace_m_per_min = 10): Candidate => {
  const [lon, lat] = placeOf(at);
  const vehicle = { vehicle: id, plate: id.toUpperCase(), lon, lat } as LiveVehicle;
  const away_m = distanceTo(vehicle, LEGS.map(placeOf));
  return { vehicle, away_m, sameContractor: true, busy: null, next: null, pace_m_per_min, expected: 0.5 };
};
const formOf = (others: readonly Candidate[], legs: readonly OpenLeg[] = open) =>
  new HandoverForm(() => ({
    assignment: { to: '2026-11-19T05:00:00Z', planned_m: 1_000, covered_m: 0, excused_m: 0 } as LiveAssignment,
    open: legs,
    placesOf: (legs) => legs.map(({ stretch }) => placeOf(Number(stretch.edge))),
    present: { vehicle: undefined, pace_m_per_min: 10 },
    others,
    now_ms: Date.parse('2026-11-19T04:00:00Z'),
  }));
const edges = (legs: readonly { readonly edge: string }[]) => legs.map(({ edge }) => edge).join('');

describe('a part', () => {
  it('is measured to by itself, not the whole rest', () => {
    const form = formOf([machine('a', 0)]);
    expect(form.first?.away_m).toBe(0);
    form.take('part');
    expect(edges(form.share.legs)).toBe('56789');
    expect(form.share.awayOf(machine('a', 0))).toBeCloseTo(500, -1);
    expect(form.share.awayOf(machine('b', 12))).toBeCloseTo(300, -1);
    expect(form.share.outlookOf(machine('b', 12))?.done_min).toBeLessThan(
      form.share.outlookOf(machine('a', 0))!.done_min,
    );
  });

  it('orders machines by their way to it, once it stands still, and keeps who was chosen', () => {
    const [atStart, atEnd] = [machine('start', 0), machine('z-end', 10)];
    const form = formOf([atStart, atEnd]);
    const order = () => form.listed.map(({ vehicle }) => vehicle.vehicle);
    form.take('part');
    expect([order(), form.best?.vehicle.vehicle]).toEqual([['z-end', 'start'], 'z-end']);
    expect(form.first).toBe(atStart);
    form.share.turn(['0\nright\n0'], true);
    expect(order()).toEqual(['start', 'z-end']);
    form.share.takeLast(200);
    expect(order()).toEqual(['start', 'z-end']);
    form.share.settle();
    expect(order()).toEqual(['z-end', 'start']);
  });

  it('goes to the machine that is pointed at, listed or not, whatever was looked for', () => {
    const form = formOf(LEGS.slice(0, 7).map((n) => machine(`v${n}`, n)));
    form.take('part');
    form.wanted = 'v0';
    expect(form.listed.map(({ vehicle }) => vehicle.vehicle)).toEqual(['v0']);
    form.point('v1');
    expect([form.first?.vehicle.vehicle, form.wanted]).toEqual(['v1', '']);
    form.point('elsewhere');
    expect(form.first?.vehicle.vehicle).toBe('v1');
  });

  it('takes and gives back the street that is pointed at, all its legs; without a name the one edge', () => {
    const named = open.map((leg, n) => ({ ...leg, street: n < 3 ? 'Long' : null }));
    const form = formOf([machine('a', 0)], named);
    form.take('part');
    form.share.takeLast(100);
    form.share.turnStreetOf('1');
    expect(edges(form.share.legs)).toBe('0129');
    form.share.turnStreetOf('5');
    form.share.turnStreetOf('0');
    form.share.turnStreetOf('elsewhere');
    expect(edges(form.share.legs)).toBe('59');
  });

  it('is the smaller the farther a machine has to go to it', () => {
    const [near, far] = [formOf([machine('a', 9)]), formOf([machine('a', 150)])];
    near.take('part');
    far.take('part');
    expect([near.given_m, far.given_m]).toEqual([500, 200]);
  });

  it('is shown with what the other one gets; all of it while one machine gets all', () => {
    const form = formOf([machine('a', 0)]);
    expect([edges(form.parts.first), edges(form.parts.second)]).toEqual(['0123456789', '']);
    form.take('part');
    form.share.takeLast(200);
    expect([edges(form.parts.first), edges(form.parts.second)]).toEqual(['89', '01234567']);
    form.share.takeLast(0);
    form.share.turn(
      open.map(({ key }) => key),
      false,
    );
    expect(form.ready).toBe(false);
  });
});

describe('what is sent', () => {
  const to = machine('a', 0);

  it('names the crew of each machine that goes on', () => {
    const form = formOf([to, machine('b', 9)]);
    form.crew = ' Crew 4 ';
    form.otherCrew = 'Crew 7';
    expect(form.body(to)).toEqual({ vehicle: 'a', crew: 'Crew 4' });
    form.take('part');
    expect(form.body(to)).toMatchObject({ vehicle: 'a', crew: 'Crew 4', legs: [{ edge: '5' }, {}, {}, {}, {}] });
    expect(form.body(to)).not.toHaveProperty('remainder');
    form.share.giveBesides('b');
    expect(form.body(to)).toMatchObject({ remainder: { vehicle: 'b', crew: 'Crew 7' } });
  });

  it('says the instant where it is not now', () => {
    const form = formOf([to]);
    form.ago = '5';
    expect(form.body(to)).toEqual({ vehicle: 'a', at: '2026-11-19T03:55:00.000Z' });
  });
});
