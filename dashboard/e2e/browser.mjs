import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const ARGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export const URL = process.env.SWEEPLINE_URL ?? 'http://127.0.0.1:8080';
export const PASSWORD = process.env.ADMIN_PASSWORD ?? '';
/** Maps are drawn in software here: generous, and never slept through. */
export const PATIENCE_MS = 60_000;

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ARGS });

export const WIDE = { viewport: { width: 1440, height: 900 } };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** A fresh browser profile with the language and theme chosen before; complaints of the page are gathered. Other options are Playwright's for a context. */
export async function visit(browser, { device = WIDE, locale = 'en', theme = 'dark', url = URL, ...options } = {}) {
  const context = await browser.newContext({ ...device, reducedMotion: 'reduce', serviceWorkers: 'block', ...options });
  await context.addInitScript(
    ([chosenLocale, chosenTheme]) => {
      if (localStorage.getItem('sweepline.locale') === null) localStorage.setItem('sweepline.locale', chosenLocale);
      if (localStorage.getItem('sweepline.theme') === null) localStorage.setItem('sweepline.theme', chosenTheme);
    },
    [locale, theme],
  );
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && /content security policy|webgl|uncaught/i.test(message.text()))
      complaints.push(message.text());
  });
  await page.goto(url);
  await page.waitForSelector('#login');
  return { page, complaints };
}

export async function signIn(page, password = PASSWORD, login = 'admin') {
  await page.fill('#login', login);
  await page.fill('#password', password);
  await page.press('#password', 'Enter');
}

/** Counts of what the map has really drawn, once streets are among it and vehicles, or from afar the districts instead. */
export async function drawn(page) {
  await page.waitForFunction(() => {
    const counts = document.querySelector('.map')?.rendered?.();
    return counts !== undefined && counts.streets > 0 && counts.vehicles + counts.districts > 0;
  });
  return page.evaluate(() => document.querySelector('.map').rendered());
}

/** The same once legs are among it: they come behind the streets, and only from near. */
export async function drawnWithLegs(page) {
  await page.waitForFunction(() => document.querySelector('.map')?.rendered?.().legs > 0);
  return drawn(page);
}

/** The camera rests: the address no longer changes. */
export async function rests(page) {
  await page.evaluate(() => (globalThis.lastHash = null));
  await page.waitForFunction(
    () => {
      const last = globalThis.lastHash;
      globalThis.lastHash = location.hash;
      return location.hash.includes('@') && location.hash === last;
    },
    null,
    { polling: 600 },
  );
}

const require = createRequire(import.meta.url);
let axe;

/** Serious findings of axe-core on the page as it stands; `options` are those of `axe.run`, what matches `exclude` is left out. */
export async function seriousFindings(page, options = {}, exclude = []) {
  axe ??= await readFile(require.resolve('axe-core/axe.min.js'), 'utf8');
  // A card that fades in has the contrast of its first moments.
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  await page.evaluate(axe);
  const { violations } = await page.evaluate(
    ([given, left]) =>
      globalThis.axe.run({ include: [['html']], exclude: left }, { resultTypes: ['violations'], ...given }),
    [options, exclude.map((selector) => [selector])],
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ target }) => target.join(' '))
          .join(' | ')}`,
    );
}

export const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
