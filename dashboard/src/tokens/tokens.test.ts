import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { partColours } from '../map/style/part-layers.ts';
import { customProperties } from './custom-properties.ts';
import { difference } from './difference.ts';
import { contrast, linearOf, linearOfOklch } from './linear-rgb.ts';
import { PALETTES, THEMES, type Surfaces } from './palette.ts';
import { MACHADO, VIENOT } from './vision.ts';

const eyes = { ...MACHADO, vienotProtan: VIENOT.protan, vienotDeutan: VIENOT.deutan };
type Eye = keyof typeof eyes;

const smallest = (colours: object, eye: Eye): number => {
  const all = Object.values(colours) as string[];
  return Math.min(...all.flatMap((one, i) => all.slice(i + 1).map((other) => difference(one, other, eyes[eye]))));
};

/** Smallest CIEDE2000 of any pair, to one decimal: the printed table. */
const TOLD_APART = [
  ['dark', 'leg', { normal: 24.0, protan: 21.5, deutan: 21.4, tritan: 19.6, vienotProtan: 22.2, vienotDeutan: 21.6 }],
  ['light', 'leg', { normal: 23.8, protan: 20.4, deutan: 20.0, tritan: 18.1, vienotProtan: 20.1, vienotDeutan: 19.8 }],
  [
    'dark',
    'vehicle',
    { normal: 17.3, protan: 17.4, deutan: 17.2, tritan: 17.6, vienotProtan: 17.4, vienotDeutan: 17.3 },
  ],
  [
    'light',
    'vehicle',
    { normal: 17.6, protan: 17.9, deutan: 17.5, tritan: 17.2, vienotProtan: 18.1, vienotDeutan: 18.0 },
  ],
] as const;

describe('states are told apart', () => {
  it.each(TOLD_APART)('%s %s: every way of seeing keeps 17, and the table stands', (theme, set, table) => {
    const found = Object.keys(table).map((eye) => [eye, smallest(PALETTES[theme][set], eye as Eye)] as const);
    expect(found.filter(([, least]) => least < 17)).toEqual([]);
    expect(found.filter(([eye, least]) => Math.abs(least - table[eye as Eye]) > 0.06)).toEqual([]);
  });

  it.each(THEMES)('%s: the two parts of a route keep 25', (theme) => {
    const { first, second } = partColours(PALETTES[theme]);
    for (const see of Object.values(eyes)) expect(difference(first, second, see)).toBeGreaterThanOrEqual(25);
  });

  it('the wall has the state colours of the dark', () => {
    expect(PALETTES.wall.leg).toEqual(PALETTES.dark.leg);
    expect(PALETTES.wall.vehicle).toEqual(PALETTES.dark.vehicle);
  });

  const FILLS = ['land', 'building', 'green', 'water', 'roadMain', 'roadMinor', 'roadService'] as const;
  it.each(THEMES)('%s: no state comes nearer than 20 to a fill of the basemap', (theme) => {
    const { surface, leg, vehicle } = PALETTES[theme];
    for (const [state, hex] of [...Object.entries(leg), ...Object.entries(vehicle)]) {
      for (const fill of FILLS) {
        for (const [eye, see] of Object.entries(MACHADO)) {
          expect(difference(hex, surface[fill], see), `${state} on ${fill}, ${eye}`).toBeGreaterThanOrEqual(20);
        }
      }
    }
  });
});

describe('contrast', () => {
  it.each(THEMES)('%s: a leg stands out 3:1 from its casing', (theme) => {
    const { leg, surface } = PALETTES[theme];
    expect(Object.entries(leg).filter(([, hex]) => contrast(hex, surface.casing) < 3)).toEqual([]);
  });

  const GROUNDS = ['bg', 'panel', 'raised', 'tintWill', 'tintMissed'] as const;
  const WORDS: [keyof Surfaces, number][] = [
    ['t1', 13.7],
    ['t2', 7],
    ['t3', 4.7],
    ['inkWill', 5.8],
    ['inkMissed', 5.8],
    ['inkDone', 5.8],
    ['inkExcused', 5.8],
  ];
  it.each(THEMES)('%s: words are readable on every surface', (theme) => {
    const { surface } = PALETTES[theme];
    for (const [word, least] of WORDS) {
      for (const ground of GROUNDS) {
        expect(contrast(surface[word], surface[ground]), `${word} on ${ground}`).toBeGreaterThanOrEqual(least - 0.05);
      }
    }
  });

  it('the edge of a field is seen 3:1, the wall is read from afar', () => {
    for (const theme of THEMES)
      expect(contrast(PALETTES[theme].surface.field, PALETTES[theme].surface.panel)).toBeGreaterThanOrEqual(3);
    const { t1, t2, panel } = PALETTES.wall.surface;
    expect(contrast(t1, panel)).toBeGreaterThanOrEqual(17.3);
    expect(contrast(t2, panel)).toBeGreaterThanOrEqual(11.1);
  });
});

describe('tokens.css', () => {
  const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
  /** Declarations of every block whose selector names the theme, later ones winning, hex and OKLCH apart. */
  const declared = (theme: string): { hex: Map<string, string>; oklch: Map<string, number[]> } => {
    const hex = new Map<string, string>();
    const oklch = new Map<string, number[]>();
    for (const [, selector, body] of css.matchAll(/([^{}]+)\{([^}]*)\}/g)) {
      if (!selector!.includes(`'${theme}'`)) continue;
      for (const [, name, value] of body!.matchAll(/(--[\w-]+):\s*([^;]+);/g)) {
        if (value!.startsWith('#')) hex.set(name!, value!.toUpperCase());
        else oklch.set(name!, value!.match(/[\d.]+/g)!.map(Number));
      }
    }
    return { hex, oklch };
  };

  it.each(THEMES)('%s says the palette, and its OKLCH is the same colour', (theme) => {
    const { hex, oklch } = declared(theme);
    const wanted = customProperties(PALETTES[theme]);
    expect(Object.fromEntries(hex)).toEqual(wanted);
    for (const [name, value] of Object.entries(wanted)) {
      const [L, C, h] = oklch.get(name)!;
      const rounded = linearOfOklch(L!, C!, h!);
      linearOf(value).forEach((v, i) => expect(Math.abs(v - rounded[i]!), `${name} ${value}`).toBeLessThan(0.006));
    }
  });
});
