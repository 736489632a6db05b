import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { VehicleState } from '@sweepline/contract';
import type { Hex, Palette } from '../../tokens/palette.ts';
import { byZoom } from './by-zoom.ts';

/** From here on vehicles are symbols, from `AWAY_ZOOM` on dots; further out districts take their place. */
export const SYMBOL_ZOOM = 13.5;
export const AWAY_ZOOM = 12.5;
/** With more vehicles in view they are dots and step from fix to fix. */
export const MOST_GLIDING = 1_000;
/** With more vehicles in view only the selected one leaves a trail, until they are as few as `TRAILS_AGAIN`. */
export const MOST_TRAILS = 300;
export const TRAILS_AGAIN = 240;

/** A layer for each state that leaves a trail: a fade along a line knows nothing of what the line stands for. */
const TRAILING = ['stopped', 'driving', 'working'] as const satisfies readonly VehicleState[];
/** How the trail fades: opacity over the share of its length, oldest first. */
const FADE = [0, 0.25, 0.5, 0.75, 1].map((share) => [share, 0.05 + 0.75 * share ** 1.6] as const);

function faded(colour: Hex): ExpressionSpecification {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  const stops = FADE.flatMap(([share, opacity]) => [share, ['rgba', red, green, blue, opacity]]);
  return ['interpolate', ['linear'], ['line-progress'], ...stops] as unknown as ExpressionSpecification;
}

export const trailLayers = (palette: Palette): LayerSpecification[] =>
  TRAILING.map((state) => ({
    id: `trail-${state}`,
    type: 'line',
    source: 'trails',
    minzoom: SYMBOL_ZOOM,
    filter: ['==', ['get', 'state'], state],
    layout: { 'line-cap': 'butt', 'line-join': 'round' },
    paint: { 'line-gradient': faded(palette.vehicle[state]), 'line-width': byZoom([1.4, 2.6, 5]) },
  }));

/**
 * Vehicles are painted above the map; this layer draws nothing. Labels are placed from the top layer down, so it keeps
 * street names off vehicles and their plates.
 */
export const holdLayers = (): LayerSpecification[] => [
  {
    id: 'vehicle-hold',
    type: 'symbol',
    source: 'holds',
    minzoom: AWAY_ZOOM,
    layout: { 'icon-image': 'hold', 'icon-allow-overlap': true, 'icon-padding': 0, 'icon-size': ['get', 'size'] },
  },
];
