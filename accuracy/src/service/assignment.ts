import {
  assess,
  createLedger,
  credit,
  judgeAssignment,
  startAssignmentJudge,
  type IncidentFact,
  type Network,
  type PlannedAssignment,
} from '@sweepline/tracker-core/pure';
import type { LiveVehicle } from './vehicle.ts';

/** An assignment as the service keeps it while it runs. */
export class LiveAssignment {
  readonly plan: PlannedAssignment;
  readonly #network: Network;
  readonly #drivesOn: 'left' | 'right';
  readonly #judge = startAssignmentJudge();
  #ledger;
  /** Judged after its window closed, and nothing new since. */
  #over = false;

  constructor(plan: PlannedAssignment, network: Network, drivesOn: 'left' | 'right') {
    this.plan = plan;
    this.#network = network;
    this.#drivesOn = drivesOn;
    this.#ledger = createLedger(plan, network, { drivesOn });
  }

  /** Credits what the contractor's vehicles did since the last time. */
  take(vehicles: readonly LiveVehicle[], anew: boolean): void {
    const own = vehicles.filter(({ parts }) => parts.setting.contractor === this.plan.contractor);
    if (anew) this.#ledger = createLedger(this.plan, this.#network, { drivesOn: this.#drivesOn });
    let changed = anew;
    for (const { passages, fresh } of own)
      for (const passage of anew ? passages : (fresh ?? [])) changed = credit(this.#ledger, passage) || changed;
    if (changed) this.#over = false;
  }

  judge(vehicle: LiveVehicle, now_ms: number): readonly IncidentFact[] {
    if (now_ms < this.plan.from_ms || this.#over) return [];
    const closed = now_ms >= this.plan.to_ms;
    if (closed) this.#over = true;
    return judgeAssignment(this.#judge, {
      ledger: this.#ledger,
      started_ms: vehicle.started(this.plan.assignment),
      now_ms,
      assessment: closed ? assess(this.#ledger, this.#network, { silences: vehicle.silences }) : null,
    });
  }
}
