import type { LiveVehicle } from '@sweepline/contract';
import { distance_m } from '../streets/measured-line.ts';
import { isOver, onTo, shownAt, standing, type Glide, type Shown } from './glide.ts';
import { firstCrumb, leaveCrumb, type Crumb } from './trail.ts';

/** Faster than this between two fixes is a jump of the receiver, not a drive (km/h); shorter ones are its noise (m). */
const JUMP_KMH = 140;
const JUMP_M = 100;
/** A longer silence is a gap: what lay between is not known, so nothing is drawn between. */
const GAP_MS = 60_000;
/** Where heading is not reported, movement beyond this gives it. */
const HEADING_FROM_M = 4;

export interface Moving {
  readonly vehicle: LiveVehicle;
  readonly glide: Glide;
  /** Time of the last fix; not a number where it has none. */
  readonly fix_ms: number;
  readonly arrived_ms: number;
  readonly trail: Crumb[];
}

const placeOf = (vehicle: LiveVehicle): Shown | null =>
  vehicle.lat === null || vehicle.lon === null
    ? null
    : { lon: vehicle.lon, lat: vehicle.lat, heading_deg: vehicle.heading_deg };

const fixTime = (vehicle: LiveVehicle): number => (vehicle.ts === null ? Number.NaN : Date.parse(vehicle.ts));

function bearing_deg(from: Shown, to: Shown): number {
  const east_m = Math.sign(to.lon - from.lon) * distance_m([from.lon, to.lat], [to.lon, to.lat]);
  const north_m = Math.sign(to.lat - from.lat) * distance_m([to.lon, from.lat], [to.lon, to.lat]);
  return ((Math.atan2(east_m, north_m) * 180) / Math.PI + 360) % 360;
}

/**
 * One vehicle's movement after news of it. It glides where the way between two fixes is known to be a drive, else it
 * steps. The time a glide takes is the time between the fixes, or between their arrivals where those come quicker
 * (a replay at more than real speed).
 * @param gliding false: step always.
 * @returns null for a vehicle without a place.
 */
export function moved(
  before: Moving | undefined,
  vehicle: LiveVehicle,
  now_ms: number,
  gliding: boolean,
): Moving | null {
  const fix = placeOf(vehicle);
  if (!fix) return null;
  const fix_ms = fixTime(vehicle);
  const anew = (place: Shown): Moving => ({
    vehicle,
    glide: standing(place),
    fix_ms,
    arrived_ms: now_ms,
    trail: [firstCrumb(fix, now_ms)],
  });
  if (!before) return anew(fix);
  const last = placeOf(before.vehicle)!;
  const interval_ms = fix_ms - before.fix_ms;
  const samePlace = last.lon === fix.lon && last.lat === fix.lat && last.heading_deg === fix.heading_deg;
  const { trail } = before;
  if (samePlace) return { vehicle, glide: before.glide, fix_ms, arrived_ms: before.arrived_ms, trail };
  const way_m = distance_m([last.lon, last.lat], [fix.lon, fix.lat]);
  const heading_deg = fix.heading_deg ?? (way_m > HEADING_FROM_M ? bearing_deg(last, fix) : before.glide.toHeading_deg);
  const target = { ...fix, heading_deg };
  const jump = way_m > JUMP_M && way_m / Math.max(interval_ms, 1) > JUMP_KMH / 3_600;
  const gap = !(interval_ms > 0) || interval_ms > Math.max(GAP_MS, 2.5 * vehicle.interval_s * 1_000);
  if (jump || gap) return anew(target);
  const duration_ms = Math.min(interval_ms, Math.max(now_ms - before.arrived_ms, 200));
  const glide = gliding ? onTo(before.glide, target, now_ms, duration_ms) : standing(target);
  return { vehicle, glide, fix_ms, arrived_ms: now_ms, trail };
}

/** The movement of all vehicles; time is given, never read. */
export class Fleet {
  readonly #moving = new Map<string, Moving>();
  readonly #underWay = new Set<string>();

  get size(): number {
    return this.#moving.size;
  }

  all(): Iterable<Moving> {
    return this.#moving.values();
  }

  get(vehicle: string): Moving | undefined {
    return this.#moving.get(vehicle);
  }

  /** Takes the newest list; what kept its identity is left alone. */
  take(
    vehicles: readonly LiveVehicle[],
    now_ms: number,
    glides: (vehicle: LiveVehicle) => boolean,
  ): { changed: string[]; gone: string[] } {
    const changed: string[] = [];
    let placed = 0;
    for (const vehicle of vehicles) {
      const id = vehicle.vehicle;
      const before = this.#moving.get(id);
      if (before?.vehicle === vehicle) {
        placed++;
        continue;
      }
      const next = moved(before, vehicle, now_ms, glides(vehicle));
      if (!next) continue;
      placed++;
      changed.push(id);
      this.#moving.set(id, next);
      if (isOver(next.glide, now_ms)) this.#crumb(id, now_ms);
      else this.#underWay.add(id);
    }
    const gone = placed === this.#moving.size ? [] : this.#dropOthers(vehicles);
    return { changed, gone };
  }

  /** Forgets the vehicles that are not in the list, or have no place there. */
  #dropOthers(vehicles: readonly LiveVehicle[]): string[] {
    const present = new Set(vehicles.filter((vehicle) => placeOf(vehicle) !== null).map(({ vehicle }) => vehicle));
    const gone = [...this.#moving.keys()].filter((id) => !present.has(id));
    for (const id of gone) {
      this.#moving.delete(id);
      this.#underWay.delete(id);
    }
    return gone;
  }

  /** Vehicles that are between two places now; one that has arrived is named a last time. */
  underWay(now_ms: number): string[] {
    const ids = [...this.#underWay];
    for (const id of ids) {
      this.#crumb(id, now_ms);
      if (isOver(this.#moving.get(id)!.glide, now_ms)) this.#underWay.delete(id);
    }
    return ids;
  }

  shown(vehicle: string, now_ms: number): Shown {
    return shownAt(this.#moving.get(vehicle)!.glide, now_ms);
  }

  #crumb(id: string, now_ms: number): void {
    const { trail, glide } = this.#moving.get(id)!;
    leaveCrumb(trail, shownAt(glide, now_ms), now_ms);
  }
}
