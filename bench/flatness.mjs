import { BenchFleet, networkOf, timed } from './fleet.mjs';
import { figure, median, printTable, printTitle } from './table.mjs';
import { gridTown } from './town.mjs';

const VEHICLES = [100, 500, 1_000, 2_000, 5_000];
const EDGES = [1_000, 20_000, 100_000, 1_000_000];
/** Making a million edges takes half a minute. */
const EDGES_IN_SHORT = [1_000, 20_000, 100_000];
const USUAL_VEHICLES = 500;
const USUAL_EDGES = 20_000;
const FIXES_A_ROUND = 60_000;
const LEAST_EACH = 20;

/** What a fix costs as the fleet and the town grow. */
export function flatness({ quick }) {
  const town = gridTown(USUAL_EDGES);
  const network = networkOf(town);
  printTitle(`Cost per fix by vehicles, ${figure(town.streets.length, 0)} edges`);
  printSeries('vehicles', thinned(VEHICLES, quick), (vehicles) =>
    costOf(new BenchFleet(town, network, vehicles), quick),
  );
  printTitle(`Cost per fix by edges, ${USUAL_VEHICLES} vehicles`);
  printSeries('edges', quick ? EDGES_IN_SHORT : EDGES, (edges) => {
    const grown = gridTown(edges);
    return costOf(new BenchFleet(grown, networkOf(grown), USUAL_VEHICLES), quick);
  });
}

/** First, middle and last. */
const thinned = (sizes, quick) => (quick ? sizes.filter((_, i) => i % 2 === 0) : sizes);

/** The series there and back, so that what a process gathers over its life tells against either end. */
function printSeries(name, sizes, measure) {
  const there = sizes.map(measure);
  const back = sizes.toReversed().map(measure).reverse();
  const times = (costs, i) => figure(costs[i].cpu_us / costs[0].cpu_us);
  printTable(
    [name, 'µs/fix', 'by processor time', 'times the first', 'on the way back', 'times the first', 'target'],
    sizes.map((size, i) => [
      figure(size, 0),
      figure(there[i].wall_us),
      figure(there[i].cpu_us),
      times(there, i),
      figure(back[i].cpu_us),
      times(back, i),
      i === 0 ? '' : 'flat',
    ]),
  );
}

/** Every fleet is warmed up and measured over the same stretch of its shift at least. */
function costOf(fleet, quick) {
  const fixes = quick ? FIXES_A_ROUND / 3 : FIXES_A_ROUND;
  const each = Math.max(LEAST_EACH, Math.round(fixes / fleet.vehicles.length));
  fleet.work(fleet.record(2 * each));
  const costs = Array.from({ length: quick ? 2 : 3 }, () => {
    const recorded = fleet.record(each);
    const { wall_us, cpu_us } = timed(() => fleet.work(recorded));
    return { wall_us: wall_us / recorded.length, cpu_us: cpu_us / recorded.length };
  });
  return { wall_us: median(costs.map((cost) => cost.wall_us)), cpu_us: median(costs.map((cost) => cost.cpu_us)) };
}
