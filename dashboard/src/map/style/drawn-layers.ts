import type { ExpressionSpecification, LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { Hex, Palette } from '../../tokens/palette.ts';
import type { Tone } from '../street-map-input.ts';
import { byZoom } from './by-zoom.ts';
import { SEMIBOLD } from './fonts.ts';
import { ARROWS, BEADS, kerbOffset, kerbWidth } from './leg-layers.ts';

const NOTHING: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

type LineLayer = Extract<LayerSpecification, { type: 'line' }>;
type LinePaint = NonNullable<LineLayer['paint']>;

const SOLID: readonly Tone[] = [
  'faint',
  'done',
  'under-way',
  'missed',
  'will-miss',
  'added',
  'wrong',
  'plan',
  'strong',
];
const DASHED: readonly Tone[] = ['possible', 'ghost', 'removed'];
const DOTTED: readonly Tone[] = ['excused', 'changed'];

const colors = ({ leg, surface }: Palette): Readonly<Record<Tone, Hex>> => ({
  ...leg,
  plan: surface.t1,
  strong: surface.t1,
  ghost: surface.t1,
  faint: surface.t3,
  added: surface.inkDone,
  removed: surface.inkMissed,
  changed: surface.inkWill,
  wrong: surface.inkMissed,
});

const of = (tones: readonly Tone[]): ExpressionSpecification => ['in', ['get', 'tone'], ['literal', [...tones]]];

/** Sources that a street map fills besides the town and its names. */
export function drawnSources(): Record<string, SourceSpecification> {
  const keyed = { type: 'geojson', data: NOTHING, promoteId: 'key' } as const;
  return {
    areas: keyed,
    fills: { ...keyed, maxzoom: 16 },
    drawn: { ...keyed, maxzoom: 17, buffer: 64 },
    'drawn-beads': keyed,
  };
}

/** Areas lie on the ground, under the streets' names. */
export const areaLayers = ({ surface }: Palette): LayerSpecification[] => [
  {
    id: 'area',
    type: 'fill',
    source: 'areas',
    paint: { 'fill-color': ['get', 'color'], 'fill-opacity': ['get', 'opacity'] },
  },
  {
    id: 'area-edge',
    type: 'line',
    source: 'areas',
    paint: { 'line-color': surface.line2, 'line-width': 1 },
  },
];

/** Whole streets in a colour, then legs along their kerbs by tone. */
export function drawnLayers(palette: Palette): LayerSpecification[] {
  const { surface } = palette;
  const color = ['match', ['get', 'tone'], ...Object.entries(colors(palette)).flat(), surface.t1] as never;
  const layer = (
    id: string,
    tones: readonly Tone[],
    times: number,
    paint: LinePaint,
    cap: 'round' | 'butt' = 'round',
  ): LineLayer => ({
    id: `drawn-${id}`,
    type: 'line',
    source: 'drawn',
    filter: of(tones),
    layout: { 'line-cap': cap, 'line-join': 'round' },
    paint: { 'line-color': color, 'line-width': kerbWidth(times), 'line-offset': kerbOffset(), ...paint },
  });
  return [
    {
      id: 'fill',
      type: 'line',
      source: 'fills',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': ['get', 'color'], 'line-width': byZoom([1.9, 4.2, 10]) },
    },
    layer('halo', ['strong'], 4.2, { 'line-color': surface.t1, 'line-opacity': 0.28 }),
    layer('casing', [...SOLID, ...DASHED, ...DOTTED], 1.9, { 'line-color': surface.casing, 'line-opacity': 0.88 }),
    layer('solid', SOLID, 1, {}),
    layer('dashed', DASHED, 0.9, { 'line-dasharray': [2.4, 1.5] }, 'butt'),
    layer('dotted', DOTTED, 1.1, { 'line-dasharray': [0.8, 0.6] }, 'butt'),
  ];
}

/** Chevrons, beads and the names of areas, above everything. */
export const drawnSigns = ({ surface }: Palette): LayerSpecification[] => [
  {
    id: 'drawn-arrow',
    type: 'symbol',
    source: 'drawn',
    minzoom: 15,
    filter: ['get', 'arrow'],
    layout: ARROWS,
  },
  {
    id: 'drawn-bead',
    type: 'symbol',
    source: 'drawn-beads',
    minzoom: 14.5,
    layout: { ...BEADS, 'text-padding': 4 },
    paint: { 'text-color': surface.t1 },
  },
  {
    id: 'area-name',
    type: 'symbol',
    source: 'areas',
    layout: {
      'text-field': ['coalesce', ['get', 'label'], ''],
      'text-font': SEMIBOLD,
      'text-size': 13,
      'text-padding': 6,
    },
    // It stands over the streets that it sums up.
    paint: { 'text-color': surface.t1, 'text-halo-color': surface.land, 'text-halo-width': 2.6 },
  },
];

/** Lines that legs are drawn by, for whoever counts them. */
export const DRAWN_LAYERS = ['drawn-solid', 'drawn-dashed', 'drawn-dotted'];
