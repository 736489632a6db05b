import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Surfaces } from '../../tokens/palette.ts';
import { between } from './by-zoom.ts';
import { MEDIUM, SEMIBOLD } from './fonts.ts';

/** Names of the ground: places, parks and house numbers. */
export function placeLabels(surface: Surfaces): LayerSpecification[] {
  const halo = { 'text-halo-color': surface.land, 'text-halo-width': 1.4 };
  return [
    {
      id: 'house-number',
      type: 'symbol',
      source: 'town',
      minzoom: 16,
      filter: ['all', ['==', ['get', 'kind'], 'building'], ['has', 'no']],
      layout: { 'text-field': ['get', 'no'], 'text-font': MEDIUM, 'text-size': 10, 'text-padding': 4 },
      paint: { 'text-color': surface.labelMinor, 'text-opacity': 0.75, ...halo },
    },
    {
      id: 'ground-name',
      type: 'symbol',
      source: 'names',
      minzoom: 13.5,
      filter: ['==', ['geometry-type'], 'Point'],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': MEDIUM,
        'text-size': 11,
        'text-max-width': 7,
        'text-padding': 8,
      },
      paint: { 'text-color': surface.labelMinor, 'text-opacity': 0.7, ...halo },
    },
  ];
}

/** Beside the legs, in ems: as these move out with the zoom, so does the name. */
const beside = (ems: number): ExpressionSpecification => ['literal', [0, ems]];
const BESIDE: ExpressionSpecification = [
  'interpolate',
  ['linear'],
  ['zoom'],
  15,
  beside(1.2),
  16,
  beside(1.7),
  17,
  beside(2),
  19,
  beside(2.9),
];

/** Names of streets, standing beside their legs; `order` 0 is what is selected or will be missed. */
export function streetLabels(surface: Surfaces, wall: boolean): LayerSpecification[] {
  const size = wall ? 1.35 : 1;
  const named = (id: string, main: boolean): LayerSpecification => ({
    id,
    type: 'symbol',
    source: 'names',
    minzoom: main ? 12.5 : 14.2,
    filter: ['all', ['==', ['geometry-type'], 'LineString'], ['==', ['get', 'main'], main]],
    layout: {
      'symbol-placement': 'line-center',
      'symbol-sort-key': ['get', 'order'],
      'text-field': ['get', 'name'],
      'text-font': MEDIUM,
      'text-size': main
        ? between([13, 10.5 * size], [16.5, 13.5 * size])
        : between([14, 10.5 * size], [16.5, 12.5 * size]),
      'text-offset': BESIDE,
      'text-max-angle': 22,
      'text-padding': 6,
    },
    paint: {
      'text-color': main ? surface.labelMain : surface.labelMinor,
      'text-halo-color': surface.land,
      'text-halo-width': main ? 1.6 : 1.4,
    },
  });
  return [
    named('street-name-minor', false),
    named('street-name-main', true),
    {
      id: 'place-name',
      type: 'symbol',
      source: 'town',
      maxzoom: 14,
      filter: ['all', ['==', ['get', 'kind'], 'place'], ['has', 'name']],
      layout: { 'text-field': ['get', 'name'], 'text-font': SEMIBOLD, 'text-size': 13 * size, 'text-padding': 12 },
      paint: { 'text-color': surface.labelMain, 'text-halo-color': surface.land, 'text-halo-width': 1.6 },
    },
  ];
}
