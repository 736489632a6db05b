import type { Incident, LiveAssignment } from '@sweepline/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisionsOf, lastClosed, takenBy } from './urgency.ts';

const NOW = Date.parse('2026-11-19T04:42:18Z');
const assignments = new Map(
  [
    ['soon', '2026-11-19T05:15:00Z'],
    ['late', '2026-11-19T07:00:00Z'],
    ['over', '2026-11-19T04:30:00Z'],
  ].map(([id, to]) => [id, { assignment: id, to } as LiveAssignment]),
) as ReadonlyMap<string, LiveAssignment>;

let no = 0;
const incident = (change: Partial<Incident>): Incident => ({
  id: `i${++no}`,
  no,
  municipality: 'm',
  kind: 'idle',
  severity: 'warning',
  state: 'open',
  vehicle: `v${no}`,
  assignment: 'late',
  from: '2026-11-19T04:00:00Z',
  to: null,
  lat: null,
  lon: null,
  edge: null,
  figures: {},
  note: null,
  assignee: null,
  history: [],
  ...change,
});

describe('what needs a decision', () => {
  it('is loud about the first that can still be saved, and ranks what is lost below', () => {
    const missed = incident({ kind: 'missed', severity: 'critical', assignment: 'over' });
    const idle = incident({ kind: 'idle' });
    const soon = incident({ kind: 'will-miss', assignment: 'soon' });
    const { loud, rows, count } = decisionsOf([missed, idle, soon], assignments, NOW);
    expect(loud?.incident).toBe(soon);
    expect(rows.map((row) => row.incident)).toEqual([idle, missed]);
    expect(count).toBe(3);
  });

  it('lets the next rise when one is taken, and an sos above all', () => {
    const taken = incident({ kind: 'will-miss', assignment: 'soon', state: 'acknowledged' });
    const sos = incident({ kind: 'sos', severity: 'critical', assignment: null });
    const next = incident({ kind: 'idle' });
    expect(decisionsOf([taken, next], assignments, NOW).loud?.incident).toBe(next);
    expect(decisionsOf([taken, next, sos], assignments, NOW).loud?.incident).toBe(sos);
    expect(decisionsOf([taken], assignments, NOW).loud).toBeNull();
  });

  it('asks nobody about what is over, but about what was lost', () => {
    const over = incident({ kind: 'signal-lost', severity: 'critical', to: '2026-11-19T04:10:00Z' });
    const lost = incident({ kind: 'missed', severity: 'critical', to: '2026-11-19T04:10:00Z' });
    const { loud, rows, count, past } = decisionsOf([over, lost], assignments, NOW);
    expect([loud, count]).toEqual([null, 1]);
    expect(rows.map((row) => row.incident)).toEqual([lost]);
    expect(past.map((row) => row.incident)).toEqual([over]);
  });

  it('folds the cases of one vehicle into one row', () => {
    const [first, second] = [incident({ vehicle: 'v', kind: 'missed' }), incident({ vehicle: 'v', kind: 'conflict' })];
    const { rows } = decisionsOf([first, second], assignments, NOW);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.others).toHaveLength(1);
  });

  it('shows every open case once and no closed one', () => {
    const any = fc.record({
      kind: fc.constantFrom('idle' as const, 'missed' as const, 'sos' as const, 'will-miss' as const),
      state: fc.constantFrom('open' as const, 'acknowledged' as const, 'resolved' as const, 'dismissed' as const),
      vehicle: fc.constantFrom('a', 'b', 'c'),
      assignment: fc.constantFrom('soon', 'late', 'over', null),
      severity: fc.constantFrom('warning' as const, 'critical' as const),
      to: fc.constantFrom(null, '2026-11-19T04:10:00Z'),
    });
    fc.assert(
      fc.property(fc.array(any), (changes) => {
        const incidents = changes.map(incident);
        const { loud, rows, count, past } = decisionsOf(incidents, assignments, NOW);
        const wanting = [...(loud ? [loud.incident] : []), ...rows.flatMap((row) => [row.incident, ...row.others])];
        const shown = [...wanting, ...past.map((decision) => decision.incident)];
        const open = incidents.filter(({ state }) => state === 'open' || state === 'acknowledged');
        expect(new Set(shown)).toEqual(new Set(open));
        expect([shown.length, count]).toEqual([open.length, wanting.length]);
      }),
    );
  });
});

it('knows who took a case and when the last one was closed', () => {
  const entry = (at: string, action: Incident['history'][number]['action'], by: string) => ({ at, action, by });
  const taken = incident({
    state: 'acknowledged',
    history: [entry('2026-11-19T04:21:00Z', 'acknowledged', 'munteanu')],
  });
  expect(takenBy(taken)).toBe('munteanu');
  expect(takenBy(incident({}))).toBeNull();
  expect(
    lastClosed([taken, incident({ state: 'resolved', history: [entry('2026-11-19T03:58:00Z', 'resolved', 'x')] })]),
  ).toBe('2026-11-19T03:58:00Z');
  expect(lastClosed([taken])).toBeNull();
});
