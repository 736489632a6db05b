import type {
  DataDrivenPropertyValueSpecification,
  ExpressionSpecification,
  LayerSpecification,
  VariableAnchorOffsetCollectionSpecification,
} from 'maplibre-gl';
import type { Palette } from '../../tokens/palette.ts';
import { byZoom } from './by-zoom.ts';
import { SEMIBOLD } from './fonts.ts';

/** From here on vehicles are symbols; from afar, or where there are too many, dots. */
export const SYMBOL_ZOOM = 13.5;
export const MOST_SYMBOLS = 1_000;

/** From a vehicle to its plate, px, with and without the halo of the selected one. */
const HALO_AWAY_PX = 27.5;
const AWAY_PX = 18;
/** The wall is read from two metres. */
const WALL_TIMES = 1.6;

/** Where a plate may stand, below its vehicle first; farther where a halo is around it. */
function plateAnchors(
  em_px: number,
  size: number,
): DataDrivenPropertyValueSpecification<VariableAnchorOffsetCollectionSpecification> {
  const anchors = (away_px: number): unknown[] => {
    const away = (away_px * size) / em_px;
    return ['literal', ['top', [0, away], 'right', [-away - 0.2, 0], 'left', [away + 0.2, 0], 'bottom', [0, -away]]];
  };
  const choice = ['case', ['get', 'selected'], anchors(HALO_AWAY_PX), anchors(AWAY_PX)];
  return choice as unknown as DataDrivenPropertyValueSpecification<VariableAnchorOffsetCollectionSpecification>;
}

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
 * Halo, bodies, glyphs, badges, plates. The last layer draws nothing: symbols are placed from the top layer down, so it
 * keeps plates and street names off every vehicle.
 */
export function vehicleLayers(palette: Palette, wall: boolean, crowded: boolean): LayerSpecification[] {
  const { surface } = palette;
  const source = 'vehicles';
  const minzoom = crowded ? 24 : SYMBOL_ZOOM;
  const size = wall ? WALL_TIMES : 1;
  const plate_px = wall ? 22 : 11.5;
  const order: ExpressionSpecification = ['-', 3, ['get', 'order']];
  const freely = { 'icon-allow-overlap': true, 'icon-ignore-placement': true, 'symbol-sort-key': order } as const;
  return [
    {
      id: 'selection-halo',
      type: 'circle',
      source,
      filter: ['get', 'selected'],
      paint: {
        'circle-radius': ['step', ['zoom'], 12 * size, minzoom, 23 * size],
        'circle-color': surface.t1,
        'circle-opacity': 0.1,
        'circle-stroke-color': surface.t1,
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'vehicle-dot',
      type: 'symbol',
      source,
      ...(crowded ? {} : { maxzoom: SYMBOL_ZOOM }),
      layout: { ...freely, 'icon-image': ['get', 'dot'], 'icon-size': size },
    },
    {
      id: 'vehicle-body',
      type: 'symbol',
      source,
      minzoom,
      layout: {
        ...freely,
        'icon-image': ['get', 'body'],
        'icon-rotate': ['get', 'turn_deg'],
        'icon-rotation-alignment': 'map',
        'icon-size': size,
      },
    },
    {
      id: 'vehicle-glyph',
      type: 'symbol',
      source,
      minzoom,
      layout: { ...freely, 'icon-image': ['get', 'glyph'], 'icon-rotation-alignment': 'viewport', 'icon-size': size },
    },
    {
      id: 'vehicle-badge',
      type: 'symbol',
      source,
      minzoom,
      filter: ['!=', ['get', 'badge'], ''],
      layout: {
        ...freely,
        'icon-image': ['get', 'badge'],
        'icon-size': size,
        'icon-offset': ['match', ['get', 'shoulder'], 'left', ['literal', [-14, -13]], ['literal', [14, -13]]],
      },
    },
    {
      id: 'vehicle-plate',
      type: 'symbol',
      source,
      minzoom,
      layout: {
        'symbol-sort-key': ['get', 'order'],
        'text-field': [
          'format',
          ['get', 'plate'],
          {},
          ['case', ['==', ['get', 'age'], ''], '', ['concat', '\n', ['get', 'age']]],
          { 'font-scale': 0.9 },
        ],
        'text-font': SEMIBOLD,
        'text-size': plate_px,
        'text-line-height': 1.15,
        'text-max-width': 40,
        'text-variable-anchor-offset': plateAnchors(plate_px, size),
        'text-justify': 'auto',
        'text-padding': 1,
      },
      paint: { 'text-color': surface.labelMain, 'text-halo-color': surface.casing, 'text-halo-width': 2.4 },
    },
    {
      id: 'vehicle-hold',
      type: 'symbol',
      source,
      minzoom,
      layout: { 'icon-image': 'hold', 'icon-allow-overlap': true, 'icon-size': size, 'icon-padding': 0 },
    },
  ];
}
