import type { Incident, LiveLeg, LiveVehicle } from '@sweepline/contract';
import { wantsDecision } from '../incidents/urgency.ts';
import type { Numbers } from '../language/numbers.ts';
import type { District } from '../map/districts/district.ts';
import { districtAt, DistrictSums } from '../map/districts/district-sums.ts';
import type { MapDistrict } from '../map/map-input.ts';
import { Streets } from '../map/streets/edge-lines.ts';

/** Sums of the whole town are made this often at most, and only while somebody is far enough away to see them. */
const EVERY_MS = 2_000;
const FROM_AFAR_ZOOM = 13.2;

/** The districts with their progress, as the map is to show them. */
export class MapDistricts {
  readonly streets: Streets;
  readonly #districts: readonly District[];
  readonly #sums: DistrictSums;
  #made: { readonly at_ms: number; readonly districts: readonly MapDistrict[]; readonly numbers: Numbers } | null =
    null;

  constructor(districts: readonly District[], basemap: GeoJSON.FeatureCollection | null) {
    this.streets = new Streets(basemap);
    this.#districts = districts;
    this.#sums = new DistrictSums(districts, this.streets);
  }

  shown(
    legs: ReadonlyMap<string, readonly LiveLeg[]>,
    incidents: readonly Incident[],
    vehicles: ReadonlyMap<string, LiveVehicle>,
    zoom: number | undefined,
    numbers: Numbers,
  ): readonly MapDistrict[] {
    const now_ms = performance.now();
    const fresh = this.#made !== null && this.#made.numbers === numbers && now_ms - this.#made.at_ms < EVERY_MS;
    if (this.#made !== null && (fresh || (zoom ?? 0) > FROM_AFAR_ZOOM)) return this.#made.districts;
    const open = this.#open(incidents, vehicles);
    const districts = this.#sums.of(legs.values()).map(({ district, done_m, due_m }): MapDistrict => {
      const share = due_m === 0 ? null : done_m / due_m;
      const percent = share === null ? '–' : numbers.percent(share);
      return { ...district, done_m, due_m, share, percent, open: open.get(district) ?? null };
    });
    this.#made = { at_ms: now_ms, districts, numbers };
    return districts;
  }

  /** What needs a decision, by the district of its place or of its vehicle. */
  #open(incidents: readonly Incident[], vehicles: ReadonlyMap<string, LiveVehicle>) {
    const open = new Map<District, NonNullable<MapDistrict['open']>>();
    for (const { severity, lon, lat, vehicle } of incidents.filter(wantsDecision)) {
      const at = lon !== null && lat !== null ? { lon, lat } : vehicles.get(vehicle);
      const district =
        at && at.lon !== null && at.lat !== null ? districtAt(this.#districts, at.lon, at.lat) : undefined;
      if (!district) continue;
      const before = open.get(district);
      open.set(district, {
        count: (before?.count ?? 0) + 1,
        severity: severity === 'critical' ? severity : (before?.severity ?? severity),
      });
    }
    return open;
  }
}
