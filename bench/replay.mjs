import { decodeReplayHours } from '@sweepline/contract';
import { replayPage } from './dashboard/replay-page.mjs';
import { flood } from './recompute.mjs';
import { makeFleet, MUNICIPALITY } from './service/fleet.mjs';
import { startService } from './service/start.mjs';
import { figure, printTable, printTitle } from './table.mjs';
import { gridTown } from './town.mjs';

const EDGES = 20_000;
const HOUR_MS = 3_600_000;
const DAY = { vehicles: 50, hours: 10, interval_s: 10 };
const TARGET_S = { first: 2, whole: 10 };
/** A task that is longer is a stutter: the browser drops frames in it. */
const TARGET_TASK_MS = 50;
/** Hours asked for at a time, as the dashboard does. */
const AT_ONCE = 3;

/**
 * A day of a fleet as the replay page fetches it: the hour that is looked at, then the others. Then the page itself in
 * headless Chromium, with its moment dragged to and fro.
 */
export async function replay({ quick, profile }) {
  const day = quick ? { ...DAY, vehicles: 10 } : DAY;
  const most = (day.hours * 3_600) / day.interval_s;
  printTitle(
    `Replay of ${day.hours} hours of ${day.vehicles} vehicles at a fix each ${day.interval_s} s: ${figure(day.vehicles * most, 0)} fixes`,
  );
  const town = gridTown(EDGES);
  const start_ms = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - (day.hours + 1) * HOUR_MS;
  const service = await startService({ profile });
  try {
    const devices = await makeFleet(service, town, day.vehicles, { start_ms, ...day });
    await flood(service, devices, { start_ms, interval_s: day.interval_s, batch: 200, most });
    await service.api.get(
      `/municipalities/${MUNICIPALITY}/edges/${await anEdge(service)}/passages?${rangeOf(start_ms, day.hours)}`,
    );
    const cold = await wholeDay(service, start_ms, day.hours);
    const warm = await wholeDay(service, start_ms, day.hours);
    const again = await wholeDay(service, start_ms, day.hours, cold.tags);
    if (cold.fixes !== day.vehicles * most) throw new Error(`${cold.fixes} fixes of ${day.vehicles * most} came`);
    const row = (what, { first_ms, whole_ms, bytes }) => [
      what,
      figure(first_ms / 1_000, 2),
      figure(whole_ms / 1_000, 2),
      figure(bytes / 1e6, 2),
    ];
    printTable(
      ['', 'first hour s', 'whole day s', 'MB on the wire'],
      [
        row('packed out of the stored fixes', cold),
        row('packed before', warm),
        row('unchanged (304)', again),
        ['target', figure(TARGET_S.first), figure(TARGET_S.whole), ''],
      ],
    );
    const seen = await replayPage(service.http, {
      municipality: MUNICIPALITY,
      from_ms: start_ms,
      to_ms: start_ms + day.hours * HOUR_MS,
      vehicles: day.vehicles,
    });
    printTable(
      ['in the browser', 'measured', 'target'],
      [
        ['first picture, s', figure(seen.first_ms / 1_000, 2), figure(TARGET_S.first)],
        ['whole day, s', figure(seen.whole_ms / 1_000, 2), figure(TARGET_S.whole)],
        ['longest task while it opens, ms', figure(seen.opening_ms, 0), null],
        ['longest task while scrubbing 10 s, ms', figure(seen.longest_ms, 0), figure(TARGET_TASK_MS, 0)],
        ['tasks above 50 ms', figure(seen.long, 0), '0'],
        ['TaskDuration, ms a second', figure(seen.task_ms, 0), null],
        ['moments shown, a second', figure(seen.moves / (seen.took_ms / 1_000), 1), null],
        ['frames a second', figure(seen.frames, 1), null],
        ['95 % of frames within, ms', figure(seen.gap95_ms, 0), null],
        ['heap, MB', figure(seen.heap_mb, 1), null],
      ],
    );
  } finally {
    await service.stop();
  }
}

const rangeOf = (start_ms, hours) =>
  new URLSearchParams({
    from: new Date(start_ms).toISOString(),
    to: new Date(start_ms + hours * HOUR_MS).toISOString(),
  });

/** An edge of some plan: asking for its passages waits until everything has gone through the pipeline. */
const anEdge = async ({ api }) => encodeURIComponent((await api.get('/routes/r0')).legs[0].edge);

async function wholeDay({ http, api }, start_ms, hours, tags = []) {
  const begin = performance.now();
  const of = { bytes: 0, fixes: 0, tags: [] };
  const hour = async (n) => {
    const name = new Date(start_ms + n * HOUR_MS).toISOString().slice(0, 13);
    const answer = await fetch(`${http}/api/v1/municipalities/${MUNICIPALITY}/replay/${name}`, {
      headers: { authorization: `Bearer ${api.token}`, ...(tags[n] && { 'if-none-match': tags[n] }) },
    });
    const body = await answer.arrayBuffer();
    of.tags[n] = answer.headers.get('etag');
    of.bytes += Number(answer.headers.get('content-length') ?? body.byteLength);
    if (answer.status === 200) for (const { columns } of decodeReplayHours(body)) of.fixes += columns.ts.length;
    else if (answer.status !== 304) throw new Error(`the hour ${name} answered ${answer.status}`);
  };
  await hour(hours >> 1);
  const first_ms = performance.now() - begin;
  const left = Array.from({ length: hours }, (_, n) => n).filter((n) => n !== hours >> 1);
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let n = left.shift(); n !== undefined; n = left.shift()) await hour(n);
    }),
  );
  return { ...of, first_ms, whole_ms: performance.now() - begin };
}
