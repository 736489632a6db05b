import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl';
import { PALETTES, type Theme } from '../../tokens/palette.ts';
import { groundLayers } from './base-layers.ts';
import { districtAreas, districtLabels } from './district-layers.ts';
import { FONT_FACES } from './fonts.ts';
import { placeLabels, streetLabels } from './label-layers.ts';
import { legLayers, legSigns, type LegLook } from './leg-layers.ts';
import { replayPreviewLayers, replaySources, replayWayLayers } from '../replay/replay-style.ts';
import { partLayers } from './part-layers.ts';
import { caseLayers, streetLayers } from './street-layers.ts';
import { holdLayers, trailLayers } from './vehicle-layers.ts';

export interface StyleLook extends Omit<LegLook, 'palette'> {
  readonly theme: Theme;
  /** From afar districts stand for legs and vehicles. */
  readonly districts: boolean;
  /** Our own ground; false where an outside style draws it. */
  readonly ground: boolean;
}

export const ATTRIBUTION =
  '<a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noopener">© OpenStreetMap contributors, ODbL 1.0</a>';

const empty = { type: 'FeatureCollection' as const, features: [] };

/** Sources that the map's controller fills; features are known by their `key`. */
export function sources(): Record<string, SourceSpecification> {
  const keyed = { type: 'geojson', data: empty, promoteId: 'key' } as const;
  return {
    town: { type: 'geojson', data: empty, maxzoom: 16, tolerance: 0.25 },
    names: { ...keyed, maxzoom: 16 },
    'legs-folded': { ...keyed, maxzoom: 13 },
    legs: { ...keyed, maxzoom: 17, buffer: 64 },
    beads: keyed,
    // Few tiles, since each makes its fade anew at each change; fine enough to be drawn sixteen times as large.
    trails: { ...keyed, lineMetrics: true, maxzoom: 14, buffer: 32, tolerance: 0.1 },
    holds: keyed,
    districts: { ...keyed, maxzoom: 13 },
    ...replaySources(),
    'street-looked-at': { type: 'geojson', data: empty },
    'case-place': { type: 'geojson', data: empty },
    parts: { type: 'geojson', data: empty },
  };
}

/** All layers from the ground up. */
export function layers(look: StyleLook): LayerSpecification[] {
  const palette = PALETTES[look.theme];
  const wall = look.theme === 'wall';
  return [
    ...(look.ground ? groundLayers(palette.surface) : []),
    ...districtAreas(palette.surface),
    ...streetLayers(palette),
    ...legLayers({ palette, selected: look.selected, hidden: look.hidden, districts: look.districts }),
    ...partLayers(palette),
    ...trailLayers(palette),
    ...replayWayLayers(palette),
    ...legSigns(palette.surface, look.hidden),
    ...(look.ground ? [...placeLabels(palette.surface), ...streetLabels(palette.surface, wall)] : []),
    ...districtLabels(palette.surface, wall),
    ...caseLayers(palette),
    ...holdLayers(),
    ...replayPreviewLayers(palette),
  ];
}

export const ownStyle = (look: StyleLook): StyleSpecification => ({
  version: 8,
  'font-faces': FONT_FACES,
  sources: sources(),
  layers: layers(look),
});

/** An outside style as the ground, with legs and vehicles above it and our fonts for them. */
export const overStyle = (outside: StyleSpecification, look: StyleLook): StyleSpecification => ({
  ...outside,
  'font-faces': { ...outside['font-faces'], ...FONT_FACES },
  sources: { ...outside.sources, ...sources() },
  layers: [...outside.layers, ...layers({ ...look, ground: false })],
});
