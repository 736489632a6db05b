import type { Stride } from '../drive/body.ts';
import type { FleetOperation, Kerb, PlannedVehicle } from '../plan/plan.ts';
import type { Edge } from '../town/town.ts';

/** A kerb truly worked without interruption; `from_m` < `to_m` as digitised. */
export interface Run {
  readonly vehicle: PlannedVehicle;
  readonly edge: number;
  readonly side: Kerb;
  readonly from_m: number;
  readonly to_m: number;
  readonly from_s: number;
  readonly to_s: number;
  /** When it was where, in order of driving: the ends of its strides. */
  readonly times: readonly RunTime[];
}

interface RunTime {
  readonly at_m: number;
  readonly at_s: number;
}

/** When a run was at a place between its ends. */
export function timeAt({ times }: Run, place_m: number): number {
  let [low, high] = [0, times.length - 1];
  const rising = times[high]!.at_m >= times[low]!.at_m;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (times[middle]!.at_m <= place_m === rising) low = middle;
    else high = middle;
  }
  const [a, b] = [times[low]!, times[high]!];
  const share = b.at_m === a.at_m ? 0 : (place_m - a.at_m) / (b.at_m - a.at_m);
  return a.at_s + (b.at_s - a.at_s) * Math.min(1, Math.max(0, share));
}

/** Working speeds of the rules with their tenth of tolerance, km/h. */
export const WORKING_KMH: Readonly<Record<FleetOperation, readonly [number, number]>> = {
  sweep: [1, 14.2],
  wash: [3, 22],
};

/** The kerb a stride works: on two-way streets by direction, on one-ways by the true place beside the line. */
function kerbOf(edge: Edge, stride: Stride, drivesOn: Kerb): Kerb {
  const ownSide: Kerb = stride.forward === (drivesOn === 'right') ? 'right' : 'left';
  if (edge.oneway === 'no') return ownSide;
  return stride.lateral_m > 0 === stride.forward ? 'right' : 'left';
}

/** Above the working speed for less than this is work still. */
const TOO_FAST_AFTER_S = 10;

interface Open {
  readonly edge: number;
  readonly side: Kerb;
  readonly forward: boolean;
  low: number;
  high: number;
  readonly from_s: number;
  to_s: number;
  readonly times: RunTime[];
}

/** Gathers strides into runs of true work. */
export class RunRecorder {
  readonly runs: Run[] = [];
  #open: Open | null = null;
  /** Strides above the working speed without a break, until it is known whether they last too long. */
  #fast: Stride[] = [];
  readonly #vehicle: PlannedVehicle;
  readonly #edges: readonly Edge[];
  readonly #drivesOn: Kerb;

  constructor(vehicle: PlannedVehicle, edges: readonly Edge[], drivesOn: Kerb) {
    [this.#vehicle, this.#edges, this.#drivesOn] = [vehicle, edges, drivesOn];
  }

  stride(stride: Stride): void {
    const [slowest, fastest] = WORKING_KMH[this.#vehicle.operation];
    if (stride.gear && stride.speed_kmh > fastest) {
      this.#fast.push(stride);
      return;
    }
    this.#settleFast();
    if (!stride.gear || (stride.speed_kmh < slowest && this.#open === null)) this.#close();
    else this.#work(stride);
  }

  flush(): void {
    this.#settleFast();
    this.#close();
  }

  #settleFast(): void {
    const [first, last] = [this.#fast[0], this.#fast.at(-1)];
    if (first === undefined || last === undefined) return;
    const short = last.to_s - first.from_s < TOO_FAST_AFTER_S;
    const strides = this.#fast;
    this.#fast = [];
    if (short) for (const stride of strides) this.#work(stride);
    else this.#close();
  }

  #work(stride: Stride): void {
    const side = kerbOf(this.#edges[stride.edge]!, stride, this.#drivesOn);
    const [low, high] = stride.from_m < stride.to_m ? [stride.from_m, stride.to_m] : [stride.to_m, stride.from_m];
    const open = this.#open;
    if (open !== null && open.edge === stride.edge && open.side === side && open.forward === stride.forward) {
      const joins = stride.forward ? Math.abs(low - open.high) < 0.01 : Math.abs(high - open.low) < 0.01;
      if (joins) {
        [open.low, open.high, open.to_s] = [Math.min(open.low, low), Math.max(open.high, high), stride.to_s];
        open.times.push({ at_m: stride.to_m, at_s: stride.to_s });
        return;
      }
    }
    this.#close();
    const { edge, forward, from_m, to_m, from_s, to_s } = stride;
    const times = [
      { at_m: from_m, at_s: from_s },
      { at_m: to_m, at_s: to_s },
    ];
    this.#open = { edge, side, forward, low, high, from_s, to_s, times };
  }

  #close(): void {
    const open = this.#open;
    if (open === null) return;
    this.#open = null;
    const { edge, side, low, high, from_s, to_s, times } = open;
    this.runs.push({ vehicle: this.#vehicle, edge, side, from_m: low, to_m: high, from_s, to_s, times });
  }
}
