import { describe, expect, it } from 'vitest';
import type { Rule } from '@sweepline/contract';
import { fixed, linesOf, one, penalty, undone } from './testing/rules.ts';
import { draftOf, setupOf, termsOf, versionOf, workOf } from './testing/works.ts';

describe('non-payment', () => {
  it('charges every undone metre at its price, by street and reason, whatever the grade', () => {
    const work = workOf({
      id: 'a',
      grade: 'C',
      legs: [
        { edge: 'e1', street: 'Long', stretches: [['covered', 40], ['gear-off', 10.01], ['excused', 5]] }, // prettier-ignore
        {
          edge: 'e1',
          side: 'left',
          street: 'Long',
          stretches: [
            ['gear-off', 20.02],
            ['too-fast', 1],
          ],
        },
        { edge: 'e2', street: 'Short', stretches: [['gear-off', 3]] },
      ],
    });
    const { lines, totals } = draftOf(setupOf(termsOf([])), [work]);
    expect(lines.map(({ streets, sides, reason, metres, amount }) => [streets, sides, reason, metres, amount])).toEqual(
      [
        [['Long'], ['left', 'right'], 'gear-off', 30.03, 6_006],
        [['Long'], ['left'], 'too-fast', 1, 200],
        [['Short'], ['right'], 'gear-off', 3, 600],
      ],
    );
    expect(lines[0]!.stretches).toEqual([
      { edge: 'e1', side: 'right', pass: 1, pieces: [{ from_m: 40, to_m: 50.01 }] },
      { edge: 'e1', side: 'left', pass: 1, pieces: [{ from_m: 0, to_m: 20.02 }] },
    ]);
    expect(totals).toMatchObject({ nonPayment: 6_806, penalty: 0, total: 6_806, excused_m: 5, covered_m: 40 });
  });

  it("takes the route's own price before that of its operation, and the terms of its date", () => {
    const before = termsOf([], { prices: [{ operation: 'sweep', perMetre: '1.005' }] });
    const after = termsOf([], {
      from: '2026-10-10',
      prices: [
        { operation: 'sweep', perMetre: '3' },
        { operation: 'sweep', route: 'r2', perMetre: '4' },
      ],
    });
    const works = [
      one('a', [['no-data', 1]], { date: '2026-10-09' }),
      one('b', [['no-data', 1]], { date: '2026-10-10' }),
      one('c', [['no-data', 1]], { date: '2026-10-10', route: 'r2' }),
    ];
    // 1.005 is rounded half up to 1.01
    expect(
      draftOf(setupOf([versionOf(before, 1), versionOf(after, 2)]), works).lines.map((line) => line.amount),
    ).toEqual([101, 300, 400]);
  });

  it('charges nothing of a work outside the period', () => {
    expect(linesOf(setupOf(termsOf([])), [one('a', [['no-data', 1]], { date: '2026-11-01' })])).toEqual([]);
  });

  it('refuses to draft what no terms or no price judge', () => {
    const later = termsOf([], { from: '2026-10-10' });
    expect(() => draftOf(setupOf(later), [one('a', [['no-data', 1]])])).toThrow(
      'no terms of the contract hold on 2026-10-05',
    );
    const work = one('a', [['covered', 1]], { operation: 'wash' });
    expect(() => draftOf(setupOf(termsOf([])), [work])).toThrow('no price for wash on route r1');
  });

  it('by a rule takes all that is left of the price, past its share', () => {
    const zero = penalty('z', undone('route', { above: '5' }), { sum: 'zero' }, { kind: 'non-payment' });
    const works = [
      one('a', [['covered', 950], ['gear-off', 50]]), // prettier-ignore
      one('b', [['covered', 949], ['gear-off', 51]]), // prettier-ignore
    ];
    expect(linesOf(setupOf(termsOf([zero])), works)).toEqual([
      'non-payment a 50 m 10000',
      'non-payment b 51 m 10200',
      'z b 189800',
    ]);
  });

  it('takes what is left once, by the widest rule', () => {
    const zero = (id: string, per: 'leg' | 'route' | 'day') =>
      penalty(id, undone(per, { above: '1' }), { sum: 'zero' }, { kind: 'non-payment' });
    const work = one('a', [['covered', 900], ['gear-off', 100]]); // prettier-ignore
    const rules = [zero('z-leg', 'leg'), zero('z-day', 'day'), zero('z-route', 'route')];
    expect(linesOf(setupOf(termsOf(rules)), [work])).toEqual([
      'non-payment a 100 m 20000',
      'covered 4: z-leg a 180000',
      'covered 4: z-route a 180000',
      'z-day all 180000',
    ]);
  });
});

