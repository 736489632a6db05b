import { distanceBetween } from '../town/plane.ts';
import { timesFrom } from '../town/shortest.ts';
import type { FaultRule, Moment } from './fault.ts';

/** Leaves out a share `value` (default 0.5) of the legs that are due in the period. */
export const skip: FaultRule = {
  errand: (_, fault, { random }) => (random.chance(fault.value ?? 0.5) ? [] : null),
  expects: () => null,
  mayCause: ['missed', 'will-miss'],
  costs: 'not-reached',
};

/** Serves the other kerb: against the planned direction, or on a one-way along its other edge. */
export const wrongSide: FaultRule = {
  errand: (errand, _, { plan }) => {
    const twoWay = plan.graph.town.edges[errand.leg.edge]!.oneway === 'no';
    return [twoWay ? { ...errand, forward: !errand.forward } : { ...errand, lateral_m: -errand.lateral_m }];
  },
  expects: () => null,
  mayCause: ['missed', 'will-miss'],
  costs: 'wrong-side',
};

/** A place some minutes away to which a way back leads, as far as can be from every leg of the route and from the depots. */
function hideout({ body, plan, assignment }: Moment): number {
  const { graph } = plan;
  const times = timesFrom(graph, body.node);
  const legs = assignment.route.legs
    .map((leg) => graph.along[leg.edge]![0] ?? graph.against[leg.edge]![0]!)
    .map((link) => graph.nodes[link.from]!);
  const taboo = [...plan.depots, plan.dump].map((node) => graph.nodes[node]!);
  let best = body.node;
  let most_m = 0;
  graph.nodes.forEach((node, i) => {
    const time_s = times[i]!;
    if (time_s < 60 || time_s > 420 || !graph.mainNodes.has(i)) return;
    if (taboo.some((other) => distanceBetween(node, other) < 150)) return;
    const away_m = Math.min(...legs.map((other) => distanceBetween(node, other)));
    if (away_m > most_m) [best, most_m] = [i, away_m];
  });
  return best;
}

/** Leaves the route for a place far from it, stays there `value` minutes (default 6) and comes back. */
export const offRoute: FaultRule = {
  once: true,
  errand: (errand, fault, moment) => [
    { do: 'drive', to: hideout(moment) },
    { do: 'stand', seconds: (fault.value ?? 6) * 60, engine: true, gear: false },
    errand,
  ],
  expects: () => 'off-route',
  mayCause: ['idle', 'will-miss', 'missed'],
};
