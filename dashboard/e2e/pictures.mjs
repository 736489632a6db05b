// A picture of every page and of what lies behind it, light and dark, wide and phone, in both languages, into PICTURES.
// Not a test: to be looked at. Words narrow it: `wide-dark-ru` is a set, anything else the beginning of a view's name.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, PHONE, signIn, URL as SERVICE, visit, WIDE } from './browser.mjs';
import { makeClaim, makeMonth } from './claims-month.mjs';
import { clientOf } from './client.mjs';
import { startEmpty } from './empty-service.mjs';
import { openPage, pagesOfDashboard, settled } from './pages.mjs';
import { makePeople } from './people.mjs';
import { EMPTY_VIEWS, viewsOf } from './picture-views.mjs';
import { startProxy } from './proxy.mjs';

const folder = process.env.PICTURES ?? 'pictures';
const DEVICES = { wide: WIDE, phone: PHONE };
/** Maps are drawn in software: what they wait for shows itself on no element. */
const DRAWN_MS = 2_500;
const STILL_MS = 300;
const WALL = { width: 1920, height: 1080 };

/** Fields of the browser's own, as of dates, speak its language. */
const NATIVE = { ru: 'ru-RU', en: 'en-GB' };

const SETS = ['ru', 'en'].flatMap((locale) =>
  ['dark', 'light'].flatMap((theme) =>
    Object.entries(DEVICES).map(([size, device]) => ({
      set: `${size}-${theme}-${locale}`,
      size,
      device,
      locale,
      theme,
    })),
  ),
);
const words = process.argv.slice(2);
const isSet = (word) => SETS.some(({ set }) => set === word);
const [setsWanted, namesWanted] = [words.filter(isSet), words.filter((word) => !isSet(word))];
const wanted = (name) => namesWanted.length === 0 || namesWanted.some((word) => name.startsWith(word));

const browser = await launch();
const made = await makePeople();
/** The dashboard is looked at over a line that can be cut. */
const line = await startProxy(SERVICE);
const api = await clientOf();

/** What lies behind the pages of money; made only where it is wanted, as it takes a while. */
async function moneyViews() {
  const names = ['claims-claim', 'claims-line', 'contracts-contract'];
  if (!names.some(wanted)) return {};
  const name = 'K-118';
  const { claim, contract, line } = await makeClaim(api, await makeMonth(api, name), name);
  return {
    'claims-claim': { at: ['claims', claim] },
    'claims-line': { at: ['claims', claim, 'line', String(line)] },
    'contracts-contract': { at: ['contracts', contract] },
  };
}

/** The pages themselves: the contractor's are taken where nobody else has them. */
async function pageViews() {
  const pages = await pagesOfDashboard();
  return Object.fromEntries(
    pages.map(({ page, roles }) => [
      page,
      { at: [page], role: roles.includes('administrator') ? 'administrator' : 'contractor' },
    ]),
  );
}

const say = (name, error) => process.stderr.write(`${name}: ${error.message.split('\n')[0]}\n`);
const mapInSight = (page) =>
  page.evaluate(() =>
    [0.2, 0.5, 0.8].some((x) =>
      [0.2, 0.5, 0.8].some(
        (y) => document.elementFromPoint(innerWidth * x, innerHeight * y)?.closest('canvas') != null,
      ),
    ),
  );

async function take(page, into, name, { at, doing, offline = false }) {
  const path = join(into, `${name}.png`);
  const { viewport } = WIDE;
  const onWall = at[0] === 'wall' && page.viewportSize().width === viewport.width;
  if (onWall) await page.setViewportSize(WALL);
  try {
    await openPage(page, ...at);
    // The place where the map was looked at on a smaller screen is no wall's.
    if (onWall) await page.keyboard.press('Digit0');
    await doing?.(page);
    if (offline) {
      await line.cut();
      await page.locator('.band').first().waitFor();
    }
  } catch (error) {
    say(path, error);
  }
  await settled(page).catch((error) => say(path, error));
  await page.waitForTimeout((await mapInSight(page)) ? DRAWN_MS : STILL_MS);
  await page.screenshot({ path });
  process.stdout.write(`${path}\n`);
  if (onWall) await page.setViewportSize(viewport);
  if (offline) await line.mend();
  if (doing === undefined && !offline) return;
  await page.reload();
  await page.waitForFunction(() => document.querySelector('main, [data-assignment]') !== null);
}

async function enter({ device, locale, theme }, { login, password, url }) {
  const { page } = await visit(browser, { device: { ...device, locale: NATIVE[locale] }, locale, theme, url });
  await signIn(page, password, login);
  await page.waitForFunction(() => location.hash.split('/').length > 2 || document.querySelector('h1') !== null);
  return page;
}

/** A town with a name only. */
async function makeEmpty() {
  if (!Object.keys(EMPTY_VIEWS).some(wanted) && !wanted('empty-first-run')) return null;
  const service = await startEmpty();
  const { put } = await clientOf('admin', service.password, service.http);
  const town = { name: 'Göteborg', timezone: 'Europe/Stockholm', locale: 'ru', drivesOn: 'right' };
  const found = () => put('/municipalities/empty', town);
  return { ...service, found };
}

const empty = await makeEmpty();
try {
  const views = { ...(await pageViews()), ...(await viewsOf(api)), ...(await moneyViews()) };
  const sets = SETS.filter(({ set }) => setsWanted.length === 0 || setsWanted.includes(set));
  const intoOf = ({ set }) => {
    const into = join(folder, set);
    mkdirSync(into, { recursive: true });
    return into;
  };
  for (const one of sets) {
    const into = intoOf(one);
    if (wanted('login')) {
      const { page } = await visit(browser, one);
      await page.screenshot({ path: join(into, 'login.png') });
      await page.fill('#login', 'nobody');
      await page.fill('#password', 'wrong');
      await page.press('#password', 'Enter');
      await page.waitForFunction(() => document.querySelector('[role=alert]')?.textContent !== '');
      await page.screenshot({ path: join(into, 'login-refused.png') });
      await page.context().close();
    }
    for (const role of ['administrator', 'contractor']) {
      const own = Object.entries(views).filter(
        ([name, { role: whose = 'administrator', wide = false }]) =>
          whose === role && wanted(name) && (!wide || one.size === 'wide'),
      );
      if (own.length === 0) continue;
      const page = await enter(one, { ...made.people[role], url: line.url });
      for (const [name, view] of own) await take(page, into, name, view);
      await page.context().close();
    }
  }
  if (empty !== null) {
    const whose = { login: 'admin', password: empty.password, url: empty.http };
    for (const one of sets) {
      const page = await enter(one, whose);
      await page.waitForSelector('[data-step]');
      await settled(page);
      await page.screenshot({ path: join(intoOf(one), 'empty-first-run.png') });
      await page.context().close();
    }
    await empty.found();
    for (const one of sets) {
      const page = await enter(one, whose);
      for (const [name, at] of Object.entries(EMPTY_VIEWS))
        if (wanted(name)) await take(page, intoOf(one), name, { at });
      await page.context().close();
    }
  }
} finally {
  await line.cut();
  await empty?.end();
  await made.remove();
  await browser.close();
}
