import type { ClaimLine } from '@sweepline/contract';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tellLines } from '../../reports/claim/testing/tell-lines.ts';
import { addLines, answerLines, decideLines } from '../../store/objects/claim-lines.ts';
import { openTemporaryStore, type TemporaryStore } from '../../store/testing/temporary-store.ts';
import { toldLines } from './told-lines.ts';

let store: TemporaryStore;
beforeAll(async () => {
  store = await openTemporaryStore();
  const { db } = store;
  await db.query(
    `insert into municipality (id, name, timezone, locale, drives_on) values ('m', 'M', 'UTC', 'en', 'right')`,
  );
  await db.query(`insert into contractor (id, name, municipality) values ('c', 'c', 'm')`);
  await db.query(
    `insert into contract (id, municipality, contractor, number, from_date, to_date, currency, price, operations)
     values ('k', 'm', 'c', '1', '2026-01-01', '2026-12-31', 'MDL', 1, '{sweep}')`,
  );
}, 60_000);
afterAll(() => store?.remove());

const lineArbitrary = fc.record({
  kind: fc.constantFrom('non-payment' as const, 'penalty' as const, 'warning' as const, 'bonus' as const),
  state: fc.constantFrom(
    ...(['standing', 'held', 'dropped', 'covered', 'cured'] as const satisfies readonly ClaimLine['state'][]),
  ),
  amount: fc.integer({ min: -9, max: 9 }),
  assignment: fc.constantFrom(null, 'a1', 'a2', 'a3'),
  answer: fc.constantFrom(null, null, 'accept' as const, 'accept' as const, 'object' as const),
  decision: fc.option(fc.integer({ min: 0, max: 9 })),
});

let made = 0;
async function written(drawn: readonly (typeof lineArbitrary extends fc.Arbitrary<infer One> ? One : never)[]) {
  const { db } = store;
  const claim = `claim-${made++}`;
  await db.query(
    `insert into claim (id, contract, municipality, contractor, number, revision, from_date, to_date, payment_date, currency,
       state, made_by, search, contractor_order, contract_order)
     values ($1, 'k', 'm', 'c', $1, 1, '2026-10-01', '2026-11-01', '2026-12-01', 'MDL', 'issued', 'a', '', 'c', '1')`,
    [claim],
  );
  const lines = drawn.map(({ answer, decision, ...line }, n): ClaimLine => {
    const at = '2026-11-02T00:00:00.000Z';
    const plain = { why: null, rule: null, terms: 1, date: '2026-10-02', route: null, vehicle: null, reason: null };
    const empty = {
      streets: [],
      sides: [],
      incident: null,
      metres: null,
      stretches: [],
      occurrence: null,
      result: null,
    };
    const arithmetic = { terms: [], caps: [] };
    const decided = { decision: 'reduce' as const, excused_m: null, reason: 'r', by: 'a', at };
    return {
      ...{ no: n + 1, ...plain, ...empty, arithmetic, ...line },
      answer: answer && { answer, metres: null, reason: null, by: 'c', at, attachments: [] },
      decision: decision === null ? null : { ...decided, amount: decision },
    };
  });
  await addLines(db, claim, lines);
  const answers = lines.flatMap(({ no, answer }) => (answer ? [{ no, answer: answer.answer, metres: null, reason: null }] : [])); // prettier-ignore
  const at_ms = Date.parse('2026-11-02T00:00:00Z');
  await answerLines(db, claim, answers, 'c', at_ms);
  const decisions = lines.flatMap(({ no, decision }) => (decision ? [{ no, ...decision }] : []));
  await decideLines(db, claim, decisions, 'a', at_ms);
  return { claim, lines };
}

test('the database tells of lines what is told of those at hand', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(lineArbitrary, { maxLength: 25 }),
      fc.integer({ min: 1, max: 12 }),
      async (drawn, most) => {
        const { claim, lines } = await written(drawn);
        const { told, assignments } = await toldLines(store.db, claim, most);
        expect(told).toEqual(tellLines(lines, most));
        expect(assignments).toBe(new Set(lines.flatMap(({ assignment }) => assignment ?? [])).size);
      },
    ),
    { numRuns: 60 },
  );
});
