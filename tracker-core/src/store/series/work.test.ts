import { expect, test } from 'vitest';
import { runJobs } from '../jobs/run-jobs.ts';
import { onEveryKind } from '../testing/every-kind.ts';
import { readDailyWork } from './daily-work.ts';
import { readLoad, refreshLoad } from './load.ts';
import { appendWork, readWork, replaceWork, type WorkOwner, type WorkRow } from './work.ts';

const owner = (vehicle: string): WorkOwner => ({
  municipality: 'town',
  vehicle,
  crew: null,
  timezone: 'Europe/Stockholm',
});

const passage = (enter: string, rest: Partial<WorkRow> = {}): WorkRow => ({
  operation: 'sweep',
  edge: 'Järntorget 1|a, "b"',
  serves: 'right',
  from_cm: 0,
  to_cm: 10_000,
  forward: true,
  verdict: 'worked',
  enter_ms: Date.parse(enter),
  leave_ms: Date.parse(enter) + 60_000,
  marks: [],
  ...rest,
});

onEveryKind('work', (store) => {
  test('is read as it was written, and replaced within its stretch only', async () => {
    const { db } = store();
    const first = passage('2026-11-20T06:00:00.250Z', { marks: ['speed-only', 'low-confidence'], forward: false });
    const second = passage('2026-11-20T06:10:00Z', { verdict: 'too-fast' });
    const third = passage('2026-11-20T06:20:00Z', { serves: 'undecided' });
    await appendWork(db, [{ owner: owner('replaced'), rows: [first, second] }]);
    await appendWork(db, [{ owner: owner('replaced'), rows: [third] }]);
    const shape = { vehicle: 'replaced', crew: '' };
    const day = [Date.parse('2026-11-20T00:00Z'), Date.parse('2026-11-21T00:00Z')] as const;
    expect(await readWork(db, 'replaced', ...day)).toEqual([first, second, third].map((row) => ({ ...row, ...shape })));
    const better = { ...second, to_cm: 5_000 };
    await replaceWork(db, owner('replaced'), second.enter_ms, third.enter_ms, [better]);
    expect(await readWork(db, 'replaced', ...day)).toEqual([first, better, third].map((row) => ({ ...row, ...shape })));
  });

  test('of many vehicles, crews and zones is written at once', async () => {
    const { db } = store();
    const row = passage('2026-10-25T00:40:00Z');
    const later = passage('2026-10-25T00:41:00Z', { forward: false });
    await appendWork(db, [
      { owner: { ...owner('one'), municipality: 'many', crew: 'night' }, rows: [row, later] },
      { owner: { ...owner('two'), municipality: 'many', timezone: 'Asia/Kolkata' }, rows: [row] },
    ]);
    const day = [Date.parse('2026-10-24T00:00Z'), Date.parse('2026-10-26T00:00Z')] as const;
    expect((await readWork(db, 'one', ...day)).map(({ crew, forward }) => [crew, forward])).toEqual([
      ['night', true],
      ['night', false],
    ]);
    expect(await readWork(db, 'two', ...day)).toMatchObject([{ crew: '' }]);
    await refreshLoad(db);
    expect((await readLoad(db, 'many', ...day)).map(({ vehicle, local_hour }) => [vehicle, local_hour])).toEqual([
      ['one', 2],
      ['two', 6],
    ]);
  });

  test('load counts both sides served, and only what was worked', async () => {
    const { db } = store();
    const rows = [
      passage('2026-11-20T06:00:00Z', { serves: 'both' }),
      passage('2026-11-20T06:30:00Z'),
      passage('2026-11-20T06:40:00Z', { verdict: 'gear-off' }),
      passage('2026-11-20T07:00:00Z'),
    ];
    await appendWork(db, [{ owner: { ...owner('sides'), municipality: 'sides' }, rows }]);
    await refreshLoad(db);
    const read = await readLoad(db, 'sides', Date.parse('2026-11-20T00:00Z'), Date.parse('2026-11-21T00:00Z'));
    const of = (side: string, local_hour: number) =>
      read.filter((each) => each.side === side && each.local_hour === local_hour);
    expect(of('left', 7)).toMatchObject([{ passes: 1, length_cm: 10_000, duration_ms: 60_000, speed_kmh: 6 }]);
    expect(of('right', 7)).toMatchObject([
      { passes: 2, length_cm: 20_000, duration_ms: 120_000, local_date: '2026-11-20' },
    ]);
    expect(of('right', 8)).toMatchObject([{ passes: 1, utc_offset_min: 60 }]);
    expect(read).toHaveLength(3);
  });

  test('load keeps the two hours of a doubled local hour apart, and starts a half-hour zone’s hours where they start', async () => {
    const { db } = store();
    const night = ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:30:00Z'].map((enter) =>
      passage(enter),
    );
    await appendWork(db, [{ owner: { ...owner('night'), municipality: 'night' }, rows: night }]);
    await appendWork(db, [
      {
        owner: { ...owner('india'), municipality: 'india', timezone: 'Asia/Kolkata' },
        rows: [passage('2026-10-25T00:40:00Z')],
      },
    ]);
    await refreshLoad(db);
    const day = [Date.parse('2026-10-24T00:00Z'), Date.parse('2026-10-26T00:00Z')] as const;
    const hours = (await readLoad(db, 'night', ...day)).map((each) => [
      each.local_hour,
      each.utc_offset_min,
      each.hour_ms,
    ]);
    expect(hours).toEqual([
      [2, 120, Date.parse('2026-10-25T00:00Z')],
      [2, 60, Date.parse('2026-10-25T01:00Z')],
      [3, 60, Date.parse('2026-10-25T02:00Z')],
    ]);
    expect(await readLoad(db, 'india', ...day)).toMatchObject([
      { local_hour: 6, hour_ms: Date.parse('2026-10-25T00:30Z') },
    ]);
  });

  test('load follows replaced work, and loses hours that became empty', async () => {
    const { db } = store();
    const town = { ...owner('moved'), municipality: 'moved' };
    await appendWork(db, [{ owner: town, rows: [passage('2026-11-20T06:00:00Z'), passage('2026-11-20T08:00:00Z')] }]);
    await refreshLoad(db);
    await replaceWork(db, town, Date.parse('2026-11-20T05:00Z'), Date.parse('2026-11-20T07:00Z'), []);
    expect(await refreshLoad(db)).toBe(1);
    expect(await refreshLoad(db)).toBe(0);
    const day = [Date.parse('2026-11-20T00:00Z'), Date.parse('2026-11-21T00:00Z')] as const;
    expect((await readLoad(db, 'moved', ...day)).map((each) => each.local_hour)).toEqual([9]);
  });

  test('daily work is that of the local day, before and after the jobs ran, and follows replaced work', async () => {
    const { db } = store();
    const town = { ...owner('daily'), municipality: 'daily' };
    // 23:30 UTC on the 9th is 00:30 on the 10th in Stockholm; the local day lies in two UTC days.
    const rows = ['2026-11-09T22:30:00Z', '2026-11-09T23:30:00Z', '2026-11-10T12:00:00Z'].map((enter) =>
      passage(enter),
    );
    await appendWork(db, [{ owner: town, rows }]);
    const days = async () =>
      (await readDailyWork(db, 'daily', '2026-11-01', '2026-12-01')).map((day) => [
        day.local_date,
        day.passages,
        day.length_cm,
        day.duration_ms,
      ]);
    const expected = [
      ['2026-11-09', 1, 10_000, 60_000],
      ['2026-11-10', 2, 20_000, 120_000],
    ];
    expect(await days()).toEqual(expected);
    const now_ms = Date.parse('2026-11-21T12:00Z');
    await runJobs(store(), now_ms);
    expect(await days()).toEqual(expected);
    await replaceWork(db, town, Date.parse('2026-11-10T00:00Z'), Date.parse('2026-11-11T00:00Z'), []);
    await runJobs(store(), now_ms);
    expect(await days()).toEqual([expected[0], ['2026-11-10', 1, 10_000, 60_000]]);
  });
});
