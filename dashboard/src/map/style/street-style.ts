import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { PALETTES, type Theme } from '../../tokens/palette.ts';
import { groundLayers } from './base-layers.ts';
import { areaLayers, drawnLayers, drawnSigns, drawnSources } from './drawn-layers.ts';
import { FONT_FACES } from './fonts.ts';
import { placeLabels, streetLabels } from './label-layers.ts';
import { sources } from './map-style.ts';

/** The same ground and names as on the live map, with what is drawn over the streets between them. */
export function streetLayers(theme: Theme): LayerSpecification[] {
  const palette = PALETTES[theme];
  return [
    ...groundLayers(palette.surface),
    ...areaLayers(palette),
    ...drawnLayers(palette),
    ...placeLabels(palette.surface),
    ...streetLabels(palette.surface, theme === 'wall'),
    ...drawnSigns(palette),
  ];
}

export function streetStyle(theme: Theme): StyleSpecification {
  const { town, names } = sources() as Required<ReturnType<typeof sources>>;
  return {
    version: 8,
    'font-faces': FONT_FACES,
    sources: { town: town!, names: names!, ...drawnSources() },
    layers: streetLayers(theme),
  };
}
