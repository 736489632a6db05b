import type { LegState, LiveLeg } from '@sweepline/contract';
import type { LegPiece } from '../map-input.ts';
import { cut } from '../streets/measured-line.ts';
import type { Street } from '../streets/edge-lines.ts';

/** What a drawn stretch tells the style. Short names: there are thousands. */
export interface LegProperties {
  /** Stable over updates: assignment, edge, side, pass and the piece's place in its leg. */
  readonly key: string;
  readonly assignment: string;
  readonly state: LegState;
  /** −1 the left kerb, 1 the right one, 0 the middle. */
  readonly kerb: number;
  /** Of several passes: where the strand lies across the kerb, in widths, positive to the right. */
  readonly shift: number;
  /** Share of the kerb's width that the strand takes. */
  readonly share: number;
  /** Turn of the direction arrows against the digitised direction. */
  readonly turn_deg: number;
}

export type LegFeature = GeoJSON.Feature<GeoJSON.LineString, LegProperties & Record<string, unknown>>;

const KERB = { left: -1, centre: 0, right: 1 } as const;

export const legKey = (assignment: string, leg: LiveLeg): string =>
  `${assignment}\n${leg.edge}\n${leg.side}\n${leg.pass}`;

/**
 * Where a pass lies within its kerb: strands of equal width, the first nearest the kerb, further passes inwards.
 * In the middle of the street the first lies left.
 */
export function strandOf(leg: Pick<LiveLeg, 'side' | 'pass' | 'passes'>): { shift: number; share: number } {
  const passes = Math.max(1, leg.passes);
  const inwards = (Math.min(leg.pass, passes) - 1) / passes - (passes - 1) / (2 * passes);
  const shift = leg.side === 'right' ? -inwards : inwards;
  return { shift: shift === 0 ? 0 : shift, share: 1 / passes };
}

/** The lines of one leg, each with what is known of it; pieces without length on this basemap are left out. */
export function legFeatures(
  assignment: string,
  leg: LiveLeg,
  street: Street,
  drivesOn: 'left' | 'right',
): { feature: LegFeature; about: LegPiece }[] {
  const { edge, side, pass, passes } = leg;
  const strand = strandOf(leg);
  const along = side === 'centre' || side === drivesOn;
  return leg.pieces.flatMap((piece, i) => {
    const coordinates = cut(street.line, piece.from_m, piece.to_m);
    if (!coordinates) return [];
    const properties = {
      key: `${legKey(assignment, leg)}\n${i}`,
      assignment,
      state: piece.state,
      kerb: KERB[side],
      ...strand,
      turn_deg: along ? 0 : 180,
    };
    const about = { assignment, edge, street: street.name, side, pass, passes, piece };
    return [{ feature: { type: 'Feature', properties, geometry: { type: 'LineString', coordinates } }, about }];
  });
}
