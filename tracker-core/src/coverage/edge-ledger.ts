import type { Excuse, PlannedLeg } from '../pipeline/plan.ts';
import type { EdgeNo } from '../pipeline/stages.ts';
import type { Lane } from './lane.ts';

/** What a lane holds: work, or what was driven instead of it. `late`: work whose evidence came too late to count. */
export type LaneKind = 'worked' | 'gear-off' | 'too-fast' | 'late';
/** `any`: every drive along the edge, whichever kerb it served; kept where a centre leg asks for it. */
export type LaneSide = 'left' | 'right' | 'undecided' | 'any';

/** One planned edge: the legs on it, and every pass over it that could count or explain. */
export interface EdgeLedger {
  readonly edge: EdgeNo;
  readonly length_cm: number;
  readonly legs: readonly PlannedLeg[];
  readonly excuses: readonly Excuse[];
  /** No metre of the edge can ask for more passes than this. */
  readonly most: number;
  readonly lanes: Partial<Record<`${LaneKind}/${LaneSide}`, Lane>>;
  covered_cm: number;
  excused_cm: number;
}
