import { launch, metricsOf, openPage, signIn } from './page.mjs';

const SCRUB_MS = 10_000;
const FRAME_MS = 16;
/** The browser's own measure of a task that keeps a person waiting. */
const LONG_MS = 50;

/**
 * Opens the replay of a day in a browser as a person does from the live page, and drags its moment to and fro for ten
 * seconds. Answers milliseconds until the first picture and the whole day, and what the renderer had to do meanwhile.
 */
export async function replayPage(http, { municipality, from_ms, to_ms, vehicles }) {
  const browser = await launch();
  try {
    const { page, devtools } = await openPage(browser);
    await signIn(page, http);
    await page.waitForFunction(() => document.querySelector('.map')?.rendered?.().streets > 0);
    const second = (ms) => Math.round(ms / 1_000);
    const at_ms = (from_ms + to_ms) / 2;
    const address = `#/${municipality}/replay/${second(from_ms)}/${second(to_ms)}/all/${second(at_ms)}`;
    const opened = await page.evaluate(open, address);
    await page.waitForFunction(
      (most) => document.querySelectorAll('[data-vehicle]').length >= most,
      Math.min(vehicles, 50),
    );
    const [before, heapBefore] = [await metricsOf(devtools), await heap(page)];
    const scrubbed = await scrub(page);
    const after = await metricsOf(devtools);
    return {
      ...opened,
      ...scrubbed,
      task_ms: ((after.TaskDuration - before.TaskDuration) * 1_000) / (scrubbed.took_ms / 1_000),
      heap_mb: heapBefore / 2 ** 20,
    };
  } finally {
    await browser.close();
  }
}

const heap = (page) => page.evaluate(() => performance.memory.usedJSHeapSize);

/** In the page: goes to the replay and waits for what a person sees of it. */
async function open(address) {
  const begin = performance.now();
  const longest = { ms: 0 };
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest.ms = Math.max(longest.ms, duration);
  });
  observer.observe({ entryTypes: ['longtask'] });
  location.hash = address;
  const until = async (met) => {
    while (!met()) await new Promise((next) => setTimeout(next, 50));
    return performance.now() - begin;
  };
  const dock = () => document.querySelector('section.dock');
  await until(() => dock() !== null && Number(dock().dataset.tracks) > 0);
  const first_ms = await until(() => document.querySelector('.map').rendered().vehicles > 0);
  const whole_ms = await until(() => dock().dataset.loaded === 'true');
  observer.disconnect();
  return { first_ms, whole_ms, opening_ms: longest.ms };
}

/** Drags the moment along the whole time line and back, a step a frame. */
async function scrub(page) {
  const grip = await page.locator('.grip').boundingBox();
  const line = await page.locator('.timeline .lane').boundingBox();
  await page.evaluate((long_ms) => {
    const seen = { longest_ms: 0, long: 0, gaps: [] };
    globalThis.scrubbed = seen;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        seen.longest_ms = Math.max(seen.longest_ms, duration);
        if (duration > long_ms) seen.long += 1;
      }
    }).observe({ entryTypes: ['longtask'] });
    let last = performance.now();
    const frame = (now) => {
      seen.gaps.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }, LONG_MS);
  const y = grip.y + grip.height / 2;
  await page.mouse.move(grip.x + grip.width / 2, y);
  await page.mouse.down();
  const begin = performance.now();
  let moves = 0;
  for (let passed = 0; passed < SCRUB_MS; passed = performance.now() - begin) {
    const phase = (passed / SCRUB_MS) * 4;
    const share = Math.abs((phase % 2) - 1);
    await page.mouse.move(line.x + line.width * (0.02 + 0.96 * share), y);
    moves += 1;
    const ahead = begin + moves * FRAME_MS - performance.now();
    if (ahead > 0) await new Promise((next) => setTimeout(next, ahead));
  }
  await page.mouse.up();
  const took_ms = performance.now() - begin;
  const { longest_ms, long, gaps } = await page.evaluate(() => globalThis.scrubbed);
  const ordered = gaps.toSorted((a, b) => a - b);
  return {
    took_ms,
    moves,
    longest_ms,
    long,
    frames: gaps.length / (took_ms / 1_000),
    gap95_ms: ordered[Math.floor(ordered.length * 0.95)] ?? NaN,
  };
}
