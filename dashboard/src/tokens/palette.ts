import type { LegState, VehicleState } from '@sweepline/contract';

/** `wall` is `dark` for reading from two metres: deeper ground, brighter words, the same state colours. */
export const THEMES = ['dark', 'light', 'wall'] as const;
export type Theme = (typeof THEMES)[number];

export type Hex = `#${string}`;

/** Everything that is not a state: surfaces, words, inks and the ground of the map. No hue but in inks, tints, green and water. */
export interface Surfaces {
  readonly bg: Hex;
  readonly panel: Hex;
  readonly raised: Hex;
  readonly line: Hex;
  readonly line2: Hex;
  readonly field: Hex;
  readonly t1: Hex;
  readonly t2: Hex;
  readonly t3: Hex;
  readonly inkWill: Hex;
  readonly inkMissed: Hex;
  readonly inkDone: Hex;
  readonly inkExcused: Hex;
  readonly tintWill: Hex;
  readonly tintMissed: Hex;
  readonly land: Hex;
  readonly building: Hex;
  readonly green: Hex;
  readonly water: Hex;
  readonly roadMain: Hex;
  readonly roadMinor: Hex;
  readonly roadService: Hex;
  readonly roadEdge: Hex;
  readonly casing: Hex;
  readonly labelMain: Hex;
  readonly labelMinor: Hex;
  readonly notPlanned: Hex;
}

/** One theme as hex values: what MapLibre and canvas take; the page's own CSS reads the same values in `tokens.css`. */
export interface Palette {
  readonly surface: Surfaces;
  readonly leg: Readonly<Record<LegState, Hex>>;
  readonly vehicle: Readonly<Record<VehicleState, Hex>>;
}

const dark: Palette = {
  surface: {
    bg: '#101314',
    panel: '#171B1D',
    raised: '#1E2326',
    line: '#2A3033',
    line2: '#3B4448',
    field: '#6B777B',
    t1: '#ECF0EE',
    t2: '#AEB8B9',
    t3: '#8A9597',
    inkWill: '#FEC740',
    inkMissed: '#FF8078',
    inkDone: '#6CC5AF',
    inkExcused: '#B99AF0',
    tintWill: '#2A2213',
    tintMissed: '#2B1718',
    land: '#15181A',
    building: '#1C2022',
    green: '#182019',
    water: '#12212B',
    roadMain: '#343A3F',
    roadMinor: '#2A2F33',
    roadService: '#212629',
    roadEdge: '#101314',
    casing: '#0B0D0E',
    labelMain: '#B8C1C2',
    labelMinor: '#98A2A5',
    notPlanned: '#3A4045',
  },
  leg: {
    done: '#3B9985',
    'under-way': '#9FFDD9',
    possible: '#B3BBE1',
    'will-miss': '#FEB80E',
    missed: '#E2343A',
    excused: '#8F69CC',
  },
  vehicle: { working: '#9FFDD9', driving: '#30A0E2', stopped: '#A4ABB2', silent: '#777879' },
};

const light: Palette = {
  surface: {
    bg: '#F3F4F1',
    panel: '#FFFFFF',
    raised: '#F5F6F3',
    line: '#E1E4DF',
    line2: '#C5CBC6',
    field: '#7D8683',
    t1: '#14191B',
    t2: '#485255',
    t3: '#626C70',
    inkWill: '#855000',
    inkMissed: '#A21D12',
    inkDone: '#1F6654',
    inkExcused: '#6A2BA6',
    tintWill: '#FDF4E3',
    tintMissed: '#FCECEA',
    land: '#EFF0EC',
    building: '#E4E5E0',
    green: '#DDE7D8',
    water: '#CFE0E8',
    roadMain: '#FFFFFF',
    roadMinor: '#FFFFFF',
    roadService: '#F8F8F6',
    roadEdge: '#D2D6D1',
    casing: '#FFFFFF',
    labelMain: '#3C4649',
    labelMinor: '#5A6467',
    notPlanned: '#C4C9C7',
  },
  leg: {
    done: '#287964',
    'under-way': '#013F4C',
    possible: '#808AB8',
    'will-miss': '#BF7700',
    missed: '#A21D12',
    excused: '#7C36BD',
  },
  vehicle: { working: '#013F4C', driving: '#188BD7', stopped: '#5F6159', silent: '#828A8E' },
};

const wall: Palette = {
  ...dark,
  surface: {
    ...dark.surface,
    bg: '#0C0E0F',
    panel: '#111415',
    t1: '#F6F8F7',
    t2: '#C2CBCB',
    t3: '#98A3A4',
    land: '#0C0E0F',
    building: '#131617',
    roadMain: '#2E3438',
    roadMinor: '#23282B',
    roadService: '#1B1F21',
    labelMain: '#C2CBCB',
    labelMinor: '#C2CBCB',
  },
};

export const PALETTES: Readonly<Record<Theme, Palette>> = { dark, light, wall };
