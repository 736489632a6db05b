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
/** Fixes of a vehicle that wait for its turn: the costliest order, and one of a service that has its hands full. */
const WAITING = [1, 10];

/** What a fix costs as the fleet and the town grow. */
export function flatness({ quick }) {
  const town = gridTown(USUAL_EDGES);
  const network = networkOf(town);
  printTitle(`Cost per fix by vehicles, ${figure(town.streets.length, 0)} edges`);
  printSeries('vehicles', thinned(VEHICLES, quick), quick, (vehicles) => new BenchFleet(town, network, vehicles));
  printTitle(`Cost per fix by edges, ${USUAL_VEHICLES} vehicles`);
  printSeries('edges', quick ? EDGES_IN_SHORT : EDGES, quick, (edges) => {
    const grown = gridTown(edges);
    return new BenchFleet(grown, networkOf(grown), USUAL_VEHICLES);
  });
}

/** First, middle and last. */
const thinned = (sizes, quick) => (quick ? sizes.filter((_, i) => i % 2 === 0) : sizes);

/** All sizes turn about, each round's costs against the first size's of that round: what else the machine does tells on all. */
function printSeries(name, sizes, quick, fleetOf) {
  const fleets = sizes.map(fleetOf);
  const fixes = quick ? FIXES_A_ROUND / 3 : FIXES_A_ROUND;
  const each = fleets.map(({ vehicles }) => tens(Math.max(LEAST_EACH, fixes / vehicles.length)));
  for (const [i, fleet] of fleets.entries()) fleet.work(fleet.record(2 * each[i]));
  const costs = WAITING.map(() => sizes.map(() => []));
  for (let round = 0; round < (quick ? 3 : 5); round++)
    for (const [i, fleet] of fleets.entries())
      for (const [w, waiting] of WAITING.entries()) costs[w][i].push(costOf(fleet, each[i], waiting));
  printTable(
    [name, ...WAITING.flatMap((waiting) => [`µs/fix, ${waiting} waiting`, 'times the first']), 'target'],
    sizes.map((size, i) => [
      figure(size, 0),
      ...costs.flatMap((of) => [
        figure(median(of[i])),
        figure(median(of[i].map((cost, round) => cost / of[0][round]))),
      ]),
      i === 0 ? '' : 'flat',
    ]),
  );
}

const tens = (count) => 10 * Math.round(count / 10);

/** Processor time of a fix, microseconds. */
function costOf(fleet, each, waiting) {
  const recorded = fleet.record(each, waiting);
  return timed(() => fleet.work(recorded, waiting)).cpu_us / recorded.length;
}
