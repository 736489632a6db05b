import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { heapMb, launch, metricsOf, openPage } from './dashboard/page.mjs';
import { figure, printTable, printTitle } from './table.mjs';

const ENTRIES = 5_000;
const BOARD = { vehicles: 200, each: 3 };
const SCROLL_MS = 4_000;
const FRAME_MS = 16;
const OPENS_WITHIN_MS = 30_000;
const TARGET = { open_ms: 1_000, longest_ms: 100 };

/** Pages with long lists: their address, what is pressed there, what shows that they stand, and what scrolls. */
const PAGES = [
  { name: 'cases, open', at: ['incidents'], row: '[data-incident]', least: 20 },
  { name: 'assignments', at: ['plans'], row: '[data-assignment]', least: 20 },
  { name: 'routes', at: ['plans', 'routes'], row: '[data-route]' },
  { name: 'vehicles', at: ['fleet'], row: 'tbody tr[data-row]' },
  { name: 'devices', at: ['fleet', 'devices'], row: 'tbody tr[data-row]' },
  { name: 'excuses', at: ['excuses'], row: '.cards > *' },
  { name: 'users', at: ['administration', 'users'], row: 'tbody tr[data-row]' },
  { name: 'who wrote what', at: ['administration', 'audit'], row: 'tbody tr[data-row]' },
  {
    name: 'cases of a month, closed',
    at: ['incidents'],
    press: '.filter button:nth-child(2)',
    row: '.quiet[data-incident]',
  },
  { name: 'notices', at: ['live'], press: '[data-inbox]', row: '[data-notice]' },
];
const WEEK = { at: ['week'], row: '[data-block]' };

/** The dashboard's long lists in headless Chromium, behind answers in the service's own form. */
export async function lists({ quick }) {
  const entries = quick ? 1_000 : ENTRIES;
  const browser = await launch();
  const rows = [];
  try {
    const board = await startLists({ entries: BOARD.vehicles, board: BOARD });
    const blocks = BOARD.vehicles * 7 * BOARD.each;
    rows.push(await measured(browser, board.url, { ...WEEK, name: `week, ${figure(blocks, 0)} assignments` }));
    board.stop();
    const long = await startLists({ entries, board: BOARD });
    for (const page of PAGES) rows.push(await measured(browser, long.url, page));
    rows.push(await measured(browser, long.url, { ...WEEK, name: `week, ${figure(entries, 0)} vehicles` }));
    const street = { name: 'who was on a street', at: ['live', 'street', long.edge], row: '[data-visit]' };
    rows.push(await measured(browser, long.url, street));
    long.stop();
  } finally {
    await browser.close();
  }
  printTitle(`Long lists: ${figure(entries, 0)} entries each`);
  printTable(
    [
      'page',
      'open ms',
      'target',
      'task ms',
      'nodes',
      'heap MB',
      'longest task in 4 s of scrolling, ms',
      'most',
      'nodes after',
    ],
    rows,
  );
}

function startLists(order) {
  const child = fork(fileURLToPath(new URL('./dashboard/lists-server.mjs', import.meta.url)));
  child.send(order);
  return new Promise((resolve, reject) => {
    child.once('message', (told) => resolve({ ...told, stop: () => child.disconnect() }));
    child.once('exit', (code) => reject(new Error(`the lists ended with ${code}`)));
  });
}

async function measured(browser, url, { name, at, row, press = null, least = 1 }) {
  const { context, page, devtools } = await openPage(browser);
  await page.goto(`${url}#/bench/live`);
  await page.waitForSelector('[data-assignment]');
  await page.waitForFunction(() => document.querySelector('.map')?.dataset.map === 'ready');
  const before = await metricsOf(devtools);
  const open_ms = await page.evaluate(
    async ([address, pressed, wanted, least, within_ms]) => {
      const late = (begin) => performance.now() - begin > within_ms;
      const frame = () => new Promise((next) => requestAnimationFrame(next));
      const opened = performance.now();
      if (pressed !== null) {
        location.hash = address;
        while (document.querySelector(pressed) === null && !late(opened)) await frame();
      }
      const begin = performance.now();
      if (pressed === null) location.hash = address;
      else document.querySelector(pressed).click();
      const there = () => {
        const found = document.querySelectorAll(wanted);
        return found.length >= least && found[0].getBoundingClientRect().height > 0;
      };
      while (!there()) {
        if (late(begin)) throw new Error(`no row at ${address}`);
        await frame();
      }
      return performance.now() - begin;
    },
    [`#/${['bench', ...at].map(encodeURIComponent).join('/')}`, press, row, least, OPENS_WITHIN_MS],
  );
  const after = await metricsOf(devtools);
  const [nodes, heap] = [await nodesOf(page), await heapMb(devtools)];
  const longest_ms = await scrolled(page, row);
  const result = [
    name,
    figure(open_ms, 0),
    figure(TARGET.open_ms, 0),
    figure((after.TaskDuration - before.TaskDuration) * 1_000, 0),
    figure(nodes, 0),
    figure(heap, 1),
    figure(longest_ms, 0),
    figure(TARGET.longest_ms, 0),
    figure(await nodesOf(page), 0),
  ];
  await context.close();
  return result;
}

const nodesOf = (page) => page.evaluate(() => document.querySelectorAll('*').length);

/** Turns the wheel over the list; the longest task meanwhile. */
async function scrolled(page, row) {
  await page.evaluate(() => {
    globalThis.longest_ms = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longest_ms = Math.max(globalThis.longest_ms, duration);
    }).observe({ entryTypes: ['longtask'] });
  });
  const box = await page.locator(row).first().boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
  const begin = performance.now();
  for (let turns = 1; performance.now() - begin < SCROLL_MS; turns++) {
    await page.mouse.wheel(0, 240);
    const ahead = begin + turns * FRAME_MS - performance.now();
    if (ahead > 0) await new Promise((next) => setTimeout(next, ahead));
  }
  return page.evaluate(() => globalThis.longest_ms);
}