describe('two rules by which nothing is left', () => {
  const nothing = (id: string, routes?: string[]) =>
    penalty(id, undone('day', { above: '1' }), { sum: 'zero' }, { kind: 'non-payment', ...(routes && { routes }) });
  const half = (id: string, route: string) => one(id, [['covered', 50], ['gear-off', 50]], { route }); // prettier-ignore
  const works = [half('a', 'r1'), half('b', 'r2')];

  it('take the greater part of a day, whatever their order', () => {
    const expected = [
      'non-payment a 50 m 10000',
      'non-payment b 50 m 10000',
      'covered 4: all-r1 all 10000',
      'z-all all 20000',
    ];
    const rules = [nothing('all-r1', ['r1']), nothing('z-all')];
    expect(linesOf(setupOf(termsOf(rules)), works)).toEqual(expected);
    expect(linesOf(setupOf(termsOf([...rules].reverse(), { overlap: 'first' })), works)).toEqual(expected);
  });
});

describe('sums', () => {
  const short = one('a', [['covered', 800], ['gear-off', 150.5], ['excused', 49.5]]); // prettier-ignore
  const charged = (charge: Rule['charge'], per: 'leg' | 'route' | 'day' = 'leg'): string =>
    linesOf(setupOf(termsOf([penalty('p', undone(per), charge)])), [short])[1]!;

  it('are fixed, by metre or by the price of what was owed', () => {
    expect(charged(fixed(7_500))).toBe('p a 150.5 m 7500');
    expect(charged({ sum: 'per-metre', price: '0.333333' })).toBe('p a 150.5 m 5017'); // 50.1666
    expect(charged({ sum: 'percent', percent: '2.5', of: 'leg' })).toBe('p a 150.5 m 4753'); // 950.5 × 2 × 2.5 % = 47.525
    expect(charged({ sum: 'percent', percent: '10', of: 'route' }, 'route')).toBe('p a 150.5 m 19010');
    expect(charged({ sum: 'percent', percent: '10', of: 'day' }, 'day')).toBe('p all 150.5 m 19010');
  });

  it("are chosen by the contract's price, a band's limit being in it", () => {
    const bands = (upTo: number): Rule['charge'] => ({
      sum: 'by-band',
      bands: [
        { upTo, amount: 100 },
        { upTo: null, amount: 200 },
      ],
    });
    expect(charged(bands(500_000_000))).toBe('p a 150.5 m 100');
    expect(charged(bands(499_999_999))).toBe('p a 150.5 m 200');
  });
});

describe('terms that change within a month', () => {
  const first = penalty('p', undone('leg'), fixed(1_000), { warnings: 1 });
  const before = versionOf(termsOf([first]), 1);
  const short = (id: string, date: string) => one(id, [['gear-off', 100]], { date }); // prettier-ignore
  const works = [short('a', '2026-10-05'), short('b', '2026-10-15'), short('c', '2026-10-25')];
  const ofRules = (...args: Parameters<typeof draftOf>) =>
    linesOf(...args).filter((line) => !line.startsWith('non-payment'));

  it('go on counting the facts of a rule that stays', () => {
    const after = versionOf(termsOf([{ ...first, charge: fixed(3_000) }], { from: '2026-10-20' }), 2);
    expect(ofRules(setupOf([before, after]), works)).toEqual([
      'p warning a 100 m 0',
      'p b 100 m 1000',
      'p c 100 m 3000',
    ]);
  });

  it('are those of the newest version of one date, and judge a month by its last work', () => {
    const bonus = penalty('b', { fact: 'completed', per: 'month', atLeast: '1' }, fixed(500), { kind: 'bonus' });
    const done = one('d', [['covered', 100]], { date: '2026-10-30' });
    const wrong = versionOf(termsOf([], { from: '2026-10-20' }), 2);
    const right = versionOf(termsOf([bonus], { from: '2026-10-20' }), 3);
    expect(ofRules(setupOf([right, wrong, before]), [...works, done])).toEqual([
      'p warning a 100 m 0',
      'p b 100 m 1000',
      'b all -500',
    ]);
    expect(ofRules(setupOf([wrong, before]), [...works, done])).toHaveLength(2);
  });
});
