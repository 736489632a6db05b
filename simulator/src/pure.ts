/** What programs outside need of the virtual fleet: plans, drives, faults and the truth about them; no clock, no network. */
export type { Effect } from './faults/effects.ts';
export type { Fault, FaultRule } from './faults/fault.ts';
export { FAULT_KINDS, type FaultKind } from './faults/kinds.ts';
export { FAULT_RULES } from './faults/rules.ts';
export { tripOf, type Period, type Trip } from './fleet.ts';
export { planFleet } from './plan/fleet.ts';
export {
  kerbOffset,
  type FleetPlan,
  type Kerb,
  type PlannedAssignment,
  type PlannedLeg,
  type PlannedVehicle,
} from './plan/plan.ts';
export { randomOf, type Random } from './random/random.ts';
export { faultsOf, inTown, loadTown, townFile, TOWNS } from './scenario/load.ts';
export type { FaultSpec, Scenario, ShiftGroup } from './scenario/scenario.ts';
export type { DriverEvent, Fix, Sent } from './sensors/sent.ts';
export { areasOf } from './service/areas.ts';
export { graphOf, placeOn, type Graph } from './town/graph.ts';
export type { Point } from './town/plane.ts';
export { readTown, type Edge } from './town/town.ts';
export type { Move } from './truth/moves.ts';
export { timeAt, type Run } from './truth/runs.ts';
export { truthOf, type TruthLine } from './truth/truth.ts';
