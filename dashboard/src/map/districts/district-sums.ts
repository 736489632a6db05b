import type { LegState, LiveLeg } from '@sweepline/contract';
import type { Streets } from '../streets/edge-lines.ts';
import { placeAlong } from '../streets/measured-line.ts';
import type { District, Ring } from './district.ts';

/** Metres of the legs whose middle lies in a district. */
export interface DistrictSum {
  readonly district: District;
  readonly done_m: number;
  /** Planned less excused. */
  readonly due_m: number;
}

/** The districts among a municipality's areas. */
export function districtsFrom(areas: GeoJSON.FeatureCollection): District[] {
  return areas.features.flatMap(({ properties, geometry }) => {
    if (properties?.['kind'] !== 'district') return [];
    const polygons =
      geometry.type === 'Polygon'
        ? [geometry.coordinates]
        : geometry.type === 'MultiPolygon'
          ? geometry.coordinates
          : [];
    return [
      {
        id: String(properties['id']),
        name: String(properties['name']),
        polygons: polygons as unknown as District['polygons'],
      },
    ];
  });
}

function crossed(ring: Ring, lon: number, lat: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i]!;
    const [bx, by] = ring[j]!;
    if (ay > lat !== by > lat && lon < ((bx - ax) * (lat - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

/** The district of a place, the first of overlapping ones. */
export const districtAt = (districts: readonly District[], lon: number, lat: number): District | undefined =>
  districts.find(({ polygons }) =>
    polygons.some((rings) => rings.reduce((inside, ring) => inside !== crossed(ring, lon, lat), false)),
  );

const middle_m = ({ from_m, to_m }: LiveLeg): number => (from_m + to_m) / 2;

/** Sums legs by district. A leg belongs to the district of its middle, looked up once. */
export class DistrictSums {
  readonly #districts: readonly District[];
  readonly #streets: Streets;
  readonly #known = new Map<string, District | null>();

  constructor(districts: readonly District[], streets: Streets) {
    this.#districts = districts;
    this.#streets = streets;
  }

  of(legs: Iterable<readonly LiveLeg[]>): DistrictSum[] {
    const sums = new Map(this.#districts.map((district) => [district, { done_m: 0, due_m: 0 }]));
    for (const ofAssignment of legs)
      for (const leg of ofAssignment) {
        const district = this.#districtOf(leg);
        if (!district) continue;
        const sum = sums.get(district)!;
        for (const { from_m, to_m, state } of leg.pieces) {
          sum.done_m += COUNTS_AS_DONE.has(state) ? to_m - from_m : 0;
          sum.due_m += state === 'excused' ? 0 : to_m - from_m;
        }
      }
    return [...sums].map(([district, sum]) => ({ district, ...sum }));
  }

  #districtOf(leg: LiveLeg): District | null {
    const key = `${leg.edge}\n${leg.from_m}\n${leg.to_m}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const street = this.#streets.get(leg.edge);
    const [lon, lat] = street ? (placeAlong(street.line, middle_m(leg)) as [number, number]) : [Number.NaN, Number.NaN];
    const district = districtAt(this.#districts, lon, lat) ?? null;
    this.#known.set(key, district);
    return district;
  }
}

const COUNTS_AS_DONE: ReadonlySet<LegState> = new Set(['done']);
