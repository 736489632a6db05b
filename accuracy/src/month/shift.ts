import { instantOf, instantOfLocal, type CoverageAnswer } from '@sweepline/contract';
import type { ClaimIncident, SealedWork } from '@sweepline/tracker-core/pure';
import {
  faultsOf,
  randomOf,
  tripOf,
  truthOf,
  type FaultKind,
  type FleetPlan,
  type PlannedVehicle,
  type Scenario,
} from '@sweepline/simulator/pure';
import { runLive } from '../service/live.ts';
import { resultOf } from '../service/result.ts';
import type { MonthTown, Street } from './town.ts';

export const ZONE = 'Europe/Chisinau';
/** The fleet's first second is so long before the window opens. */
const BEFORE_S = 1_800;
const AFTER_S = 1_800;

/** The north route is driven eastwards, the south and the wash route westwards: each serves the kerb on its right. */
const ROUTES = {
  N: { operation: 'sweep', side: 'right', streets: ['Acacia', 'Birch', 'Cedar', 'Elm'] },
  S: { operation: 'sweep', side: 'left', streets: ['Ivy', 'Hazel', 'Gorse', 'Fir'] },
  W: { operation: 'wash', side: 'left', streets: ['Ivy', 'Hazel', 'Gorse', 'Fir'] },
} as const;

/** One shift of the month, and what is wrong with it. */
export interface Shift {
  readonly date: string;
  readonly route: keyof typeof ROUTES;
  /** Local hours between which the window lies; six to seven unless it is said. */
  readonly hours?: readonly [from: number, to: number];
  /** Streets that the driver leaves out. */
  readonly leavesOut?: readonly Street[];
  /** Streets that are excused: closed to traffic. */
  readonly closed?: readonly Street[];
  /** What goes wrong, in minutes of the window. */
  readonly fault?: readonly [kind: FaultKind, from_min: number, to_min: number, value?: number];
}

export interface Played {
  readonly work: SealedWork;
  readonly incidents: readonly ClaimIncident[];
  /** Metres that were truly worked on planned kerbs. */
  readonly truly_m: number;
}

const MUNICIPALITY = {
  id: 'month',
  name: { ru: 'Месяц', en: 'Month' },
  timezone: ZONE,
  locale: 'en',
  drivesOn: 'right',
} as const;

const vehicleOf = (operation: 'sweep' | 'wash', depot: number): PlannedVehicle => ({
  number: 1,
  id: operation === 'sweep' ? 'sweeper' : 'washer',
  device: `d-${operation}`,
  plate: operation === 'sweep' ? 'KVD 214' : 'QRA 146',
  contractor: 'k1',
  operation,
  gearSensors: operation === 'sweep' ? ['brush'] : ['water'],
  interval_s: 5,
  sigma_m: 1,
  work_kmh: 7.2,
  depot,
});

/** Drives one shift, sends what it measures through the product's stages, and seals the answer. */
export function play(town: MonthTown, shift: Shift): Played {
  const { date, route: id, hours = [6, 7], leavesOut = [], closed = [], fault } = shift;
  const { operation, side, streets } = ROUTES[id];
  const { graph, network } = town;
  const vehicle = vehicleOf(operation, town.depot);
  const legs = streets.map((street) => {
    const edge = town.edgeOf(street);
    return { edge, side, from_m: 0, to_m: graph.town.edges[edge]!.length_m, passes: 1 };
  });
  const order = streets.flatMap((street, leg) => (leavesOut.includes(street) ? [] : [{ leg, pass: 1 }]));
  const route = { id, name: id, operation, legs, order, estimate_s: 0 };
  const start_ms = instantOfLocal(ZONE, date, hours[0] * 60) - BEFORE_S * 1_000;
  const to_s = (instantOfLocal(ZONE, date, hours[1] * 60) - start_ms) / 1_000;
  const assignment = { id: `${date}-${id}-${hours[0]}`, route, vehicle, from_s: BEFORE_S, to_s, crew: 'Crew 1' };
  const plan: FleetPlan = {
    ...{ graph, drivesOn: 'right', depots: [town.depot], dump: town.dump, vehicles: [vehicle], routes: [route] },
    assignments: [assignment],
    length_s: to_s + AFTER_S,
  };
  const scenario: Scenario = {
    municipality: MUNICIPALITY,
    contractors: [{ id: 'k1', name: { ru: 'Подрядчик', en: 'Contractor' } }],
    fleet: { size: 1, wash: 0, interval_s: [5, 5], slow: 0, unwired: 0, sigma_m: [1, 1] },
    length_min: plan.length_s / 60,
    shifts: [],
    faults: fault === undefined ? [] : [faultSpecOf(fault)],
  };
  const trip = tripOf(plan, vehicle, faultsOf(scenario), randomOf(`month/${assignment.id}`));
  const excuses = closed.map((street) => {
    const edge = network.edgeNo(street.toLowerCase())!;
    return { edge, side, from_cm: 0, to_cm: network.edges[edge]!.length_cm, ground: 'road-closed' };
  });
  const live = runLive(network, plan, scenario, [trip], { start_ms, excuses });
  const { coverage, incidents } = resultOf(network, 'right', live);
  const [planned] = live.assignments;
  return {
    work: {
      assignment: assignment.id,
      date,
      route: id,
      operation,
      vehicle: vehicle.id,
      from: instantOf(planned!.from_ms),
      to: instantOf(planned!.to_ms),
      retroactive: false,
      streets: town.streets,
      answer: sealed(coverage[0]!, planned!.to_ms),
    },
    incidents: incidents.map(({ key, kind, vehicle: of, from_ms, to_ms }) => ({
      id: key,
      kind,
      assignment: assignment.id,
      vehicle: of,
      from: instantOf(from_ms),
      to: to_ms === null ? null : instantOf(to_ms),
    })),
    truly_m: truthOf(plan, trip.runs).reduce((sum, { from_m, to_m }) => sum + to_m - from_m, 0),
  };
}

const faultSpecOf = ([kind, from_min, to_min, value]: NonNullable<Shift['fault']>): Scenario['faults'][number] => ({
  kind,
  vehicle: 1,
  from_min: from_min + BEFORE_S / 60,
  to_min: to_min + BEFORE_S / 60,
  ...(value === undefined ? {} : { value }),
});

const sealed = (answer: CoverageAnswer, to_ms: number): CoverageAnswer => ({
  ...answer,
  revision: 1,
  status: 'sealed',
  sealedAt: instantOf(to_ms + 86_400_000),
});
