import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Surfaces } from '../../tokens/palette.ts';
import { between } from './by-zoom.ts';
import { SEMIBOLD } from './fonts.ts';
import { AWAY_ZOOM } from './vehicle-layers.ts';

export const DISTRICT_FILL = 'district-fill';
export const DISTRICT_LABEL = 'district-label';

const source = 'districts';
const maxzoom = AWAY_ZOOM;

/** Districts take the place of legs and vehicles when the map is too small for these. */
export function districtAreas(surface: Surfaces): LayerSpecification[] {
  return [
    {
      id: DISTRICT_FILL,
      type: 'fill',
      source,
      maxzoom,
      filter: ['!=', ['geometry-type'], 'Point'],
      paint: { 'fill-color': surface.raised, 'fill-opacity': between([AWAY_ZOOM - 0.4, 0.82], [AWAY_ZOOM, 0.6]) },
    },
    {
      id: 'district-edge',
      type: 'line',
      source,
      maxzoom,
      filter: ['!=', ['geometry-type'], 'Point'],
      paint: { 'line-color': surface.line2, 'line-width': 1.5 },
    },
  ];
}

const NAME = [['get', 'name'], { 'font-scale': 0.85 }, '\n', {}] as const;
const OPEN = [
  ['image', ['get', 'mark']],
  { 'vertical-align': 'center' },
  ['get', 'count'],
  { 'vertical-align': 'center' },
] as const;
const isCalm = ['==', ['get', 'mark'], ''];
const WHOLE = [
  'format',
  ...NAME,
  ['get', 'percent'],
  { 'font-scale': 1.25 },
  '\n',
  {},
  ['image', ['get', 'bar']],
  {},
  ['case', isCalm, '', '\n'],
  {},
  ...OPEN,
] as unknown as ExpressionSpecification;
const ONE_LINE = [['get', 'percent'], {}, ['case', isCalm, '', '  '], {}, ...OPEN] as const;
const BRIEF = ['format', ...NAME, ...ONE_LINE] as unknown as ExpressionSpecification;
const BARE = ['format', ...ONE_LINE] as unknown as ExpressionSpecification;

/** Name, per cent, a bar to scale; the mark and count of what is open there: as much as there is room for. */
export function districtLabels(surface: Surfaces, wall: boolean): LayerSpecification[] {
  return [
    {
      id: DISTRICT_LABEL,
      type: 'symbol',
      source,
      maxzoom,
      filter: ['==', ['geometry-type'], 'Point'],
      layout: {
        'text-field': ['match', ['get', 'form'], 'whole', WHOLE, 'brief', BRIEF, BARE],
        'text-font': SEMIBOLD,
        'text-size': wall ? 22 : 14,
        'text-line-height': 1.3,
        'text-allow-overlap': true,
        'text-max-width': 12,
      },
      paint: { 'text-color': surface.t1, 'text-halo-color': surface.raised, 'text-halo-width': 1.6 },
    },
  ];
}
