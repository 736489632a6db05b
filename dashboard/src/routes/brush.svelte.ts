import type { StreetHit } from '../map/street-map-input.ts';
import { PICK_SIDES, type Pick, type PickSide } from './draft.ts';

/** What the next click on a street asks for. */
export class Brush {
  side = $state<PickSide>('clicked');
  passes = $state(1);
  /** Only from junction to junction. */
  block = $state(false);

  pickOf({ edge, at_m, side }: StreetHit): Pick {
    const wished = this.side === 'clicked' ? side : this.side;
    return { edge, at_m, side: wished, passes: this.passes, from_m: null, to_m: null };
  }

  /** `1` to `5` by the keys' places. */
  choose(code: string): boolean {
    const side = PICK_SIDES[Number(/^Digit([1-5])$/.exec(code)?.[1] ?? 0) - 1];
    if (side !== undefined) this.side = side;
    return side !== undefined;
  }
}
