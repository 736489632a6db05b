import { kerbOffset, placeOn, type Edge, type Kerb, type Point } from '@sweepline/simulator/pure';
import { nearestOn } from '../pictures/line.ts';
import type { Interval } from './intervals.ts';

/** The ground is looked at in steps of about this length. */
const STEP_M = 2;

/**
 * Where whoever works a kerb is nearer to another street's line than to its own, as between two lines drawn six metres apart:
 * nothing that a receiver says tells which of the two streets was worked.
 */
export function nearerToAnother(edges: readonly Edge[], street: Edge, side: Kerb): Interval[] {
  const others = edges.filter((one) => one !== street);
  const offset_m = kerbOffset(street, side, true);
  const count = Math.ceil(street.length_m / STEP_M);
  const step_m = street.length_m / count;
  return Array.from({ length: count }, (_, i): Interval => [i * step_m, (i + 1) * step_m]).filter(([from_m, to_m]) => {
    const place = kerbAt(street, offset_m, (from_m + to_m) / 2);
    return others.some(({ points }) => nearestOn(points, place).distance < Math.abs(offset_m));
  });
}

function kerbAt(street: Edge, right_m: number, at_m: number): Point {
  const { x, y, heading_deg } = placeOn(street, at_m);
  const heading = (heading_deg * Math.PI) / 180;
  return { x: x + right_m * Math.cos(heading), y: y - right_m * Math.sin(heading) };
}
