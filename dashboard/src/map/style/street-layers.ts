import type { LayerSpecification } from 'maplibre-gl';
import type { Palette } from '../../tokens/palette.ts';
import { byZoom } from './by-zoom.ts';

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
