/** What programs outside the service (benchmarks, checks) need of the product: pure, no clock and no I/O. */
export { beginDraft, type Draft } from './claims/draft.ts';
export { NOTHING_EARLIER } from './claims/money/earlier.ts';
export { evaluate } from './claims/money/evaluate.ts';
export type { ClaimIncident, DraftSetup, SealedWork } from './claims/setup.ts';
export { assess, type Assessment } from './coverage/assess.ts';
export { coverageAnswer, digestOfFixes } from './coverage/answer.ts';
export { createLedger, credit, type Ledger } from './coverage/ledger.ts';
export { qualityOf } from './coverage/quality.ts';
export { serviceAnswer } from './coverage/service.ts';
export { lineLength } from './geometry/line.ts';
export { judgeAssignment, startAssignmentJudge, type AssignmentJudge } from './incidents/assignment-rules.ts';
export { standing, type IncidentFact } from './incidents/fact.ts';
export type { VehicleReport } from './incidents/reports.ts';
export { candidatesOf, radiusOf } from './matching/candidates.ts';
export { cellAt, cellsOf, NO_CELL } from './matching/cells.ts';
export { countOf, dropColumns, startTrellis, stateOf, wayOf } from './matching/trellis.ts';
export { MATCH_LIMITS, MATCHER_VERSION } from './matching/limits.ts';
export { buildNetwork } from './network/build.ts';
export { importNetwork } from './network/importing/import-network.ts';
export type { Edge, Network } from './network/network.ts';
export { encodeNetwork } from './network/snapshot.ts';
export { AHEAD, readAhead } from './pipeline/ahead.ts';
export { fixOf, gearBits, type FixBody } from './pipeline/fix-of.ts';
export type { Area, PlannedAssignment, PlannedLeg } from './pipeline/plan.ts';
export { recomputeVehicle, type VehicleFacts } from './pipeline/recompute.ts';
export { RULES, rulesVersionOf } from './pipeline/rules.ts';
export type { Fix, Passage, Silence, VehicleSetting } from './pipeline/stages.ts';
export {
  finishVehicle,
  inheritReports,
  report,
  startedOn,
  startVehicle,
  step,
  tick,
  type Facts,
  type VehicleState,
} from './pipeline/step.ts';
