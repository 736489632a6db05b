import { describe, expect, it } from 'vitest';
import type { Rule } from '@sweepline/contract';
import type { ClaimIncident } from '../setup.ts';
import { fixed, linesOf, one, penalty, undone } from '../testing/rules.ts';
import { draftOf, setupOf, termsOf, workOf } from '../testing/works.ts';

const incident = (kind: ClaimIncident['kind'], more: Partial<ClaimIncident> = {}): ClaimIncident => ({
  id: `i-${kind}`,
  kind,
  assignment: 'a',
  vehicle: 'v1',
  // 06:00 in Chisinau, when the window opens
  from: '2026-10-05T03:00:00.000Z',
  to: '2026-10-05T03:30:00.001Z',
  ...more,
});
const on = (...kinds: ClaimIncident['kind'][]): Rule['on'] => ({ fact: 'incident', kinds });
const drafted = (
  rules: readonly Rule[],
  incidents: readonly ClaimIncident[] = [],
  overlap: 'greatest' | 'first' = 'greatest',
  work = one('a', [['covered', 50], ['gear-off', 50]]), // prettier-ignore
): string[] =>
  linesOf(setupOf(termsOf(rules, { overlap }), { incidents }), [work]).filter(
    (line) => !line.startsWith('non-payment'),
  );

describe('two penalties for one metre and cause', () => {
  const small = penalty('p-small', undone('leg'), fixed(100));
  const great = penalty('q-great', undone('route'), fixed(900));

  it('are one: the greater, whatever the order of the rules', () => {
    const expected = ['covered 3: p-small a 50 m 100', 'q-great a 50 m 900'];
    expect(drafted([small, great])).toEqual(expected);
    expect(drafted([great, small])).toEqual(expected);
  });

  it('are one: the first listed, where the contract says so', () => {
    expect(drafted([small, great], [], 'first')).toEqual(['p-small a 50 m 100', 'covered 2: q-great a 50 m 900']);
    expect(drafted([great, small], [], 'first')).toEqual(['covered 3: p-small a 50 m 100', 'q-great a 50 m 900']);
  });

  it('are one: of equal ones that of the first id', () => {
    expect(drafted([penalty('y', undone('leg'), fixed(100)), penalty('x', undone('leg'), fixed(100))])).toEqual([
      'x a 50 m 100',
      'covered 2: y a 50 m 100',
    ]);
  });

  it('are two where the causes differ', () => {
    const work = one('a', [['gear-off', 50], ['too-fast', 50]]); // prettier-ignore
    const rules = [
      penalty('g', undone('leg', { reasons: ['gear-off'] }), fixed(100)),
      penalty('t', undone('leg', { reasons: ['too-fast'] }), fixed(200)),
    ];
    expect(drafted(rules, [], 'greatest', work)).toEqual(['g a 50 m 100', 't a 50 m 200']);
  });

  it('lets a warning stand beside a charge', () => {
    const warns = penalty('w', undone('leg'), fixed(5_000), { warnings: 1 });
    expect(drafted([warns, small])).toEqual(['p-small a 50 m 100', 'w warning a 50 m 0']);
  });
});

