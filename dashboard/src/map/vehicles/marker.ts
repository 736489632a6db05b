import type { Operation, Severity, VehicleState } from '@sweepline/contract';
import { mercatorX, mercatorY } from '../paint/mercator.ts';
import type { Shown } from '../motion/glide.ts';

/** A vehicle as it is painted; its place changes while it glides, the rest with the news of it. */
export interface Marker extends MarkerLook {
  /** It shows where it is headed. */
  readonly nosed: boolean;
  /** Names of pictures. */
  readonly body: string;
  readonly glyph: string;
  readonly dot: string;
  readonly badgePicture: string | null;
  /** The rear shoulder, so that a badge never hides the nose. */
  shoulder: 'left' | 'right';
  /** Plate, and below it the age of a silent machine's last fix. */
  readonly text: string;
  /** 0 the selected one, 1 with an incident, 2 the rest: painted last and lettered first. */
  readonly order: 0 | 1 | 2;
  /** Mercator, 0–1. */
  x: number;
  y: number;
  turn: number;
  /** On the screen as last painted, CSS px; not a number outside of it. */
  x_px: number;
  y_px: number;
}

export interface MarkerLook {
  readonly vehicle: string;
  readonly plate: string;
  readonly state: VehicleState;
  readonly operation: Operation;
  readonly badge: Severity | null;
  readonly selected: boolean;
  /** Age of the last fix of a silent machine, in words. */
  readonly age: string | null;
}

/** A machine that stands has no nose to turn. */
const nose = (state: VehicleState, { heading_deg }: Shown): number | null =>
  state === 'working' || state === 'driving' ? heading_deg : null;

const shoulderOf = (heading_deg: number | null): 'left' | 'right' =>
  heading_deg === null || heading_deg < 180 ? 'left' : 'right';

export function markerOf(shown: Shown, look: MarkerLook): Marker {
  const { vehicle, state, plate, operation, badge, selected, age } = look;
  const heading_deg = nose(state, shown);
  return {
    vehicle,
    plate,
    state,
    operation,
    badge,
    selected,
    age,
    nosed: heading_deg !== null,
    body: heading_deg === null ? `body-${state}` : `body-${state}-nose`,
    glyph: state === 'silent' ? `glyph-${operation}-silent` : `glyph-${operation}`,
    dot: `dot-${state}`,
    badgePicture: badge === null ? null : `badge-${badge}`,
    shoulder: shoulderOf(heading_deg),
    text: state === 'silent' && age !== null ? `${plate}\n${age}` : plate,
    order: selected ? 0 : badge === null ? 2 : 1,
    x: mercatorX(shown.lon),
    y: mercatorY(shown.lat),
    turn: ((heading_deg ?? 0) * Math.PI) / 180,
    x_px: Number.NaN,
    y_px: Number.NaN,
  };
}

/** Whether a marker can stay as it is but for its place. */
export const looksSo = (marker: Marker, shown: Shown, look: MarkerLook): boolean =>
  marker.state === look.state &&
  marker.nosed === (nose(look.state, shown) !== null) &&
  marker.badge === look.badge &&
  marker.selected === look.selected &&
  marker.age === look.age &&
  marker.operation === look.operation &&
  marker.plate === look.plate;

/** Only the place is new: the vehicle glides. */
export function move(marker: Marker, shown: Shown): void {
  marker.x = mercatorX(shown.lon);
  marker.y = mercatorY(shown.lat);
  const heading_deg = nose(marker.state, shown);
  if (heading_deg === null) return;
  marker.turn = (heading_deg * Math.PI) / 180;
  marker.shoulder = shoulderOf(heading_deg);
}
