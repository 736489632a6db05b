/** What programs outside the service (benchmarks, checks) need of the product: pure, no clock and no I/O. */
export { assess, type Assessment } from './coverage/assess.ts';
export { coverageAnswer, digestOfFixes } from './coverage/answer.ts';
export { createLedger, credit, type Ledger } from './coverage/ledger.ts';
export { qualityOf } from './coverage/quality.ts';
export { serviceAnswer } from './coverage/service.ts';
export { lineLength } from './geometry/line.ts';
export { fillCandidates, startNeighbourhood } from './matching/candidates.ts';
export { takeColumn } from './matching/column.ts';
export { MATCH_LIMITS, MATCHER_VERSION } from './matching/limits.ts';
export { buildNetwork } from './network/build.ts';
export type { Edge, Network } from './network/network.ts';
export { fixOf } from './pipeline/fix-of.ts';
export type { PlannedAssignment, PlannedLeg } from './pipeline/plan.ts';
export { recomputeVehicle } from './pipeline/recompute.ts';
export { RULES, rulesVersionOf } from './pipeline/rules.ts';
export type { Fix, Passage, VehicleSetting } from './pipeline/stages.ts';
export { finishVehicle, startVehicle, step, tick } from './pipeline/step.ts';
