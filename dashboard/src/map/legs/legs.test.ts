import type { LiveLeg } from '@sweepline/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streets } from '../streets/edge-lines.ts';
import { foldEdge } from './folded-edge.ts';
import { legFeatures, strandOf } from './leg-pieces.ts';
import { LegDrawing } from './leg-drawing.ts';

const streetFeature = (id: string, lat: number): GeoJSON.Feature => ({
  type: 'Feature',
  properties: { kind: 'street', id, name: 'улица Теилор', class: 'residential' },
  geometry: {
    type: 'LineString',
    coordinates: [
      [28.86, lat],
      [28.87, lat],
    ],
  },
});
const streets = new Streets({
  type: 'FeatureCollection',
  features: [streetFeature('e1', 47), streetFeature('e2', 47.01)],
});

const leg = (edge: string, side: LiveLeg['side'], pieces: LiveLeg['pieces'], pass = 1, passes = 1): LiveLeg => ({
  edge,
  side,
  pass,
  passes,
  from_m: 0,
  to_m: 100,
  pieces,
});
const done = (from_m: number, to_m: number): LiveLeg['pieces'][number] => ({ from_m, to_m, state: 'done' });
const possible = (from_m: number, to_m: number): LiveLeg['pieces'][number] => ({ from_m, to_m, state: 'possible' });

describe('strands of passes', () => {
  it('one pass fills its kerb', () => {
    expect(strandOf(leg('e1', 'right', []))).toEqual({ shift: 0, share: 1 });
  });

  it('the first pass lies at the kerb, the next ones inwards, side by side without overlap', () => {
    const right = [1, 2, 3].map((pass) => strandOf(leg('e1', 'right', [], pass, 3)));
    const left = [1, 2, 3].map((pass) => strandOf(leg('e1', 'left', [], pass, 3)));
    right.forEach(({ shift, share }, i) => {
      expect(shift).toBeCloseTo((1 - i) / 3);
      expect(share).toBeCloseTo(1 / 3);
      expect(left[i]!.shift).toBeCloseTo(-shift);
    });
  });
});

describe('pieces of a leg', () => {
  it('lie on their kerb, cut by metres, and know what they are', () => {
    const street = streets.get('e1')!;
    const drawn = legFeatures(
      'a1',
      leg('e1', 'left', [done(0, 300), possible(300, street.line.length_m)]),
      street,
      'right',
    );
    expect(drawn.map(({ feature }) => feature.properties.kerb)).toEqual([-1, -1]);
    expect(drawn[0]!.feature.geometry.coordinates.at(-1)).toEqual(drawn[1]!.feature.geometry.coordinates[0]);
    expect(drawn[1]!.about).toMatchObject({ street: 'улица Теилор', side: 'left', piece: { state: 'possible' } });
  });

  it('arrows go against the line on the left kerb where traffic keeps right, along it where it keeps left', () => {
    const turn = (side: LiveLeg['side'], drivesOn: 'left' | 'right'): number =>
      legFeatures('a1', leg('e1', side, [done(0, 10)]), streets.get('e1')!, drivesOn)[0]!.feature.properties.turn_deg;
    expect([turn('left', 'right'), turn('right', 'right'), turn('left', 'left'), turn('centre', 'right')]).toEqual([
      180, 0, 0, 0,
    ]);
  });
});

describe('folding both kerbs', () => {
  it('shows the worse of the two', () => {
    const folded = foldEdge([leg('e1', 'left', [done(0, 100)]), leg('e1', 'right', [done(0, 40), possible(40, 100)])]);
    expect(folded).toEqual([
      { from_m: 0, to_m: 40, state: 'done' },
      { from_m: 40, to_m: 100, state: 'possible' },
    ]);
  });

  it('covers exactly the metres that any leg covers, in order', () => {
    const piece = fc
      .tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 50 }), fc.constantFrom(done, possible))
      .map(([from, length, make]) => make(from, from + length));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const folded = foldEdge([leg('e1', 'left', pieces)]);
        for (let m = 0.5; m < 150; m++) {
          const under = pieces.filter(({ from_m, to_m }) => from_m < m && m < to_m).map(({ state }) => state);
          const shown = folded.filter(({ from_m, to_m }) => from_m < m && m < to_m).map(({ state }) => state);
          expect(shown).toEqual(under.length === 0 ? [] : [under.includes('possible') ? 'possible' : 'done']);
        }
      }),
    );
  });
});

describe('differences between two drawings', () => {
  const keys = (features: GeoJSON.Feature[]): string[] =>
    features.map(({ properties }) => properties!['key'].replaceAll('\n', '/'));

  it('redraws the leg that changed and nothing else', () => {
    const drawing = new LegDrawing(streets, 'right');
    const one = leg('e1', 'right', [possible(0, 500)]);
    const other = leg('e2', 'right', [possible(0, 500)]);
    const first = drawing.show(new Map([['a1', [one, other]]]));
    expect(keys(first.kerbs.add)).toEqual(['a1/e1/right/1/0', 'a1/e2/right/1/0']);
    expect(keys(first.folded.add)).toEqual(['e1/0', 'e2/0']);

    const changed = leg('e2', 'right', [done(0, 100), possible(100, 500)]);
    const second = drawing.show(new Map([['a1', [one, changed]]]));
    expect(keys(second.kerbs.add)).toEqual(['a1/e2/right/1/0', 'a1/e2/right/1/1']);
    expect(second.kerbs.remove).toEqual([]);

    const third = drawing.show(new Map([['a1', [one, leg('e2', 'right', [done(0, 500)])]]]));
    expect(keys(third.kerbs.add)).toEqual(['a1/e2/right/1/0']);
    expect(third.kerbs.remove.map((key) => key.replaceAll('\n', '/'))).toEqual(['a1/e2/right/1/1']);
  });

  it('an assignment that goes takes its lines and beads along', () => {
    const drawing = new LegDrawing(streets, 'right');
    drawing.show(
      new Map([['a1', [leg('e1', 'right', [done(0, 500)], 1, 2), leg('e1', 'right', [possible(0, 500)], 2, 2)]]]),
    );
    const gone = drawing.show(new Map());
    expect(gone.kerbs.remove).toHaveLength(2);
    expect(gone.folded.remove).toHaveLength(1);
    expect(gone.beads.remove).toHaveLength(1);
    expect(drawing.about('a1\ne1\nright\n1\n0')).toBeUndefined();
  });

  it('counts passes on a bead at mid-leg', () => {
    const drawing = new LegDrawing(streets, 'right');
    const whole = streets.get('e1')!.line.length_m;
    const { beads } = drawing.show(
      new Map([['a1', [leg('e1', 'right', [done(0, whole)], 1, 2), leg('e1', 'right', [possible(0, whole)], 2, 2)]]]),
    );
    expect(beads.add.map(({ properties }) => properties!['text'])).toEqual(['1/2']);
  });
});
