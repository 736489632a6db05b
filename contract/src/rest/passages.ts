import { Type, type Static } from 'typebox';
import { EdgeId, Id } from '../ids.ts';
import { MARKS, OPERATIONS, WORK_VERDICTS } from '../words.ts';
import { Metres } from './common.ts';

/** One drive along an edge with one verdict: who was on the street, when and how fast. */
export const EdgePassage = Type.Object({
  vehicle: Id,
  plate: Type.String(),
  contractor: Id,
  edge: EdgeId,
  operation: Type.Enum([...OPERATIONS]),
  /** The kerbs it served; `undecided` on a one-way street whose side nothing shows. */
  side: Type.Enum(['left', 'right', 'both', 'undecided']),
  /** Along the edge's digitised direction. */
  forward: Type.Boolean(),
  from: Type.String(),
  to: Type.String(),
  from_m: Metres,
  to_m: Metres,
  /** Mean over the stretch, stops included; null for an instant. */
  speed_kmh: Type.Union([Type.Number(), Type.Null()]),
  verdict: Type.Enum([...WORK_VERDICTS]),
  marks: Type.Array(Type.Enum([...MARKS])),
});
export type EdgePassage = Static<typeof EdgePassage>;

/** Passages in the order of their beginning; `truncated`: there were more than one answer holds. */
export const EdgePassages = Type.Object({
  edge: EdgeId,
  name: Type.Union([Type.String(), Type.Null()]),
  /** The edges that were looked at: the one asked for, or all of its name. */
  edges: Type.Array(EdgeId),
  passages: Type.Array(EdgePassage),
  truncated: Type.Boolean(),
});
export type EdgePassages = Static<typeof EdgePassages>;
