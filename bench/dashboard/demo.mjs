import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PASSWORD, startService } from '../service/start.mjs';
import { openPage, usable } from './page.mjs';

const SIMULATE = fileURLToPath(new URL('../../simulator/dist/simulate.js', import.meta.url));

/** Milliseconds from opening the page to a map with streets and vehicles, on the real service with the demo's town and fleet. */
export async function demoUsable(browser) {
  const service = await startService();
  const fleet = spawn(
    process.execPath,
    [
      SIMULATE,
      '--scenario',
      'demo',
      '--locale',
      'en',
      '--backlog',
      '1h',
      '--http',
      service.http,
      '--mqtt',
      service.mqtt,
    ],
    { env: { ...process.env, SWEEPLINE_PASSWORD: PASSWORD }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  try {
    const { context, page } = await openPage(browser);
    await page.goto(service.http);
    await page.fill('#login', 'admin');
    await page.fill('#password', PASSWORD);
    await page.press('#password', 'Enter');
    // The fleet brings its town; the page that was opened before it shows an empty installation.
    await page.waitForFunction(
      async () => (await (await fetch('/api/v1/incidents?state=open')).json()).items?.length > 0,
      null,
      {
        polling: 1_000,
        timeout: 180_000,
      },
    );
    await page.reload();
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
