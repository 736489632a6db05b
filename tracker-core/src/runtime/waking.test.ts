import type { Vehicle } from '@sweepline/contract';
import { expect, test } from 'vitest';
import { bareFix } from '../testing/ascii-map.ts';
import type { Cases } from './cases.ts';
import type { EvidenceReader } from './evidence.ts';
import type { Plans } from './plans.ts';
import { shiftReader } from './waking.ts';

const away = (code: string): Error => Object.assign(new Error('the database is away'), { code });

test('a shift is read once the database is there again; what else fails is told', async () => {
  // As it starts, before it listens, and where it was killed in the midst of the reading: `pg` has no code for that.
  const failures = [away('57P03'), away('ECONNREFUSED'), new Error('Connection terminated unexpectedly')];
  const answer = async (): Promise<unknown[]> => {
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
    return [{ ts_ms: 5 }];
  };
  const evidence = { stored: answer, reports: answer, fixOf: () => bareFix(5, 0, 0) } as unknown as EvidenceReader;
  const plans = { assignmentsOf: () => [] } as unknown as Plans;
  const cases = { lastsSince: () => null } as unknown as Cases;
  const read = shiftReader(evidence, plans, cases, () => 1_000_000);
  const vehicle = { id: 'v' } as Vehicle;
  expect(await read(vehicle, 500_000)).toMatchObject({ fixes: [{ ts_ms: 5 }], reports: [{ ts_ms: 5 }] });
  expect(failures).toEqual([]);
  failures.push(away('42P01'));
  await expect(read(vehicle, 500_000)).rejects.toMatchObject({ code: '42P01' });
});
