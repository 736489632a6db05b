// Every page for everybody: axe, sideways scrolling, what Tab meets, plurals.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, PASSWORD, PHONE, seriousFindings, sideways, signIn, visit } from './browser.mjs';
import { openPage, pagesOfDashboard, settled } from './pages.mjs';
import { makePeople } from './people.mjs';

/** Colours differ by theme, the rest does not: the other two combinations are asked for what colours decide. */
const LOOKS = [
  { name: 'wide, dark, Russian', locale: 'ru', theme: 'dark', options: {} },
  { name: 'phone, light, English', locale: 'en', theme: 'light', device: PHONE, options: {} },
  { name: 'wide, light, English', locale: 'en', theme: 'light', options: { runOnly: ['color-contrast'] } },
  {
    name: 'phone, dark, Russian',
    locale: 'ru',
    theme: 'dark',
    device: PHONE,
    options: { runOnly: ['color-contrast', 'target-size'] },
    // Marks of cases stand where their time is, as close as it has it; the list of cases has every one of them too.
    exclude: ['.cases button'],
  },
];
const NARROW = { viewport: { width: 320, height: 640 } };
/** 1440 × 900 at 200 %. */
const ENLARGED = { viewport: { width: 720, height: 450 } };

/** What has an address below a page's own. */
const PARTS = [
  ['fleet', 'contractors'],
  ['fleet', 'devices'],
  ['fleet', 'poor'],
  ['plans', 'routes'],
];
const button = (en, ru) => ({ en: `button:has-text("${en}")`, ru: `button:has-text("${ru}")` });
/** What a button or a key opens over a page. */
const OPENED = [
  { name: 'notices', on: 'live', open: '[data-inbox]' },
  { name: 'account', on: 'live', open: 'button.person' },
  { name: 'keys', on: 'live', press: 'Shift+Slash' },
  { name: 'commands', on: 'live', press: 'Control+KeyK' },
  { name: 'plan and fact', on: 'week', open: button('Export…', 'Выгрузить…') },
  { name: 'copy a week', on: 'week', open: button('Copy week…', 'Копировать неделю…') },
  { name: 'schedules', on: 'week', open: button('Schedules…', 'Расписания…') },
  { name: 'new assignment', on: 'week', open: button('New assignment…', 'Новый наряд…') },
];

/** Number and word that do not agree; what stands behind a decimal or inside a larger number is none. */
const WRONG_PLURALS = {
  ru: /(?<![\d,.\u00a0])(?:1[\s\u00a0](?:машины|машин|случая|случаев|отрезка|отрезков|наряда|нарядов)|[234][\s\u00a0](?:машина|машин|случай|случаев|отрезков|нарядов)|(?:[5-9]|1\d)[\s\u00a0](?:машины|случая|отрезка|наряда))(?![а-яё])/,
  en: /(?<![\d,.])(?:1[\s\u00a0](?:vehicles|cases|incidents|legs|assignments|devices|streets|users)|(?:[2-9]|\d\d)[\s\u00a0](?:vehicle|case|incident|leg|assignment|device|street|user))\b|\(s\)/,
};

