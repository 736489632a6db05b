import type { FilterSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { Palette } from '../../tokens/palette.ts';
import { byZoom } from '../style/by-zoom.ts';
import type { TrackKind } from './scene.ts';

const empty = { type: 'FeatureCollection' as const, features: [] };

export const replaySources = (): Record<string, SourceSpecification> => ({
  'replay-ways': { type: 'geojson', data: empty, maxzoom: 17, buffer: 16, tolerance: 0.2 },
  'replay-preview': { type: 'geojson', data: empty },
});

/** From the lowest up. */
const KINDS = ['loose', 'driven', 'worked'] as const satisfies readonly TrackKind[];

export const REPLAY_WAY_LAYERS = [...KINDS.map((kind) => `replay-${kind}`), 'replay-refused'];

/**
 * The ways driven, in the street's middle: what was refused wide and red with a dot at each fix. A layer for each kind:
 * colours by feature would need a program of their own, whose making holds the page up when a replay opens.
 */
export function replayWayLayers({ leg, vehicle, surface }: Palette): LayerSpecification[] {
  const source = 'replay-ways';
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
  const colours = { worked: leg.done, driven: vehicle.driving, loose: vehicle.silent };
  const lineOf = (kind: TrackKind): FilterSpecification => [
    'all',
    ['==', ['geometry-type'], 'LineString'],
    ['==', ['get', 'kind'], kind],
  ];
  return [
    {
      id: 'replay-way-casing',
      type: 'line',
      source,
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: round,
      paint: { 'line-color': surface.casing, 'line-width': byZoom([2.4, 4, 6]), 'line-opacity': 0.7 },
    },
    ...KINDS.map((kind): LayerSpecification => ({
      id: `replay-${kind}`,
      type: 'line',
      source,
      filter: lineOf(kind),
      layout: round,
      paint: { 'line-color': colours[kind], 'line-width': byZoom([1.2, 2, 3]) },
    })),
    {
      id: 'replay-refused-glow',
      type: 'line',
      source,
      filter: lineOf('refused'),
      layout: round,
      paint: { 'line-color': leg.missed, 'line-width': byZoom([7, 13, 22]), 'line-blur': 6, 'line-opacity': 0.35 },
    },
    {
      id: 'replay-refused',
      type: 'line',
      source,
      filter: lineOf('refused'),
      layout: round,
      paint: { 'line-color': leg.missed, 'line-width': byZoom([2.4, 4.4, 7]) },
    },
    {
      id: 'replay-refused-fix',
      type: 'circle',
      source,
      minzoom: 13.5,
      filter: ['match', ['geometry-type'], ['Point', 'MultiPoint'], true, false],
      paint: {
        'circle-color': '#FFFFFF',
        'circle-radius': byZoom([1, 1.6, 2.4]),
        'circle-stroke-color': leg.missed,
        'circle-stroke-width': 0.6,
      },
    },
  ];
}

/** The place that is looked ahead at. */
export function replayPreviewLayers({ surface }: Palette): LayerSpecification[] {
  return [
    {
      id: 'replay-preview',
      type: 'circle',
      source: 'replay-preview',
      paint: {
        'circle-radius': 7,
        'circle-color': surface.t1,
        'circle-opacity': 0.25,
        'circle-stroke-color': surface.t1,
        'circle-stroke-width': 1.5,
      },
    },
  ];
}
