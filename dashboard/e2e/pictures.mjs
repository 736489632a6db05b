// A picture of every page, light and dark, wide and phone, in both languages, into PICTURES. Not a test: to be looked at.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, PASSWORD, PHONE, signIn, visit, WIDE } from './browser.mjs';
import { makeClaim, makeMonth } from './claims-month.mjs';
import { clientOf } from './client.mjs';
import { openPage, pagesOfDashboard } from './pages.mjs';
import { makePeople } from './people.mjs';

const folder = process.env.PICTURES ?? 'pictures';
const DEVICES = { wide: WIDE, phone: PHONE };
/** Pages of the map are drawn in software: what they wait for shows itself on no element. */
const DRAWN_MS = 2_500;

const browser = await launch();
const pages = await pagesOfDashboard();
const made = await makePeople();
const NAME = `zz-pictures-${Date.now().toString(36)}`;
const api = await clientOf();
const { claim, contract, line } = await makeClaim(api, await makeMonth(api, NAME), NAME);
/** What lies behind a page's first view. */
const INNER = {
  'claims-claim': ['claims', claim],
  'claims-line': ['claims', claim, 'line', String(line)],
  'contracts-contract': ['contracts', contract],
};
try {
  for (const locale of ['ru', 'en'])
    for (const theme of ['dark', 'light'])
      for (const [size, device] of Object.entries(DEVICES)) {
        const into = join(folder, `${size}-${theme}-${locale}`);
        mkdirSync(into, { recursive: true });
        const login = await visit(browser, { device, locale, theme });
        await login.page.screenshot({ path: join(into, 'login.png') });
        await login.page.context().close();
        for (const role of ['administrator', 'contractor']) {
          const { page } = await visit(browser, { device, locale, theme });
          await signIn(page, role === 'administrator' ? PASSWORD : made.people[role].password, made.people[role].login);
          await page.waitForSelector('[data-assignment]');
          for (const { page: name, roles } of pages) {
            const taken =
              role === 'administrator'
                ? roles.includes(role)
                : !roles.includes('administrator') && roles.includes(role);
            if (!taken) continue;
            await openPage(page, name).catch((error) => process.stderr.write(`${name}: ${error.message}\n`));
            await page.waitForTimeout(DRAWN_MS);
            await page.screenshot({ path: join(into, `${name}.png`) });
            process.stdout.write(`${into}/${name}.png\n`);
          }
          if (role === 'administrator')
            for (const [name, [of, ...rest]] of Object.entries(INNER)) {
              await openPage(page, of, ...rest).catch((error) => process.stderr.write(`${name}: ${error.message}\n`));
              await page.waitForTimeout(DRAWN_MS);
              await page.screenshot({ path: join(into, `${name}.png`) });
              process.stdout.write(`${into}/${name}.png\n`);
            }
          await page.context().close();
        }
      }
} finally {
  await made.remove();
  await browser.close();
}
