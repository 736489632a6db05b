import { describe, expect, it } from 'vitest';
import { fixed, linesOf, one, penalty, undone } from '../testing/rules.ts';
import { draftOf, setupOf, termsOf, workOf, type Stretch, type WorkWish } from '../testing/works.ts';

const SHORT: readonly Stretch[] = [
  ['covered', 90],
  ['gear-off', 10],
];
const DONE: readonly Stretch[] = [['covered', 100]];

/** Only what rules make: the price of what was not done is left out. */
const ofRules = (...args: Parameters<typeof draftOf>): string[] =>
  linesOf(...args).filter((line) => !line.startsWith('non-payment'));

const days = (dates: readonly string[], more: Partial<WorkWish> = {}) =>
  dates.map((date) => one(`a${date.slice(5)}`, SHORT, { date, ...more }));

describe('facts of a month', () => {
  const works = days(['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04']);

  it('are warnings first, then charged, then multiplied', () => {
    const rule = penalty('p', undone('leg'), fixed(1_000), { warnings: 1, repeat: { from: 2, factor: '1.5' } });
    const { lines } = draftOf(setupOf(termsOf([rule])), works);
    expect(lines.filter((line) => line.rule !== null).map((line) => [line.kind, line.occurrence, line.amount])).toEqual(
      [
        ['warning', 1, 0],
        ['penalty', 2, 1_000],
        ['penalty', 3, 1_500],
        ['penalty', 4, 1_500],
      ],
    );
    expect(lines.at(-1)!.arithmetic.terms).toEqual([
      [
        { value: '10', unit: 'amount' },
        { value: '1.5', unit: 'factor' },
      ],
    ]);
  });

  it('are counted by local months', () => {
    const rule = penalty('p', undone('leg'), fixed(1_000), { warnings: 1 });
    const setup = setupOf(termsOf([rule]), { from: '2026-09-29', to: '2026-10-03' });
    expect(ofRules(setup, days(['2026-09-29', '2026-09-30', '2026-10-01', '2026-10-02']))).toEqual(
      ['p warning a09-29 0', 'p a09-30 10 m 1000', 'p warning a10-01 0', 'p a10-02 10 m 1000'].map((line) =>
        line.replace('warning a09-29', 'warning a09-29 10 m').replace('warning a10-01', 'warning a10-01 10 m'),
      ),
    );
  });

  it('that are held or cured are none', () => {
    const rule = penalty('p', undone('leg'), fixed(1_000), { warnings: 1, cure_h: 24 });
    const held = one('a10-01', SHORT, { date: '2026-10-01', grade: 'C' });
    const cured = one('a10-02', SHORT, { date: '2026-10-02' });
    const later = one('a10-02-2', DONE, { date: '2026-10-02', minutes: [700, 800] });
    const next = one('a10-05', SHORT, { date: '2026-10-05' });
    expect(ofRules(setupOf(termsOf([rule])), [held, cured, later, next])).toEqual([
      'held C: p a10-01 10 m 1000',
      'cured: p a10-02 10 m 1000',
      'p warning a10-05 10 m 0',
    ]);
  });
});

describe('held lines', () => {
  const rules = [penalty('p', undone('leg'), fixed(1_000)), penalty('u', { fact: 'uptime', below: '95' }, fixed(500))];

  it('are shown and not summed; a clause on the data themselves holds', () => {
    const { lines, totals } = draftOf(setupOf(termsOf(rules)), [one('a', SHORT, { grade: 'C', uptime_pct: 94.99 })]);
    expect(totals).toMatchObject({ nonPayment: 2_000, penalty: 500, held: 1_000, total: 2_500, lines: 3 });
    expect(lines.map(({ state }) => state)).toEqual(['standing', 'held', 'standing']);
  });

  it('begin below the grade that the terms name, and no data at all is a no-show', () => {
    const withC = termsOf(rules, { gps: { grade: 'C' } });
    expect(ofRules(setupOf(withC), [one('a', SHORT, { grade: 'C' })])).toEqual(['p a 10 m 1000']);
    const nobody = one('a', [['no-data', 100]], { grade: 'none', uptime_pct: null });
    expect(ofRules(setupOf(termsOf(rules)), [nobody])).toEqual(['p a 100 m 1000']);
  });
});

