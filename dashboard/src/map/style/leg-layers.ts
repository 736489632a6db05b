import type { LegState } from '@sweepline/contract';
import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  SymbolLayerSpecification,
} from 'maplibre-gl';
import type { Palette } from '../../tokens/palette.ts';
import { byZoom, type AtStops } from './by-zoom.ts';
import { SEMIBOLD } from './fonts.ts';

/** From the middle of the street to its kerb, and how wide a leg is, px. */
const KERB_PX: AtStops = [1.2, 2.9, 7.6];
const WIDTH_PX: AtStops = [1.3, 2.5, 5];
/** Below this zoom two kerbs have no room and are one line. */
export const FOLD_ZOOM = 12.5;
/** From here on there is room for pass counters and arrows. */
export const BEAD_ZOOM = 15;
/** Folded legs are alone in their street and may be wider. */
const FOLDED_TIMES = 1.6;
const DIMMED = 0.45;

export interface LegLook {
  readonly palette: Palette;
  /** The assignment shown at full strength; null: all are. */
  readonly selected: string | null;
  readonly hidden: ReadonlySet<LegState>;
  /** From afar districts tell the progress; of the legs only the selected route's are drawn. */
  readonly districts: boolean;
}

type LineLayer = Extract<LayerSpecification, { type: 'line' }>;

/** Times the leg's own width, which several passes share. */
export const kerbWidth = (times: number): ExpressionSpecification =>
  byZoom(WIDTH_PX, (px) => ['*', px * times, ['get', 'share']]);

/** Metres do not come into it: a kerb is drawn where there is room for it. */
export const kerbOffset = (): ExpressionSpecification => {
  const [k, w] = [KERB_PX, WIDTH_PX];
  const across = (i: 0 | 1 | 2): ExpressionSpecification => [
    '+',
    ['*', k[i], ['get', 'kerb']],
    ['*', w[i], ['get', 'shift']],
  ];
  const [first, second, third] = [across(0), across(1), across(2)];
  const curve = [
    'interpolate',
    ['exponential', 1.5],
    ['zoom'],
    12,
    first,
    14.5,
    second,
    16.5,
    third,
    19,
    ['*', 1.9, third],
  ];
  return curve as unknown as ExpressionSpecification;
};

const opacity = (full: number, selected: string | null): ExpressionSpecification | number =>
  selected === null ? full : ['case', ['==', ['get', 'assignment'], selected], full, full * DIMMED];

const STROKES: readonly {
  id: string;
  state: LegState;
  times: number;
  paint: Partial<NonNullable<LineLayer['paint']>>;
  cap?: 'butt';
}[] = [
  { id: 'possible', state: 'possible', times: 0.62, paint: { 'line-dasharray': [3, 1.6] }, cap: 'butt' },
  { id: 'excused', state: 'excused', times: 1, paint: { 'line-dasharray': [0.7, 0.55] }, cap: 'butt' },
  { id: 'done', state: 'done', times: 1, paint: {} },
  { id: 'under-way', state: 'under-way', times: 1, paint: {} },
  { id: 'missed', state: 'missed', times: 1.15, paint: {} },
  { id: 'will-miss', state: 'will-miss', times: 1.25, paint: {} },
];

