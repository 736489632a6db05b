import { metresBetween } from '../../geometry/ruler.ts';
import type { Edge, StreetNetwork } from '../network.ts';
import { warn, type Warnings } from './warnings.ts';

type Line = Pick<Edge, 'length_cm' | 'coordinates'>;

/** An edge that plans count metres of. */
export interface PlannedEdge {
  readonly id: string;
  /** As it lies in the streets in use; null where they lack it already. */
  readonly present: Line | null;
  /** Assignments that are not sealed yet. */
  readonly assignments: number;
  /** Routes in their newest version. */
  readonly routes: number;
}

/** An edge is another one where its length differs by more than this … */
const LENGTH_CM = 200;
/** … or where an end of it lies farther from where it lay: more than a drawing is mended by. */
const MOVED_M = 30;

/** Names the edges that plans count metres of and that these streets lack, or have elsewhere under the same id. */
export function warnPlanned(warnings: Warnings, network: StreetNetwork, planned: readonly PlannedEdge[]): void {
  for (const { id, present, assignments, routes } of planned) {
    const no = network.edgeNo(id);
    const held = `planned by unsealed assignments: ${assignments}, by routes: ${routes}`;
    if (no === undefined)
      warn(warnings, 'planned-gone', id, `not among the streets; ${held}, which lose its metres`, {
        assignments,
        routes,
      });
    else if (present !== null && !samePlace(network.edges[no]!, present))
      warn(warnings, 'planned-changed', id, `another line has this id now; ${held}`, { assignments, routes });
  }
}

function samePlace(a: Line, b: Line): boolean {
  if (Math.abs(a.length_cm - b.length_cm) > LENGTH_CM) return false;
  const moved_m = (at: 0 | -2): number => {
    const end = ({ coordinates }: Line) => coordinates.subarray(at).subarray(0, 2);
    const [[lonA, latA], [lonB, latB]] = [end(a), end(b)];
    return metresBetween(lonA!, latA!, lonB!, latB!);
  };
  return moved_m(0) <= MOVED_M && moved_m(-2) <= MOVED_M;
}
