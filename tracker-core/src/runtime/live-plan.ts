import { instantOf, metresOf, type Assignment, type LiveAssignment, type Route } from '@sweepline/contract';
import { createLedger, credit, isWorkOf, totalsOf, type Ledger } from '../coverage/ledger.ts';
import { forecast } from '../coverage/pace.ts';
import { startAssignmentJudge, type AssignmentJudge } from '../incidents/assignment-rules.ts';
import type { Network } from '../network/network.ts';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import { RULES } from '../pipeline/rules.ts';
import type { Passage, Silence } from '../pipeline/stages.ts';

/** What one vehicle did that is or may come to be of an assignment, in the order of its time. */
interface Evidence {
  passages: Passage[];
  silences: Silence[];
}

/** A running, recent or coming assignment with what is known of it so far. */
export interface LivePlan {
  readonly stored: Assignment;
  readonly route: Route;
  readonly plan: PlannedAssignment;
  readonly network: Network;
  readonly drivesOn: 'left' | 'right';
  ledger: Ledger;
  readonly evidence: Map<string, Evidence>;
  readonly judge: AssignmentJudge;
  /** Clock time at which this process took it up. */
  readonly taken_ms: number;
  sealed: boolean;
  /** Judged after its window closed, and no new evidence since. */
  over: boolean;
  /** Vehicles whose part in it is being made again: until it is there nothing is to be concluded from what is missing. */
  awaits: readonly string[];
}

const emptyLedger = (plan: PlannedAssignment, network: Network, drivesOn: 'left' | 'right'): Ledger =>
  createLedger(plan, network, { drivesOn });

export const startPlan = (
  stored: Assignment,
  route: Route,
  plan: PlannedAssignment,
  network: Network,
  drivesOn: 'left' | 'right',
  taken_ms: number,
): LivePlan => ({
  stored,
  route,
  plan,
  network,
  drivesOn,
  ledger: emptyLedger(plan, network, drivesOn),
  evidence: new Map(),
  judge: startAssignmentJudge(),
  taken_ms,
  sealed: false,
  over: false,
  awaits: [],
});

/** Adds what a vehicle did; true where the assignment's result changed. */
export function addEvidence(
  live: LivePlan,
  vehicle: string,
  passages: readonly Passage[],
  silences: readonly Silence[],
): boolean {
  const evidence = evidenceOf(live, vehicle);
  let changed = false;
  for (const passage of passages) {
    if (credit(live.ledger, passage)) changed = true;
    if (isWorkOf(live.ledger, passage)) evidence.passages.push(passage);
  }
  for (const silence of silences) {
    if (silence.to_ms <= live.plan.from_ms || silence.from_ms >= live.plan.to_ms) continue;
    evidence.silences.push(silence);
    changed = true;
  }
  if (changed) live.over = false;
  return changed;
}

/**
 * Puts what a vehicle did from `since_ms` on in the place of what was known of that time; true where that may have changed
 * the assignment's result.
 */
export function replaceEvidence(
  live: LivePlan,
  vehicle: string,
  since_ms: number,
  passages: readonly Passage[],
  silences: readonly Silence[],
): boolean {
  // Nearly every assignment knows nothing of nearly every vehicle; its own one also sets the pace by where it only drives.
  const isOwn = live.plan.vehicle === vehicle;
  if (!isOwn && !live.evidence.get(vehicle)?.passages.some(({ enter_ms }) => enter_ms >= since_ms)) {
    const there = passages.filter(({ edge }) => live.ledger.byEdge.has(edge));
    return there.length > 0 && addEvidence(live, vehicle, there, silences);
  }
  const evidence = evidenceOf(live, vehicle);
  evidence.passages = evidence.passages.filter((passage) => passage.enter_ms < since_ms);
  evidence.silences = evidence.silences.filter((silence) => silence.from_ms < since_ms);
  live.ledger = emptyLedger(live.plan, live.network, live.drivesOn);
  for (const edge of live.ledger.byEdge.keys()) live.ledger.changed.add(edge);
  for (const known of live.evidence.values()) for (const passage of known.passages) credit(live.ledger, passage);
  addEvidence(live, vehicle, passages, silences);
  live.over = false;
  return true;
}

/** The same assignment taken up anew on the same streets: what was done for it stays. */
export function keepEvidence(after: LivePlan, before: LivePlan): void {
  for (const [vehicle, { passages, silences }] of before.evidence) addEvidence(after, vehicle, passages, silences);
}

/** A vehicle's contribution; empty at first. */
export function evidenceOf(live: LivePlan, vehicle: string): Evidence {
  let evidence = live.evidence.get(vehicle);
  if (!evidence) live.evidence.set(vehicle, (evidence = { passages: [], silences: [] }));
  return evidence;
}

export const allSilences = (live: LivePlan): Silence[] =>
  [...live.evidence.values()].flatMap(({ silences }) => silences);

export const statusAt = (
  { plan, sealed }: { readonly plan: Pick<PlannedAssignment, 'to_ms'>; readonly sealed: boolean },
  now_ms: number,
): LiveAssignment['status'] => (sealed ? 'sealed' : now_ms >= plan.to_ms ? 'closed' : 'running');

/** The assignment as lists and the map show it at an instant. */
export function liveAssignment(live: LivePlan, now_ms: number): LiveAssignment {
  const { stored, route, plan, ledger } = live;
  const totals = totalsOf(ledger);
  const running = now_ms >= plan.from_ms && now_ms < plan.to_ms;
  return {
    assignment: stored.id,
    route: route.id,
    routeName: route.name,
    operation: route.operation,
    vehicle: stored.vehicle,
    crew: stored.crew,
    from: instantOf(plan.from_ms),
    to: instantOf(plan.to_ms),
    status: statusAt(live, now_ms),
    planned_m: metresOf(totals.planned_cm),
    covered_m: metresOf(totals.covered_cm),
    excused_m: metresOf(totals.excused_cm),
    required_share: plan.required_share,
    forecast: running ? forecast(plan, ledger.pace, totals, now_ms, RULES) : null,
  };
}
