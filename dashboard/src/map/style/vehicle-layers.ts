import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Palette } from '../../tokens/palette.ts';
import { byZoom } from './by-zoom.ts';

/** From here on vehicles are symbols, from `AWAY_ZOOM` on dots; further out districts take their place. */
export const SYMBOL_ZOOM = 13.5;
export const AWAY_ZOOM = 12.5;
/** With more vehicles in view they are dots and step from fix to fix. */
export const MOST_GLIDING = 1_000;
/** With more vehicles in view only the selected one leaves a trail. */
export const MOST_TRAILS = 300;

const byState = (palette: Palette): ExpressionSpecification => {
  const { working, driving, stopped, silent } = palette.vehicle;
  return ['match', ['get', 'state'], 'working', working, 'driving', driving, 'stopped', stopped, silent];
};

export function trailLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'trail',
      type: 'line',
      source: 'trails',
      minzoom: SYMBOL_ZOOM,
      layout: { 'line-cap': 'butt', 'line-join': 'round' },
      paint: {
        'line-color': byState(palette),
        'line-width': byZoom([1.4, 2.6, 5]),
        'line-opacity': ['get', 'opacity'],
      },
    },
  ];
}

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
