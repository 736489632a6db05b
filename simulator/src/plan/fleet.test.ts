import { describe, expect, it } from 'vitest';
import { planOf, scenarioOf } from '../../test/worlds.ts';
import { kerbOffset, linksOf, servedForwards } from './plan.ts';

const scenario = scenarioOf('demo');
const plan = planOf(scenario);
const { edges } = plan.graph.town;

describe('a planned fleet', () => {
  it('is the same for the same seed and another for another', () => {
    const shape = (seed: string): string =>
      JSON.stringify(
        planOf(scenario, seed).assignments.map(({ id, from_s, to_s, route }) => [
          id,
          from_s,
          to_s,
          route.legs,
          route.order,
        ]),
      );
    expect(shape('1')).toBe(shape('1'));
    expect(shape('1')).not.toBe(shape('2'));
  });

  it('gives every vehicle of the demo a route, on streets with names inside the one network', () => {
    expect(new Set(plan.assignments.map((assignment) => assignment.vehicle.number)).size).toBe(25);
    for (const { legs } of plan.routes)
      for (const leg of legs) {
        expect(edges[leg.edge]!.name).not.toBeNull();
        expect(plan.graph.main.has(leg.edge)).toBe(true);
      }
  });

  it('names no kerb twice within a route, and no metre in two routes of one operation', () => {
    for (const operation of ['sweep', 'wash']) {
      const places = plan.routes
        .filter((route) => route.operation === operation)
        .flatMap((route) => route.legs.map((leg) => `${leg.edge}/${leg.side}/${leg.from_m}`));
      expect(new Set(places).size).toBe(places.length);
    }
  });

  it('lets every leg be driven in a permitted direction from end to end', () => {
    for (const { legs } of plan.routes)
      for (const leg of legs) {
        const edge = edges[leg.edge]!;
        const forward = servedForwards(edge, leg.side, plan.drivesOn);
        if (edge.oneway !== 'no') expect(forward).toBe(edge.oneway === 'yes');
        const links = linksOf(plan.graph, leg, forward);
        expect(links.reduce((sum, link) => sum + link.length_m, 0)).toBeCloseTo(leg.to_m - leg.from_m, 6);
        links.forEach((link, i) => i > 0 && expect(link.from).toBe(links[i - 1]!.to));
      }
  });

  it('takes each pass of each leg once, in order', () => {
    for (const { legs, order } of plan.routes) {
      expect(order.length).toBe(legs.reduce((sum, leg) => sum + leg.passes, 0));
      const passes = new Map<number, number>();
      for (const { leg, pass } of order) {
        expect(pass).toBe((passes.get(leg) ?? 0) + 1);
        passes.set(leg, pass);
      }
    }
  });

  it('fits most shifts into their windows and makes some that cannot be done', () => {
    const shares = plan.assignments.map(({ route, from_s, to_s }) => route.estimate_s / (to_s - from_s));
    expect(shares.filter((share) => share < 0.9).length).toBeGreaterThan(shares.length * 0.6);
    expect(shares.filter((share) => share > 1.2).length).toBeGreaterThanOrEqual(3);
  });

  it('has kerbs of both sides, one-ways, second passes, two operations, slow and unwired devices', () => {
    const legs = plan.routes.flatMap((route) => route.legs);
    expect(new Set(legs.map((leg) => leg.side)).size).toBe(2);
    expect(legs.some((leg) => edges[leg.edge]!.oneway === 'yes' && leg.side === 'left')).toBe(true);
    expect(legs.some((leg) => leg.passes === 2)).toBe(true);
    expect(new Set(plan.vehicles.map((vehicle) => vehicle.operation)).size).toBe(2);
    expect(plan.vehicles.some((vehicle) => vehicle.interval_s === 60)).toBe(true);
    expect(plan.vehicles.some((vehicle) => vehicle.gearSensors.length === 0)).toBe(true);
  });
});

describe('sides', () => {
  const twoWay = { ...edges[0]!, oneway: 'no' as const };
  const against = { ...edges[0]!, oneway: '-1' as const };

  it('follow the country', () => {
    expect([servedForwards(twoWay, 'right', 'right'), servedForwards(twoWay, 'left', 'right')]).toEqual([true, false]);
    expect([servedForwards(twoWay, 'right', 'left'), servedForwards(twoWay, 'left', 'left')]).toEqual([false, true]);
    expect(servedForwards(against, 'right', 'right')).toBe(false);
  });

  it('keep the vehicle at the kerb that is to be served', () => {
    expect(kerbOffset(twoWay, 'right', true)).toBeGreaterThan(0);
    expect(kerbOffset(twoWay, 'left', false)).toBeGreaterThan(0);
    expect(kerbOffset(against, 'right', false)).toBeLessThan(-3);
  });
});
