import type { CoverageAnswer } from '@sweepline/contract';
import { expect, test } from 'vitest';
import { onEveryKind } from '../testing/every-kind.ts';
import { insertResult, latestResult, listResults, sealedRevisions, type Result } from './results.ts';

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

const result = (revision: number): Result => ({
  assignment: 'night-7',
  revision,
  sealed_ms: Date.parse('2026-11-21T00:00:00Z') + revision,
  digest: `digest-${revision}`,
  cause: revision === 1 ? 'seal' : 'late-evidence',
  difference: { covered_m: 0, excused_m: 0, uncovered_m: {} },
  answer: answer(revision),
});

onEveryKind('results', (store) => {
  test('a revision is added once and never changed; the answer keeps its bytes', async () => {
    const { db } = store();
    expect(await latestResult(db, 'night-7')).toBeNull();
    expect(await insertResult(db, result(1))).toBe(true);
    expect(await insertResult(db, { ...result(1), digest: 'other' })).toBe(false);
    expect(await insertResult(db, result(2))).toBe(true);
    const latest = await latestResult(db, 'night-7');
    expect(latest).toEqual(result(2));
    expect(JSON.stringify(latest!.answer)).toBe(JSON.stringify(answer(2)));
    expect((await listResults(db, 'night-7')).map((each) => [each.revision, each.digest])).toEqual([
      [1, 'digest-1'],
      [2, 'digest-2'],
    ]);
    expect(await sealedRevisions(db, ['night-7', 'other'])).toEqual(new Map([['night-7', 2]]));
  });
});
