import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { figuresOf, withPart } from './document.ts';
import { CASES } from './scenarios.ts';
import { sumOf, type Figures } from './score/figures.ts';
import { verdictsOf, type Row } from './targets.ts';

const figures = (changes: Partial<Figures> = {}): Figures => ({
  ...sumOf([]),
  planned_m: 1_000,
  vehicle_h: 100,
  ...changes,
});
const clean = CASES.find(({ name }) => name === 'clean-1s')!;
const row = (town: string, changes: Partial<Figures>): Row => ({ town, of: clean, figures: figures(changes) });
const fault = (kind: 'gap' | 'idle', found: boolean, stands = found): Figures['faults'][number] => ({
  fault: kind,
  vehicle: 'v',
  from_s: 0,
  to_s: 1,
  expected: 'idle',
  found,
  stands,
  delay_s: null,
  allowed_s: null,
});
const missed = (rows: readonly Row[]): string[] =>
  verdictsOf(rows)
    .filter(({ met }) => !met)
    .map(({ what }) => what);

describe('targets', () => {
  it('are held in every town by itself', () => {
    const good = row('a', { error_m: 4, sided_m: 100, rightSide_m: 100 });
    expect(missed([good])).toEqual([]);
    expect(missed([good, row('b', { error_m: 6 })])).toEqual(['clean-1s: length error, worst town']);
    expect(missed([good, row('b', { sided_m: 100, rightSide_m: 99 })])).toEqual([
      'clean-1s: side accuracy, worst town',
    ]);
  });

  it('name the worst town, and beside it all towns together, weighed by what is planned in each', () => {
    const [large, small] = [row('a', { error_m: 3, planned_m: 3_000 }), row('b', { error_m: 5 })];
    expect(verdictsOf([large, small])[0]!.got).toBe('0.50 % (b); all towns together 0.20 %');
    expect(verdictsOf([large])[0]!.got).toBe('0.10 % (a)');
  });

  it('allow one fault in twenty to be missed, but none of the kinds named', () => {
    const idle = Array.from({ length: 20 }, (_, i) => fault('idle', i > 0));
    expect(missed([row('a', { faults: idle })])).toEqual([]);
    expect(missed([row('a', { faults: [...idle, fault('gap', false)] })])).toEqual([
      'detectable faults found in time',
      'gap: missed',
    ]);
  });

  it('tell what is found late from what is missed', () => {
    const found = Array.from({ length: 19 }, () => fault('gap', true));
    const late = verdictsOf([row('a', { faults: [...found, fault('gap', false, true)] })]);
    expect(late.find(({ what }) => what === 'gap: missed')).toMatchObject({ got: '0 of 20; 1 told late', met: true });
    expect(late.find(({ what }) => what === 'detectable faults found in time')).toMatchObject({
      got: '95.00 % (19 of 20)',
      met: true,
    });
  });

  it('allow one false incident in a hundred vehicle-hours', () => {
    const one = { kind: 'idle', vehicle: 'v', assignment: null, from_s: 0, lon: null, lat: null } as const;
    expect(missed([row('a', { falseIncidents: [one] })])).toEqual([]);
    expect(missed([row('a', { falseIncidents: [one, one] })])).toEqual(['false incidents per 100 vehicle-hours']);
  });
});

describe('the document', () => {
  it('keeps what stands around the figures, and gives the same for the same figures', () => {
    const rows = [row('a', { error_m: 7 })];
    const text = figuresOf(rows, verdictsOf(rows), ['1', '2']);
    const once = withPart('# Title\n<!-- figures: begin -->\nold\n<!-- figures: end -->\nrest\n', 'figures', text);
    expect(once).toContain('# Title');
    expect(once).toContain('2 seeds, 1 to 2');
    expect(once).toContain('0.70 !');
    expect(once).not.toContain('old');
    expect(once.endsWith('rest\n')).toBe(true);
    expect(withPart(once, 'figures', text)).toBe(once);
    expect(() => withPart('nothing', 'figures', text)).toThrow('figures: begin');
  });
});

describe('scenarios', () => {
  it('have names of their own, and are explained in the document', () => {
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
    const document = readFileSync(new URL('../../docs/accuracy.md', import.meta.url), 'utf8');
    for (const { name, about } of CASES) {
      expect(document).toContain(`\`${name}\``);
      expect(document).toContain(about);
    }
  });
});
