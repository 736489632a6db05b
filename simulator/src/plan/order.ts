import type { Graph } from '../town/graph.ts';
import { nearest } from '../town/shortest.ts';
import { linksOf, servedForwards, type DrivesOn, type PlannedLeg } from './plan.ts';

/** A second pass over a kerb comes no sooner than this: the rules ask for two minutes. */
const PASS_SPACING_S = 240;
/** What turning round on the spot costs against going on. */
const TURN_ROUND_S = 25;
/** Everyday delays on top of driving time: lights, parked cars, givings of way. */
const DELAYS = 1.22;

export interface Ordered {
  readonly order: readonly { readonly leg: number; readonly pass: number; readonly after_s: number }[];
  readonly estimate_s: number;
}

/**
 * The order in which a driver would take the legs: always the one that is begun soonest from where the last one ended.
 * `after_s` is the time the work has taken by the end of that pass. Legs that cannot be reached are left out.
 */
export function orderLegs(
  graph: Graph,
  legs: readonly PlannedLeg[],
  start: number,
  work_kmh: number,
  drivesOn: DrivesOn,
): Ordered {
  const tasks = new Map<number, { leg: number; pass: number; notBefore_s: number }[]>();
  const ways = legs.map((leg) => linksOf(graph, leg, servedForwards(graph.town.edges[leg.edge]!, leg.side, drivesOn)));
  const put = (leg: number, pass: number, notBefore_s: number): void => {
    const node = ways[leg]![0]!.from;
    tasks.set(node, [...(tasks.get(node) ?? []), { leg, pass, notBefore_s }]);
  };
  legs.forEach((_, leg) => {
    if (ways[leg]!.length > 0) put(leg, 1, 0);
  });
  const order: { leg: number; pass: number; after_s: number }[] = [];
  let [node, clock_s, lastEdge] = [start, 0, -1];
  while (tasks.size > 0) {
    const now_s = clock_s;
    const at = node;
    const cost = (task: { leg: number; notBefore_s: number }, there: number): number =>
      (there === at && legs[task.leg]!.edge === lastEdge ? TURN_ROUND_S : 0) + Math.max(0, task.notBefore_s - now_s);
    const found = nearest(graph, node, (there) => {
      const here = tasks.get(there);
      return here === undefined ? null : Math.min(...here.map((task) => cost(task, there)));
    });
    if (found === null) break;
    const here = tasks.get(found.node)!;
    const task = here.reduce((best, other) => (cost(other, found.node) < cost(best, found.node) ? other : best));
    const rest = here.filter((other) => other !== task);
    if (rest.length > 0) tasks.set(found.node, rest);
    else tasks.delete(found.node);
    const leg = legs[task.leg]!;
    clock_s += (found.cost_s + (leg.to_m - leg.from_m) / (work_kmh / 3.6)) * DELAYS + 6;
    order.push({ leg: task.leg, pass: task.pass, after_s: clock_s });
    node = ways[task.leg]!.at(-1)!.to;
    lastEdge = leg.edge;
    if (task.pass < leg.passes) put(task.leg, task.pass + 1, clock_s + PASS_SPACING_S);
  }
  return { order, estimate_s: clock_s };
}
