import {
  finishVehicle,
  inheritReports,
  report,
  startedOn,
  startVehicle,
  step,
  tick,
  type Area,
  type Facts,
  type Fix,
  type IncidentFact,
  type Network,
  type Passage,
  type PlannedAssignment,
  type Silence,
  type VehicleReport,
  type VehicleSetting,
  type VehicleState,
} from '@sweepline/tracker-core/pure';
import { FixStore, type Message } from './intake.ts';

/** A vehicle whose last fix arrived later than this after its instant is judged by its own time. */
const BACKLOG_LAG_MS = 120_000;

export interface VehicleParts {
  readonly setting: VehicleSetting;
  readonly network: Network;
  readonly areas: readonly Area[];
  readonly assignments: readonly PlannedAssignment[];
}

/** One vehicle's pipeline as the service runs it: fixes as they arrive, silence by the clock, late fixes make it anew. */
export class LiveVehicle {
  readonly store = new FixStore();
  readonly messages: Extract<VehicleReport, { type: 'message' }>[] = [];
  passages: Passage[] = [];
  silences: Silence[] = [];
  /** New passages since they were last asked for; null: all are to be credited anew. */
  fresh: Passage[] | null = [];
  readonly parts: VehicleParts;
  #state: VehicleState;
  #head_ms = -Infinity;
  #received_ms = -Infinity;
  #anew = false;
  readonly #told: (incident: IncidentFact) => void;

  constructor(parts: VehicleParts, told: (incident: IncidentFact) => void) {
    this.parts = parts;
    this.#state = this.#start();
    this.#told = told;
  }

  take(message: Message): void {
    const { fresh, replaced, reports } = this.store.take(message);
    this.#received_ms = message.at_ms;
    for (const fix of [...fresh].sort((a, b) => a.ts_ms - b.ts_ms)) {
      if (fix.ts_ms < this.#head_ms || this.#anew) this.#anew = true;
      else this.#step(fix);
    }
    if (replaced) this.#anew = true;
    if (message.report?.type === 'message') this.messages.push(message.report);
    for (const what of message.report === null ? reports : [...reports, message.report])
      this.#keep(report(this.#state, what, this.parts.assignments));
  }

  /** Time passes: what came late is worked in, silence is judged. Answers the time by which the vehicle is judged. */
  tick(now_ms: number): number {
    if (this.#anew) this.#remake();
    const time_ms = this.#timeAt(now_ms);
    if (time_ms === now_ms && this.#head_ms > -Infinity) this.#keep(tick(this.#state, now_ms, this.parts.assignments));
    return time_ms;
  }

  finish(): void {
    this.#keep(finishVehicle(this.#state, this.parts.assignments));
  }

  started(assignment: string): number | null {
    return startedOn(this.#state, assignment);
  }

  #start(): VehicleState {
    const { setting, network, areas } = this.parts;
    return startVehicle(setting, network, areas);
  }

  #step(fix: Fix): void {
    this.#head_ms = fix.ts_ms;
    this.#keep(step(this.#state, fix, this.parts.assignments));
  }

  #timeAt(now_ms: number): number {
    const inBacklog = this.#received_ms - this.#head_ms > BACKLOG_LAG_MS && now_ms - this.#received_ms < BACKLOG_LAG_MS;
    return inBacklog ? this.#head_ms : now_ms;
  }

  #remake(): void {
    this.#anew = false;
    const former = this.#state;
    this.#state = this.#start();
    this.passages = [];
    this.silences = [];
    this.fresh = null;
    const { assignments } = this.parts;
    let told = 0;
    const tell = (until_ms: number): void => {
      for (; told < this.messages.length && this.messages[told]!.ts_ms <= until_ms; told++)
        this.#keep(report(this.#state, this.messages[told]!, assignments));
    };
    for (const fix of this.store.counting()) {
      tell(fix.ts_ms);
      this.#step(fix);
    }
    tell(Infinity);
    inheritReports(this.#state, former);
  }

  #keep({ passages, silences, incidents }: Facts): void {
    for (const passage of passages) {
      this.passages.push(passage);
      this.fresh?.push(passage);
    }
    for (const silence of silences) this.silences.push(silence);
    for (const incident of incidents) this.#told(incident);
  }
}