describe('cases', () => {
  it('are one cause with the metres that they explain', () => {
    const gear = penalty('g', on('gear-off-on-route'), fixed(300));
    const metre = penalty('m', undone('leg', { reasons: ['gear-off'] }), { sum: 'per-metre', price: '1' });
    expect(drafted([gear, metre], [incident('gear-off-on-route')])).toEqual(['covered 3: g a 300', 'm a 50 m 5000']);
    const other = penalty('o', on('idle'), fixed(300));
    expect(drafted([other, metre], [incident('idle')])).toEqual(['m a 50 m 5000', 'o a 300']);
  });

  it('of one rule are facts of their own, but their metres are charged once', () => {
    const twice = [
      incident('gear-off-on-route'),
      incident('gear-off-on-route', { id: 'j', from: '2026-10-05T04:00:00Z' }),
    ];
    expect(drafted([penalty('g', on('gear-off-on-route'), fixed(300))], twice)).toEqual(['g a 300', 'g a 300']);
    const metre = penalty('g', on('gear-off-on-route'), { sum: 'per-metre', price: '1' });
    expect(drafted([metre], twice)).toEqual(['g a 50 m 5000', 'covered 2: g a 50 m 5000']);
  });

  it('are charged by how long they took: hours begun, local days begun after the first', () => {
    const late = (charge: Rule['charge']) =>
      drafted([penalty('l', on('late-start'), charge)], [incident('late-start')]);
    expect(late({ sum: 'per-delay', unit: 'hour', amount: 200 })).toEqual(['l a 200']);
    expect(late({ sum: 'per-delay', unit: 'day', amount: 200 })).toEqual([]);
    // 100 m owed × 2.00 × 1.5 % × 1 h
    expect(late({ sum: 'percent-per-delay', unit: 'hour', percent: '1.5' })).toEqual(['l a 300']);
    const longer = incident('late-start', { to: '2026-10-05T04:00:00.001Z' });
    const hourly = penalty('l', on('late-start'), { sum: 'per-delay', unit: 'hour', amount: 200 });
    expect(drafted([hourly], [longer])).toEqual(['l a 400']);
  });

  it('belong to their assignment, else to the work of their vehicle in whose window they began', () => {
    const rule = penalty('o', on('off-route'), fixed(300));
    const loose = (from: string, vehicle = 'v1') => incident('off-route', { assignment: null, from, vehicle });
    expect(drafted([rule], [loose('2026-10-05T03:00:00Z')])).toEqual(['o a 300']);
    expect(drafted([rule], [loose('2026-10-05T07:00:00Z')])).toEqual([]);
    expect(drafted([rule], [loose('2026-10-05T03:00:00Z', 'v2')])).toEqual([]);
    expect(drafted([rule], [incident('off-route', { assignment: 'of another contract' })])).toEqual([]);
  });

  it('are held by bad data unless they are about the data', () => {
    const work = one('a', [['covered', 50], ['no-data', 50]], { grade: 'C' }); // prettier-ignore
    const rules = [penalty('i', on('idle'), fixed(300)), penalty('s', on('signal-lost'), fixed(400))];
    expect(drafted(rules, [incident('idle'), incident('signal-lost')], 'greatest', work)).toEqual([
      'held C: i a 300',
      's a 400',
    ]);
  });

  it('of a no-show and of what was missed are one cause with its metres', () => {
    const work = one('a', [['no-data', 100]], { grade: 'none', uptime_pct: null });
    const rules = [
      penalty('m', on('missed'), fixed(100)),
      penalty('n', on('no-show'), fixed(900)),
      penalty('p', undone('leg'), fixed(500)),
    ];
    expect(drafted(rules, [incident('missed'), incident('no-show')], 'greatest', work)).toEqual([
      'covered 3: m a 100',
      'n a 900',
      'covered 3: p a 100 m 500',
    ]);
  });

  it('of an absence are one: who does not come is late first', () => {
    // came after an hour and did everything: no metre tells that both are one cause
    const done = one('a', [['covered', 100]]);
    const both = [incident('late-start'), incident('no-show')];
    const start = penalty('l', on('late-start'), fixed(100));
    const absence = penalty('n', on('no-show'), fixed(900));
    expect(drafted([start, absence], both, 'greatest', done)).toEqual(['covered 2: l a 100', 'n a 900']);
    const either = penalty('e', on('late-start', 'no-show'), fixed(250), { warnings: 1 });
    expect(drafted([either], both, 'greatest', done)).toEqual(['e warning a 0']);
    expect(drafted([either], [incident('late-start')], 'greatest', done)).toEqual(['e warning a 0']);
  });

  it('of one rule that explain the same metres in two ways are one cause', () => {
    const rule = penalty('x', on('no-show', 'missed'), fixed(300));
    const work = one('a', [['not-reached', 100]]);
    expect(drafted([rule], [incident('no-show'), incident('missed')], 'greatest', work)).toEqual([
      'x a 300',
      'covered 2: x a 300',
    ]);
  });

  it('earn nothing where the rule says so', () => {
    const work = workOf({ id: 'a', legs: [{ edge: 'e1', stretches: [['covered', 60], ['not-reached', 40]] }] }); // prettier-ignore
    const nothing = penalty('n', on('late-start'), { sum: 'zero' }, { kind: 'non-payment' });
    const { lines, totals } = draftOf(setupOf(termsOf([nothing]), { incidents: [incident('late-start')] }), [work]);
    expect(lines.map(({ amount }) => amount)).toEqual([8_000, 12_000]);
    expect(totals).toMatchObject({ nonPayment: 20_000, penalty: 0 });
  });
});
