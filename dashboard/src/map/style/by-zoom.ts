import type { ExpressionSpecification } from 'maplibre-gl';

/** The zooms at which every width and offset of the map is given, and the curve between them. */
const STOPS = [12, 14.5, 16.5] as const;
/** Beyond the last stop lines go on growing, as the ground does, but slower. */
const CLOSE_ZOOM = 19;
const CLOSE_GROWTH = 1.9;

export type AtStops = readonly [at12: number, at14_5: number, at16_5: number];

type Value = number | ExpressionSpecification;

/** A value over the zoom: the exponential curve of base 1.5 through what `at` gives at each stop. */
export function byZoom(stops: AtStops, at: (value: number) => Value = (value) => value): ExpressionSpecification {
  const points = [
    ...STOPS.map((zoom, i) => [zoom, stops[i]!] as const),
    [CLOSE_ZOOM, stops[2] * CLOSE_GROWTH] as const,
  ];
  const curve = [
    'interpolate',
    ['exponential', 1.5],
    ['zoom'],
    ...points.flatMap(([zoom, value]) => [zoom, at(value)]),
  ];
  return curve as unknown as ExpressionSpecification;
}

/** The same between any zooms, straight. */
export function between(...stops: readonly (readonly [zoom: number, value: number])[]): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], ...stops.flat()] as unknown as ExpressionSpecification;
}
