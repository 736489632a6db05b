// Measures the dashboard in headless Chromium against a live feed in the service's own protocol and prints the figures with
// their targets.
//   npm run bench:dashboard                       a city of 5,000 vehicles, one fix a second each: two views, 60 s each
//   npm run bench:dashboard -- --minutes 10       and ten minutes of the first, for the heap
//   npm run bench:dashboard -- --seconds 20 --vehicles 1000
//   npm run bench:dashboard -- --demo             and the time until the map is usable, on the real service with the demo fleet
//   npm run bench:dashboard -- --trace FILE       with a CPU profile of each view
import { fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { demoUsable } from './dashboard/demo.mjs';
import { heapMb, launch, metricsOf, openPage, usable } from './dashboard/page.mjs';
import { figure, printTable, printTitle } from './table.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    minutes: { type: 'string', default: '0' },
    vehicles: { type: 'string', default: '5000' },
    demo: { type: 'boolean', default: false },
    trace: { type: 'string' },
  },
});
const seconds = Number(values.seconds);
const minutes = Number(values.minutes);
const vehicles = Number(values.vehicles);
const DIST = fileURLToPath(new URL('../dashboard/dist/', import.meta.url));
const EDGES = 20_000;
const ASSIGNMENTS = 500;
const GROWING = 100;
const SETTLE_S = 10;
const TARGET = { task_ms: 250, updates: 5, script_kB: 180, usable_ms: 3_000 };
/** The whole city as dots, and its middle where vehicles are symbols that glide between their fixes: many, then few with trails. */
const VIEWS = [{ name: 'whole city' }, { name: 'quarter', zoom: 14 }, { name: 'streets', zoom: 15 }];

const pause = (s) => new Promise((done) => setTimeout(done, s * 1_000));

function startFeed() {
  const child = fork(fileURLToPath(new URL('./dashboard/feed-process.mjs', import.meta.url)));
  child.send({ vehicles, edges: EDGES, assignments: ASSIGNMENTS, growing: GROWING });
  return new Promise((resolve, reject) => {
    child.once('message', ({ url }) => resolve({ url, stop: () => child.disconnect() }));
    child.once('exit', (code) => reject(new Error(`the feed ended with ${code}`)));
  });
}

/** Counts over a span of seconds: renderer's task time, worker messages, frames. */
async function watch({ page, devtools }, span_s) {
  const [before, counted] = [await metricsOf(devtools), await page.evaluate(() => ({ ...globalThis.counted }))];
  await pause(span_s);
  const [after, now] = [await metricsOf(devtools), await page.evaluate(() => ({ ...globalThis.counted }))];
  const took_s = after.Timestamp - before.Timestamp;
  return {
    task_ms: ((after.TaskDuration - before.TaskDuration) * 1_000) / took_s,
    script_ms: ((after.ScriptDuration - before.ScriptDuration) * 1_000) / took_s,
    updates: (now.updates - counted.updates) / took_s,
    frames: (now.frames - counted.frames) / took_s,
    heap_mb: after.JSHeapUsedSize / 2 ** 20,
  };
}

/** Frames a second that the page could draw, asked for in a loop of its own after the other figures. */
const framesPossible = (page) =>
  page.evaluate(
    () =>
      new Promise((done) => {
        const begin = performance.now();
        let frames = 0;
        const next = (now) =>
          now - begin > 5_000 ? done((frames * 1_000) / (now - begin)) : (frames++, requestAnimationFrame(next));
        requestAnimationFrame(next);
      }),
  );

/** Zooms to the middle of the view by the page's own address, `@lat,lon,zoom`. */
async function lookAt(page, zoom) {
  await page.waitForFunction(() => location.hash.includes('/@'));
  await page.evaluate((to) => (location.hash = location.hash.replace(/(@[^,]*,[^,]*),[\d.]+/, `$1,${to}`)), zoom);
}

async function profiled(devtools, name, run) {
  if (values.trace === undefined) return run();
  await devtools.send('Profiler.enable');
  await devtools.send('Profiler.start');
  const result = await run();
  const { profile } = await devtools.send('Profiler.stop');
  writeFileSync(`${values.trace}-${name.replaceAll(' ', '-')}.cpuprofile`, JSON.stringify(profile));
  return result;
}

/** Script that a first load takes, packed, with and without the map library. */
async function scripts(page) {
  const names = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => /\.m?js$/.test(path)),
  );
  const packed_kB = (name) => gzipSync(readFileSync(DIST + name.slice(1))).length / 1_000;
  const sum = (list) => list.reduce((total, name) => total + packed_kB(name), 0);
  const files = [...new Set(names)].filter((name) => existsSync(DIST + name.slice(1)));
  const library = files.filter((name) => /maplibre/.test(name));
  return {
    own_kB: sum(files.filter((name) => !library.includes(name))),
    library_kB: sum(library),
    files: files.length,
  };
}

const browser = await launch();
// Alone in its browser: what the other views draw would take its time.
const demo_ms = values.demo ? await demoUsable(browser) : null;
const feed = await startFeed();
try {
  printTitle(
    `Dashboard: ${figure(vehicles, 0)} vehicles, one fix a second each, ${ASSIGNMENTS} assignments of which ${GROWING} a second grow; load before ${figure(loadavg()[0])}`,
  );
  const opened = await openPage(browser);
  const { page, devtools } = opened;
  await page.goto(`${feed.url}#/bench/live`);
  const firstUsable_ms = await usable(page);
  const first = await scripts(page);
  const rows = [];
  for (const { name, zoom } of VIEWS) {
    if (zoom !== undefined) await lookAt(page, zoom);
    await pause(SETTLE_S);
    const heapBefore_mb = await heapMb(devtools);
    const seen = await page.evaluate(() => document.querySelector('.map').rendered().vehicles);
    const taken = await profiled(devtools, name, () => watch(opened, seconds));
    const heapAfter_mb = await heapMb(devtools);
    rows.push([
      name,
      figure(seen, 0),
      figure(taken.task_ms, 0),
      figure(TARGET.task_ms, 0),
      figure(taken.script_ms, 0),
      figure(taken.updates, 1),
      figure(TARGET.updates, 0),
      figure(taken.frames, 1),
      figure(await framesPossible(page), 1),
      figure(heapBefore_mb, 1),
      figure(heapAfter_mb, 1),
    ]);
  }
  printTable(
    [
      'view',
      'in view',
      'TaskDuration ms/s',
      'target',
      'script ms/s',
      'updateData/s',
      'most',
      'frames/s',
      'possible',
      'heap MB',
      `after ${seconds} s`,
    ],
    rows,
  );
  printTable(
    ['first load', 'kB gzip', 'target'],
    [
      [`own script, ${first.files} files with the library's`, figure(first.own_kB, 1), figure(TARGET.script_kB, 0)],
      ['map library', figure(first.library_kB, 1), null],
    ],
  );
  printTable(
    ['map usable after', 'ms', 'target'],
    [
      [`city of ${EDGES} edges`, figure(firstUsable_ms, 0), null],
      ...(demo_ms !== null ? [['demo, real service', figure(demo_ms, 0), figure(TARGET.usable_ms, 0)]] : []),
    ],
  );
  if (minutes > 0) {
    for (let i = 0; i < 6; i++) await page.keyboard.press('Minus');
    const heaps = [];
    for (let minute = 0; minute <= minutes; minute++) {
      if (minute > 0) await pause(60);
      heaps.push([`${minute} min`, figure(await heapMb(devtools), 1)]);
    }
    printTable(['heap over time', 'MB after a collection'], heaps);
  }
} finally {
  await browser.close();
  feed.stop();
}
