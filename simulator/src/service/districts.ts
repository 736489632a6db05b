import type { FeatureCollection } from '@sweepline/contract';
import type { Point } from '../town/plane.ts';
import type { Town } from '../town/town.ts';

const NAMES = {
  ru: { nw: 'Северо-запад', ne: 'Северо-восток', sw: 'Юго-запад', se: 'Юго-восток' },
  en: { nw: 'North-west', ne: 'North-east', sw: 'South-west', se: 'South-east' },
} as const;

/** How far the districts reach beyond the streets. */
const MARGIN_M = 150;

/** A town's four quarters, cut so that each has about as many streets. */
export function districtsOf(town: Town, municipality: string, locale: 'ru' | 'en'): FeatureCollection['features'] {
  const middles = town.edges.map(({ points }) => points[points.length >> 1]!);
  const all = town.edges.flatMap(({ points }) => points);
  const west = Math.min(...all.map(({ x }) => x)) - MARGIN_M;
  const east = Math.max(...all.map(({ x }) => x)) + MARGIN_M;
  const south = Math.min(...all.map(({ y }) => y)) - MARGIN_M;
  const north = Math.max(...all.map(({ y }) => y)) + MARGIN_M;
  const across = median(middles.map(({ x }) => x));
  const along = (half: readonly Point[]): number => median(half.map(({ y }) => y));
  const left = along(middles.filter(({ x }) => x < across));
  const right = along(middles.filter(({ x }) => x >= across));
  const quarter = (key: keyof (typeof NAMES)['ru'], [x0, y0]: [number, number], [x1, y1]: [number, number]) => {
    const corners: [number, number][] = [
      [x0, y0],
      [x1, y0],
      [x1, y1],
      [x0, y1],
      [x0, y0],
    ];
    const ring = corners.map(([x, y]) => town.plane.toLonLat({ x, y }).map((degrees) => Number(degrees.toFixed(6))));
    return {
      type: 'Feature' as const,
      properties: { id: `${municipality}-${key}`, kind: 'district', name: NAMES[locale][key] },
      geometry: { type: 'Polygon', coordinates: [ring] },
    };
  };
  return [
    quarter('nw', [west, left], [across, north]),
    quarter('ne', [across, right], [east, north]),
    quarter('sw', [west, south], [across, left]),
    quarter('se', [across, south], [east, right]),
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
