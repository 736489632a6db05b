import type { CoverageAnswer } from '@sweepline/contract';
import { expect, test } from 'vitest';
import { onEveryKind } from '../testing/every-kind.ts';
import {
  decideResult,
  findResult,
  insertResult,
  listResults,
  sealedRevisions,
  standingResult,
  supersedeProposals,
  type Result,
} from './results.ts';
import { sealedTouching, unsealedBefore } from './unsealed.ts';

const answer = (revision: number): CoverageAnswer => ({
  assignment: 'night-7',
  routeVersion: 2,
  rulesVersion: '1',
  matcherVersion: '1',
  revision,
  status: 'sealed',
  sealedAt: '2026-11-21T00:00:00.000Z',
  digest: `digest-${revision}`,
  planned_m: 12.34,
  covered_m: 12.3,
  excused_m: 0,
  uncovered_m: { 'not-reached': 0.04, 'no-data': 0, 'too-fast': 0, 'gear-off': 0, 'wrong-side': 0 },
  quality: { grade: 'A', uptime_pct: 99.1, fixes: 10, rejected: 0, conflicts: 0, fieldErrors: 0, gaps: [] },
  legs: [],
});

const result = (revision: number, state: Result['state'] = 'standing'): Result => ({
  assignment: 'night-7',
  revision,
  sealed_ms: Date.parse('2026-11-21T00:00:00Z') + revision,
  digest: `digest-${revision}`,
  cause: revision === 1 ? 'sealed' : 'late-evidence',
  difference: { planned_m: 0, covered_m: 0, excused_m: 0, uncovered_m: {}, grade: null, legs: [] },
  state,
  decision: null,
  basis: { until_ms: revision },
  answer: answer(revision),
});

const decision = { by: 'auditor-1', at_ms: Date.parse('2026-11-22T00:00:00Z'), why: 'the modem was repaired' };

const TO_MS = Date.parse('2026-11-20T22:00:00Z');

/** An assignment with all that its row hangs on. */
const ASSIGNED = [
  `insert into municipality (id, name, timezone, locale, drives_on) values ('m', 'M', 'UTC', 'en', 'right')`,
  `insert into contractor (id, municipality, name) values ('c', 'm', 'Contractor 1')`,
  `insert into vehicle (id, municipality, contractor, plate, operations, gear_sensors) values ('v', 'm', 'c', 'A 1', '{}', '{}')`,
  `insert into route (id, municipality) values ('r', 'm')`,
  `insert into route_version (route, version, name, operation, legs, planned_m, made_at, made_by)
   values ('r', 1, 'R', 'sweep', '[]', 0, now(), 'admin')`,
  `insert into assignment (id, municipality, route, route_version, vehicle, from_at, to_at, retroactive)
   values ('day-9', 'm', 'r', 1, 'v', '2026-11-20T06:00:00Z', '2026-11-20T22:00:00Z', false)`,
];

onEveryKind('results', (store) => {
  test('an assignment is due from the end of its window until it is sealed', async () => {
    const { db } = store();
    for (const sql of ASSIGNED) await db.query(sql);
    expect(await unsealedBefore(db, TO_MS - 1, 20)).toEqual([]);
    expect(await unsealedBefore(db, TO_MS, 20)).toEqual(['day-9']);
    expect(await sealedTouching(db, 'c', TO_MS - 1, TO_MS)).toEqual([]);
    await insertResult(db, { ...result(1), assignment: 'day-9' });
    expect(await unsealedBefore(db, TO_MS, 20)).toEqual([]);
    expect(await sealedTouching(db, 'c', TO_MS - 1, TO_MS)).toEqual(['day-9']);
    expect(await sealedTouching(db, 'c', TO_MS, TO_MS + 1)).toEqual([]);
  });

  test('a revision is added once and never changed; the answer keeps its bytes', async () => {
    const { db } = store();
    expect(await standingResult(db, 'night-7')).toBeNull();
    expect(await insertResult(db, result(1))).toBe(true);
    expect(await insertResult(db, { ...result(1), digest: 'other' })).toBe(false);
    const standing = await standingResult(db, 'night-7');
    expect(standing).toEqual(result(1));
    expect(JSON.stringify(standing!.answer)).toBe(JSON.stringify(answer(1)));
  });

  test('a proposed revision stands once it is accepted, and can be decided once', async () => {
    const { db } = store();
    await insertResult(db, result(2, 'proposed'));
    await supersedeProposals(db, 'night-7');
    await insertResult(db, result(3, 'proposed'));
    expect((await standingResult(db, 'night-7'))?.revision).toBe(1);
    expect(await decideResult(db, 'night-7', 2, 'accepted', decision)).toBe(false);
    expect(await decideResult(db, 'night-7', 3, 'accepted', decision)).toBe(true);
    expect(await decideResult(db, 'night-7', 3, 'declined', decision)).toBe(false);
    expect(await standingResult(db, 'night-7')).toEqual({ ...result(3, 'accepted'), decision });
    expect((await listResults(db, 'night-7')).map((each) => [each.revision, each.state])).toEqual([
      [1, 'standing'],
      [2, 'superseded'],
      [3, 'accepted'],
    ]);
    expect(await sealedRevisions(db, ['night-7', 'other'])).toEqual(new Map([['night-7', 3]]));
    expect((await findResult(db, 'night-7', 2))?.answer).toEqual(answer(2));
  });
});
