import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PASSWORD, startService } from '../service/start.mjs';
import { openPage, signIn, usable } from './page.mjs';

const SIMULATE = fileURLToPath(new URL('../../simulator/dist/simulate.js', import.meta.url));

const LONGEST_MS = 180_000;

async function until(holds) {
  const since_ms = performance.now();
  while (!(await holds())) {
    if (performance.now() - since_ms > LONGEST_MS) throw new Error('the fleet brought no incident');
    await setTimeout(1_000);
  }
}

/** Milliseconds from opening the page to a map with streets and vehicles, on the real service with the demo's town and fleet. */
export async function demoUsable(browser) {
  const service = await startService();
  const fleet = spawn(
    process.execPath,
    [
      SIMULATE,
      ...'--scenario demo --locale en --backlog 1h'.split(' '),
      '--http',
      service.http,
      '--mqtt',
      service.mqtt,
    ],
    { env: { ...process.env, SWEEPLINE_PASSWORD: PASSWORD }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  try {
    const { context, page } = await openPage(browser);
    await signIn(page, service.http);
    await page.waitForSelector('#login', { state: 'detached' });
    // The fleet brings its town; the page that was opened before it is the one that sets an empty installation up.
    await until(async () => {
      const answer = await page.request.get(`${service.http}/api/v1/incidents?state=open`);
      return answer.ok() && (await answer.json()).items.length > 0;
    });
    await page.goto('about:blank');
    await page.goto(service.http);
    await usable(page);
    await page.reload();
    const took_ms = await usable(page);
    await context.close();
    return took_ms;
  } finally {
    fleet.kill();
    await service.stop();
  }
}
