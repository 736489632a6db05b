import { decodeReplayHours } from '@sweepline/contract';
import { flood } from './recompute.mjs';
import { makeFleet, MUNICIPALITY } from './service/fleet.mjs';
import { startService } from './service/start.mjs';
import { figure, printTable, printTitle } from './table.mjs';
import { gridTown } from './town.mjs';

const EDGES = 20_000;
const HOUR_MS = 3_600_000;
const DAY = { vehicles: 50, hours: 10, interval_s: 10 };
const TARGET_S = { first: 2, whole: 10 };
/** Hours asked for at a time, as the dashboard does. */
const AT_ONCE = 3;

/** A day of a fleet as the replay page fetches it: the hour that is looked at, then the others. */
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
