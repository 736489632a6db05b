import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import type { Palette } from '../../tokens/palette.ts';
import { byZoom } from './by-zoom.ts';

type CircleColor = string | ExpressionSpecification;

/** The street that is looked at: chalk under its legs. */
export const streetLayers = ({ surface }: Palette): LayerSpecification[] => [
  {
    id: 'street-looked-at',
    type: 'line',
    source: 'street-looked-at',
    layout: { 'line-cap': 'butt', 'line-join': 'round' },
    paint: { 'line-color': surface.t1, 'line-width': byZoom([7, 13, 24]), 'line-opacity': 0.16 },
  },
];

/** Where a case began: a ring in the colour of its severity, around what lies there. */
export const caseLayers = ({ surface, leg }: Palette): LayerSpecification[] => {
  const ring = (id: string, color: CircleColor, width: number): LayerSpecification => ({
    id,
    type: 'circle',
    source: 'case-place',
    paint: {
      'circle-radius': 17,
      'circle-opacity': 0,
      'circle-stroke-color': color,
      'circle-stroke-width': width,
      'circle-pitch-alignment': 'map',
    },
  });
  const bySeverity: CircleColor = ['match', ['get', 'severity'], 'critical', leg.missed, leg['will-miss']];
  return [ring('case-place-casing', surface.casing, 7), ring('case-place', bySeverity, 3)];
};