describe('what counts as done', () => {
  const leg = penalty('p', undone('leg'), fixed(1_000));

  it('is told by the completion of the terms, or by the rule', () => {
    const at = (covered: number) => one('a', [['covered', covered], ['not-reached', 100 - covered]]); // prettier-ignore
    expect(ofRules(setupOf(termsOf([leg])), [at(95)])).toEqual([]);
    expect(ofRules(setupOf(termsOf([leg])), [at(94.99)])).toEqual(['p a 5.01 m 1000']);
    const strict = penalty('p', undone('leg', { above: '0' }), fixed(1_000));
    expect(ofRules(setupOf(termsOf([strict])), [at(99.99)])).toEqual(['p a 0.01 m 1000']);
  });

  it('is a share of what is owed: excused metres are not', () => {
    const work = one('a', [['covered', 47.5], ['not-reached', 2.5], ['excused', 50]]); // prettier-ignore
    expect(ofRules(setupOf(termsOf([leg])), [work])).toEqual([]);
    const more = one('a', [['covered', 47.4], ['not-reached', 2.5], ['excused', 50.1]]); // prettier-ignore
    expect(ofRules(setupOf(termsOf([leg])), [more])).toEqual(['p a 2.5 m 1000']);
  });

  it('is of reasons where the rule names some', () => {
    const rule = penalty('p', undone('route', { reasons: ['too-fast'], above: '5' }), fixed(1_000));
    const work = one('a', [['covered', 80], ['gear-off', 15], ['too-fast', 5]]); // prettier-ignore
    expect(ofRules(setupOf(termsOf([rule])), [work])).toEqual([]);
    // not done for another reason; of this one there is less than the twentieth that a leg may lack
    const named = penalty('p', undone('leg', { reasons: ['not-reached'] }), fixed(1_000));
    const other = (m: number) => one('a', [['gear-off', 50], ['not-reached', m], ['covered', 50 - m]]); // prettier-ignore
    expect(ofRules(setupOf(termsOf([named])), [other(5)])).toEqual([]);
    expect(ofRules(setupOf(termsOf([named])), [other(5.01)])).toEqual(['p a 5.01 m 1000']);
  });

  it('is of all works of a day together', () => {
    const rule = penalty('p', undone('day', { above: '10' }), fixed(1_000));
    const works = [one('a', DONE), one('b', [['covered', 79], ['not-reached', 21]], { minutes: [700, 800] })]; // prettier-ignore
    expect(ofRules(setupOf(termsOf([rule])), works)).toEqual(['p all 21 m 1000']);
    const elsewhere = { ...rule, routes: ['r1'] };
    const other = one('b', [['not-reached', 100]], { route: 'r2', minutes: [700, 800] });
    expect(ofRules(setupOf(termsOf([elsewhere])), [one('a', DONE), other])).toEqual([]);
  });
});