describe('access', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 600_000 }, () => {
  let browser;
  let pages;
  let made;
  before(async () => {
    browser = await launch();
    pages = await pagesOfDashboard();
    made = await makePeople();
  });
  after(async () => {
    await made?.remove();
    await browser?.close();
  });

  const seenBy = (role) => pages.filter(({ roles }) => roles.includes(role)).map(({ page }) => page);

  async function enter(role, look) {
    const { page } = await visit(browser, look);
    const { login, password } = made.people[role];
    await signIn(page, password, login);
    await page.waitForSelector('[data-assignment]');
    return page;
  }

  /** Each page as the administrator sees it, and those that he does not as who does. */
  async function eachPage(look, visitPage) {
    const administrators = seenBy('administrator');
    const others = seenBy('contractor').filter((name) => !administrators.includes(name));
    for (const [role, names] of [
      ['administrator', administrators],
      ['contractor', others],
    ]) {
      if (names.length === 0) continue;
      const page = await enter(role, look);
      for (const name of names) {
        await openPage(page, name);
        await visitPage(page, name);
      }
      await page.context().close();
    }
  }

  for (const { name: look, options, exclude, ...how } of LOOKS)
    it(`axe finds nothing serious on any page: ${look}`, async () => {
      const found = [];
      await eachPage(how, async (page, name) => {
        for (const finding of await seriousFindings(page, options, exclude)) found.push(`${name}: ${finding}`);
        if ((await sideways(page)) > 0) found.push(`${name}: scrolls sideways`);
        const [wrong] = WRONG_PLURALS[how.locale].exec(await page.evaluate(() => document.body.innerText)) ?? [];
        if (wrong) found.push(`${name}: «${wrong}»`);
      });
      assert.deepEqual(found, []);
    });

  for (const [locale, theme] of [
    ['ru', 'light'],
    ['en', 'dark'],
  ])
    it(`axe finds nothing serious in the parts of pages and in what their buttons open, ${locale}, ${theme}`, async () => {
      const page = await enter('administrator', { locale, theme });
      const found = [];
      const look = async (name) => {
        for (const finding of await seriousFindings(page)) found.push(`${name}: ${finding}`);
      };
      for (const part of PARTS) {
        await openPage(page, ...part);
        await look(part.join('/'));
      }
      for (const { name, on, press, open } of OPENED) {
        await openPage(page, on);
        if (press !== undefined) await page.keyboard.press(press);
        else
          await page
            .locator(open[locale] ?? open)
            .first()
            .click();
        await page.locator('dialog[open]').waitFor();
        await settled(page);
        await look(name);
        await page.keyboard.press('Escape');
        await page.locator('dialog[open]').waitFor({ state: 'detached' });
      }
      assert.deepEqual(found, []);
      await page.context().close();
    });

  it('the way in has nothing serious in either theme', async () => {
    for (const theme of ['dark', 'light']) {
      const { page } = await visit(browser, { theme, locale: 'ru' });
      assert.deepEqual(await seriousFindings(page), [], theme);
      await page.context().close();
    }
  });

  for (const [name, device] of [
    ['320 px', NARROW],
    ['200 %', ENLARGED],
  ])
    it(`no page scrolls sideways at ${name}`, async () => {
      const found = [];
      await eachPage({ device, locale: 'ru', theme: 'light' }, async (page, where) => {
        const over_px = await sideways(page);
        if (over_px > 0) found.push(`${where}: ${over_px} px`);
      });
      assert.deepEqual(found, []);
    });

  it('Tab meets everything in the order of reading, and its place is always seen', async () => {
    const found = [];
    await eachPage({ locale: 'en', theme: 'dark' }, async (page, name) => {
      assert.equal(await page.locator('[tabindex]:not([tabindex="0"]):not([tabindex="-1"])').count(), 0, name);
      await page.evaluate(() => document.activeElement?.blur());
      for (let n = 0; n < 30; n++) {
        await page.keyboard.press('Tab');
        const trouble = await page.evaluate(() => {
          const element = document.activeElement;
          if (element === null || element === document.body) return null;
          // A field within a label with a mark is outlined as a whole.
          const outlined = [element, element.closest('label')].some((one) => {
            if (one === null) return false;
            const { outlineStyle, outlineWidth } = getComputedStyle(one);
            return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
          });
          const what = `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent.trim().slice(0, 30)}`;
          if (!outlined) return `${what}: no outline`;
          const { x, y, width, height } = element.getBoundingClientRect();
          if (width === 0 || height === 0) return `${what}: has no size`;
          if (x + width < 0 || y + height < 0 || x > innerWidth || y > innerHeight)
            return `${what}: outside the window`;
          return null;
        });
        if (trouble !== null) found.push(`${name}: ${trouble}`);
      }
    });
    assert.deepEqual(found, []);
  });
});
