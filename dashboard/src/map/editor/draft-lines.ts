import type { LegBody, Side } from '@sweepline/contract';
import type { DrawnLeg, StreetHit } from '../street-map-input.ts';

/** A leg as the editor holds it: both kerbs may be one. */
export interface EditedLeg {
  readonly key: number;
  readonly edge: string;
  readonly side: Side | 'both';
  readonly passes: number;
  readonly from_m: number | null;
  readonly to_m: number | null;
}

const kerbs = (side: EditedLeg['side']): readonly Side[] => (side === 'both' ? ['right', 'left'] : [side]);

/** The legs of a route being drawn, numbered as in the list; the chosen one stands out, those that are refused too. */
export function editedLines(legs: readonly EditedLeg[], chosen: number | null, wrong: ReadonlySet<number>): DrawnLeg[] {
  return legs.flatMap((leg, at) =>
    kerbs(leg.side).map((side, i): DrawnLeg => ({
      key: `${leg.key}\n${side}`,
      edge: leg.edge,
      side,
      passes: leg.passes,
      from_m: leg.from_m ?? undefined,
      to_m: leg.to_m ?? undefined,
      tone: leg.key === chosen ? 'strong' : wrong.has(leg.key) ? 'wrong' : 'plan',
      arrow: true,
      ...(i === 0 ? { label: leg.passes > 1 ? `${at + 1} ×${leg.passes}` : String(at + 1) } : {}),
    })),
  );
}

/** What is proposed and not taken in yet. */
export const ghostLines = (legs: readonly Omit<EditedLeg, 'key'>[], name: string): DrawnLeg[] =>
  legs.flatMap(({ edge, side, passes, from_m, to_m }, at) =>
    kerbs(side).map((one): DrawnLeg => ({
      key: `${name}\n${at}\n${one}`,
      edge,
      side: one,
      passes,
      from_m: from_m ?? undefined,
      to_m: to_m ?? undefined,
      tone: 'ghost',
    })),
  );

/** What a click would add at the street under the pointer. */
export const hoverLines = ({ edge }: StreetHit, side: NonNullable<LegBody['side']>): DrawnLeg[] =>
  ghostLines([{ edge, side, passes: 1, from_m: null, to_m: null }], 'hover');