describe('a bonus', () => {
  const bonus = (per: 'route' | 'day' | 'month', atLeast: string, charge = fixed(10_000)) =>
    penalty('b', { fact: 'completed', per, atLeast }, charge, { kind: 'bonus', cap: { month: 15_000 } });

  it('is a negative line of a route, a day or a month of which enough was done', () => {
    const works = [...days(['2026-10-01', '2026-10-02']), one('c', DONE, { date: '2026-10-02', minutes: [700, 800] })];
    expect(ofRules(setupOf(termsOf([bonus('route', '91')])), works)).toEqual(['b c -10000']);
    expect(ofRules(setupOf(termsOf([bonus('day', '95')])), works)).toEqual(['b all -10000']);
    expect(ofRules(setupOf(termsOf([bonus('month', '93.3')])), works)).toEqual(['b all -10000']);
    expect(ofRules(setupOf(termsOf([bonus('month', '93.4')])), works)).toEqual([]);
  });

  it('can be a share of the price or a sum by metre, and is cut by its caps', () => {
    const works = days(['2026-10-01', '2026-10-02']);
    // 180 m done of 200 m owed at 2.00
    expect(
      ofRules(setupOf(termsOf([bonus('month', '90', { sum: 'percent', percent: '5', of: 'month' })])), works),
    ).toEqual(['b all -2000']);
    expect(ofRules(setupOf(termsOf([bonus('month', '90', { sum: 'per-metre', price: '0.1' })])), works)).toEqual([
      'b all -1800',
    ]);
    const { lines, totals } = draftOf(setupOf(termsOf([bonus('route', '90')])), works);
    expect(lines.map(({ amount }) => amount)).toEqual([2_000, -10_000, 2_000, -5_000]);
    expect(totals).toMatchObject({ nonPayment: 4_000, bonus: -15_000, total: -11_000 });
  });

  it('is none for nothing', () => {
    expect(ofRules(setupOf(termsOf([bonus('route', '90')])), [one('a', [['excused', 100]])])).toEqual([]);
  });
});

describe('a cure', () => {
  const rule = penalty('p', undone('leg'), fixed(1_000), { cure_h: 24 });
  const short = (id: string) => one(id, SHORT, { date: '2026-10-01' });
  const drafted = (...later: ReturnType<typeof one>[]) => ofRules(setupOf(termsOf([rule])), [short('a'), ...later]);

  it('needs a leg that counts as done within the hours', () => {
    const inTime = one('b', DONE, { date: '2026-10-02', minutes: [500, 601] });
    const tooLate = one('b', DONE, { date: '2026-10-02', minutes: [500, 602] });
    const part = (covered: number) => [['gear-off', 90], ['not-reached', 10 - covered], ['covered', covered]] as const; // prettier-ignore
    // 90 m were done; 5 m more of them are the 95 % of the terms
    const enough = one('b', part(5), { date: '2026-10-01', minutes: [700, 800] });
    const tooLittle = one('b', part(4.99), { date: '2026-10-01', minutes: [700, 800] });
    expect(drafted(inTime)).toEqual(['cured: p a 10 m 1000']);
    expect(drafted(tooLate)).toEqual(['p a 10 m 1000']);
    expect(drafted(enough)[0]).toBe('cured: p a 10 m 1000');
    expect(drafted(tooLittle)[0]).toBe('p a 10 m 1000');
  });

  it('is of the same kerb and work, and may lie after the period', () => {
    const left = workOf({ id: 'b', date: '2026-10-02', minutes: [300, 400], legs: [{ edge: 'e1', side: 'left', stretches: DONE }] }); // prettier-ignore
    expect(drafted(left)).toEqual(['p a 10 m 1000']);
    const afterwards = one('b', DONE, { date: '2026-11-01', minutes: [300, 400] });
    const last = one('a', SHORT, { date: '2026-10-31' });
    expect(ofRules(setupOf(termsOf([rule])), [last, afterwards])).toEqual(['cured: p a 10 m 1000']);
  });

  it('of two missing passes needs two', () => {
    const twice = workOf({
      id: 'a',
      date: '2026-10-01',
      legs: [1, 2].map((pass) => ({ edge: 'e1', pass, stretches: [['not-reached', 100]] as const })),
    });
    const pass = (id: string, from: number) => one(id, DONE, { date: '2026-10-01', minutes: [from, from + 60] });
    expect(ofRules(setupOf(termsOf([rule])), [twice, pass('b', 700)])).toEqual([
      'cured: p a 100 m 1000',
      'p a 100 m 1000',
    ]);
    expect(ofRules(setupOf(termsOf([rule])), [twice, pass('b', 700), pass('c', 800)])).toEqual([
      'cured: p a 100 m 1000',
      'cured: p a 100 m 1000',
    ]);
  });
});