function strokes(look: LegLook, source: 'legs' | 'legs-folded'): LineLayer[] {
  const { palette, selected, hidden, districts } = look;
  const { casing } = palette.surface;
  const folded = source === 'legs-folded';
  const grow = folded ? FOLDED_TIMES : 1;
  const layer = (
    id: string,
    states: readonly LegState[],
    times: number,
    paint: NonNullable<LineLayer['paint']>,
    cap: 'round' | 'butt',
    full: number,
  ): LineLayer => ({
    id: folded ? `folded-${id}` : `leg-${id}`,
    type: 'line',
    source,
    ...(folded ? { maxzoom: FOLD_ZOOM } : { minzoom: FOLD_ZOOM }),
    filter: [
      'all',
      ['in', ['get', 'state'], ['literal', states.filter((state) => !hidden.has(state))]],
      ...(folded && districts ? [['==', ['get', 'assignment'], selected ?? '']] : []),
    ] as unknown as FilterSpecification,
    layout: { 'line-cap': cap, 'line-join': 'round' },
    paint: {
      'line-width': kerbWidth(times * grow),
      'line-offset': kerbOffset(),
      'line-opacity': opacity(full, selected),
      ...paint,
    },
  });
  const all = STROKES.map(({ state }) => state);
  return [
    layer('glow', ['will-miss'], 3, { 'line-color': palette.leg['will-miss'], 'line-blur': 3 }, 'round', 0.2),
    layer('casing', all, 1.9, { 'line-color': casing }, 'round', 0.88),
    ...STROKES.map(({ id, state, times, paint, cap }) =>
      layer(id, [state], times, { 'line-color': palette.leg[state], ...paint }, cap ?? 'round', 1),
    ),
    layer('missed-notch', ['missed'], 0.6, { 'line-color': casing, 'line-dasharray': [1.2, 13.8] }, 'butt', 1),
    layer('will-miss-core', ['will-miss'], 0.42, { 'line-color': casing, 'line-dasharray': [3.2, 3.2] }, 'butt', 1),
  ];
}

/** All legs, as kerbs and folded. */
export const legLayers = (look: LegLook): LayerSpecification[] => [
  ...strokes(look, 'legs-folded'),
  ...strokes(look, 'legs'),
];

/** Onto its kerb; an offset turns with its picture, so an arrow against the line has it the other way. */
const ARROW_OFFSET: ExpressionSpecification = [
  'match',
  ['*', ['get', 'kerb'], ['case', ['==', ['get', 'turn_deg'], 0], 1, -1]],
  -1,
  ['literal', [0, -KERB_PX[2]]],
  1,
  ['literal', [0, KERB_PX[2]]],
  ['literal', [0, 0]],
];

/** Offsets grow with the picture, as kerbs do with the zoom. */
const KERB_SIZE = byZoom(KERB_PX, (px) => px / KERB_PX[2]);

/** Chevrons along a kerb, in the direction of work. */
export const ARROWS: NonNullable<SymbolLayerSpecification['layout']> = {
  'symbol-placement': 'line',
  'symbol-spacing': 120,
  'icon-image': 'leg-arrow',
  'icon-rotate': ['get', 'turn_deg'],
  'icon-offset': ARROW_OFFSET,
  'icon-size': KERB_SIZE,
  'icon-allow-overlap': true,
  'icon-ignore-placement': true,
};

/** "1/2": passes driven of those asked for. */
export const BEADS: NonNullable<SymbolLayerSpecification['layout']> = {
  'icon-image': 'bead',
  'text-field': ['get', 'text'],
  'text-font': SEMIBOLD,
  'text-size': 10,
  'icon-text-fit': 'both',
  'icon-text-fit-padding': [2, 4, 2, 4],
};

/** Direction arrows of what is under way and pass counters, above the trails. */
export function legSigns(surface: Palette['surface'], hidden: ReadonlySet<LegState>): LayerSpecification[] {
  return [
    {
      id: 'leg-arrow',
      type: 'symbol',
      source: 'legs',
      minzoom: BEAD_ZOOM,
      filter: ['in', ['get', 'state'], ['literal', hidden.has('under-way') ? [] : ['under-way']]],
      layout: ARROWS,
    },
    {
      id: 'bead',
      type: 'symbol',
      source: 'beads',
      minzoom: BEAD_ZOOM,
      layout: { ...BEADS, 'text-padding': 6 },
      paint: { 'text-color': surface.t1 },
    },
  ];
}

/** Lines under which a stretch can be pointed at, uppermost first. */
export const LEG_LAYERS = [...STROKES].reverse().map(({ id }) => `leg-${id}`);
