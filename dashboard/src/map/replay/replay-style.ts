import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { Palette } from '../../tokens/palette.ts';
import { byZoom } from '../style/by-zoom.ts';
import { SEMIBOLD } from '../style/fonts.ts';

const empty = { type: 'FeatureCollection' as const, features: [] };

export const replaySources = (): Record<string, SourceSpecification> => ({
  'replay-ways': { type: 'geojson', data: empty, maxzoom: 17, buffer: 16, tolerance: 0.2 },
  'replay-vehicles': { type: 'geojson', data: empty, buffer: 64 },
  'replay-preview': { type: 'geojson', data: empty },
});

/** Vehicles under which a click finds one, uppermost first. */
export const REPLAY_VEHICLE_LAYERS = ['replay-body'];
export const REPLAY_WAY_LAYERS = ['replay-way', 'replay-refused'];

/** The ways driven, in the street's middle: what was refused wide and red with a dot at each fix. */
export function replayWayLayers({ leg, vehicle, surface }: Palette): LayerSpecification[] {
  const source = 'replay-ways';
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
  const colour: ExpressionSpecification = [
    'match',
    ['get', 'kind'],
    'worked',
    leg.done,
    'driven',
    vehicle.driving,
    vehicle.silent,
  ];
  const refused: ExpressionSpecification = ['==', ['get', 'kind'], 'refused'];
  return [
    {
      id: 'replay-way-casing',
      type: 'line',
      source,
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: round,
      paint: { 'line-color': surface.casing, 'line-width': byZoom([2.4, 4, 6]), 'line-opacity': 0.7 },
    },
    {
      id: 'replay-way',
      type: 'line',
      source,
      filter: ['all', ['==', ['geometry-type'], 'LineString'], ['!', refused]],
      layout: round,
      paint: { 'line-color': colour, 'line-width': byZoom([1.2, 2, 3]) },
    },
    {
      id: 'replay-refused-glow',
      type: 'line',
      source,
      filter: ['all', ['==', ['geometry-type'], 'LineString'], refused],
      layout: round,
      paint: { 'line-color': leg.missed, 'line-width': byZoom([7, 13, 22]), 'line-blur': 6, 'line-opacity': 0.35 },
    },
    {
      id: 'replay-refused',
      type: 'line',
      source,
      filter: ['all', ['==', ['geometry-type'], 'LineString'], refused],
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

/** The vehicles at the moment, their plates, and the place that is looked ahead at. */
export function replayVehicleLayers({ surface }: Palette): LayerSpecification[] {
  const source = 'replay-vehicles';
  const order: ExpressionSpecification = ['-', 3, ['get', 'order']];
  const freely = { 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': order } as const;
  return [
    {
      id: 'replay-halo',
      type: 'circle',
      source,
      filter: ['get', 'focused'],
      paint: {
        'circle-radius': 23,
        'circle-color': surface.t1,
        'circle-opacity': 0.1,
        'circle-stroke-color': surface.t1,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'replay-body',
      type: 'symbol',
      source,
      layout: {
        ...freely,
        'icon-image': ['get', 'body'],
        'icon-rotate': ['get', 'turn_deg'],
        'icon-rotation-alignment': 'map',
      },
    },
    {
      id: 'replay-glyph',
      type: 'symbol',
      source,
      layout: { ...freely, 'icon-image': ['get', 'glyph'], 'icon-rotation-alignment': 'viewport' },
    },
    {
      id: 'replay-badge',
      type: 'symbol',
      source,
      filter: ['!=', ['get', 'badge'], ''],
      layout: {
        ...freely,
        'icon-image': ['get', 'badge'],
        'icon-offset': ['match', ['get', 'shoulder'], 'left', ['literal', [-14, -13]], ['literal', [14, -13]]],
      },
    },
    {
      id: 'replay-plate',
      type: 'symbol',
      source,
      minzoom: 12,
      layout: {
        'symbol-sort-key': ['get', 'order'],
        'text-field': ['get', 'plate'],
        'text-font': SEMIBOLD,
        'text-size': 11.5,
        'text-anchor': 'top',
        'text-offset': ['case', ['get', 'focused'], ['literal', [0, 2.2]], ['literal', [0, 1.5]]],
        'text-padding': 1,
      },
      paint: { 'text-color': surface.labelMain, 'text-halo-color': surface.casing, 'text-halo-width': 2.4 },
    },
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
