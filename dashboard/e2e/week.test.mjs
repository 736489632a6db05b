// The week's board and excuses against a running service: SWEEPLINE_URL, ADMIN_PASSWORD; PICTURES names a folder for pictures.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { launch, PASSWORD, PHONE, seriousFindings, sideways, signIn, URL, visit } from './browser.mjs';
import { clientOf } from './client.mjs';
import { task } from './task.mjs';

const DAY_MS = 86_400_000;
const PHOTO = join(import.meta.dirname, '../../docs/live.png');
const AUDITOR = { login: 'week-auditor', password: 'a password of this test' };
const dateOf = (epoch_ms) => new Date(epoch_ms).toISOString().slice(0, 10);
/** A Monday far enough ahead that nobody else plans there. */
const monday_ms = (() => {
  const ahead_ms = Math.floor(Date.now() / DAY_MS) * DAY_MS + 70 * DAY_MS;
  return ahead_ms - ((new Date(ahead_ms).getUTCDay() + 6) % 7) * DAY_MS;
})();
const monday = dateOf(monday_ms);
const next = dateOf(monday_ms + 7 * DAY_MS);
const WORDS = {
  en: {
    copy: 'Copy week…',
    copyVerb: 'Copy the week',
    undo: 'Undo',
    export: 'Export…',
    save: 'Save XLSX',
    schedules: 'Schedules…',
    month: 'Month',
    savePdf: 'Save PDF',
    excuse: 'Excuse…',
    propose: 'Propose',
    accept: 'Accept',
  },
  ru: {
    copy: 'Копировать неделю…',
    copyVerb: 'Копировать неделю',
    undo: 'Вернуть',
    export: 'Выгрузить…',
    save: 'Сохранить XLSX',
    schedules: 'Расписания…',
    month: 'Месяц',
    savePdf: 'Сохранить PDF',
    excuse: 'Причина…',
    propose: 'Предложить',
    accept: 'Принять',
  },
};

describe('week', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 600_000 }, () => {
  let browser;
  let api;
  let town;
  let vehicles;
  let route;

  const plan = (id, vehicle, date, from, to) =>
    api('PUT', `/assignments/${id}`, {
      route: route.id,
      vehicle,
      from: `${date}T${from}:00Z`,
      to: `${date}T${to}:00Z`,
    });
  const open = async (page, date, ...rest) => {
    await page.goto(`${URL}/#/${[town.id, 'week', date, ...rest].join('/')}`);
    try {
      await page.locator('[data-block], td[data-date]').first().waitFor();
    } catch (cause) {
      const seen = await page.evaluate(() => `${location.hash}: ${document.body.innerText.slice(0, 600)}`);
      throw new Error(`no board at ${seen}`, { cause });
    }
  };
  const picture = async (page, name) => {
    if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `${name}.png`) });
  };
  const cellOf = (page, block) =>
    page.evaluate((id) => {
      const cell = document.querySelector(`[data-block="${id}"]`)?.closest('td');
      return cell === null || cell === undefined ? null : `${cell.dataset.vehicle} ${cell.dataset.date}`;
    }, block);
  const waitForCell = (page, block, cell) =>
    page.waitForFunction(
      ([id, wanted]) => {
        const there = document.querySelector(`[data-block="${id}"]`)?.closest('td');
        return there != null && `${there.dataset.vehicle} ${there.dataset.date}` === wanted;
      },
      [block, cell],
    );

  before(async () => {
    browser = await launch();
    ({ ask: api } = await clientOf());
    [town] = (await api('GET', '/municipalities')).items;
    const all = (await api('GET', `/vehicles?municipality=${town.id}`)).items;
    // Another test may have retired one of its own.
    const items = all.filter(({ retiredAt }) => retiredAt === undefined);
    const routes = (await api('GET', `/routes?municipality=${town.id}`)).items;
    route = routes.find(({ operation }) => items.filter(({ operations }) => operations.includes(operation)).length > 1);
    vehicles = items.filter(({ operations }) => operations.includes(route.operation));
    await plan('week-a', vehicles[0].id, monday, '06:00', '08:00');
    await plan('week-b', vehicles[1].id, dateOf(monday_ms + DAY_MS), '05:30', '09:00');
    await plan('week-c', vehicles[1].id, dateOf(monday_ms + DAY_MS), '07:00', '10:00');
    await api('PUT', '/schedules/week-open', {
      municipality: town.id,
      route: route.id,
      days: { weekdays: [4] },
      from: '05:00',
      to: '07:00',
      validFrom: monday,
      validUntil: dateOf(monday_ms + 6 * DAY_MS),
    });
    await api('PUT', `/users/${AUDITOR.login}`, {
      name: 'Auditor',
      role: 'auditor',
      municipalities: [town.id],
      locale: 'en',
      password: AUDITOR.password,
    });
  });
  after(() => browser?.close());

  it('shows a week with its conflicts and what nobody was given', async () => {
    const { page, complaints } = await visit(browser, { locale: 'ru' });
    await signIn(page);
    await page.locator('nav').waitFor();
    await open(page, monday);
    await page.locator('[data-block="week-b"]').waitFor();
    await page.getByRole('button', { name: '2 противоречия' }).click();
    await page.getByText('никому не поручено').first().waitFor();
    await page.locator('[data-block="week-c"]').click();
    await page.locator('#block-vehicle').waitFor();
    await picture(page, 'week-ru-dark');
    assert.deepEqual(await seriousFindings(page), []);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('moves an assignment by pointer and by keys, and takes it back', async () => {
    const { page } = await visit(browser, { theme: 'light' });
    await signIn(page);
    await page.locator('nav').waitFor();
    await open(page, monday);
    const home = `${vehicles[0].id} ${monday}`;
    const away = `${vehicles[1].id} ${monday}`;
    await waitForCell(page, 'week-a', home);
    await task(page, 'drag an assignment to another vehicle and undo', async () => {
      const from = await page.locator('[data-block="week-a"]').boundingBox();
      const to = await page.locator(`td[data-vehicle="${vehicles[1].id}"][data-date="${monday}"]`).boundingBox();
      await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
      await page.mouse.down();
      await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 6 });
      await picture(page, 'week-en-light-drag');
      await page.mouse.up();
      await waitForCell(page, 'week-a', away);
      await page.getByRole('button', { name: WORDS.en.undo }).click();
      await waitForCell(page, 'week-a', home);
    });
    await page.locator('[data-block="week-a"]').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await waitForCell(page, 'week-a', `${vehicles[0].id} ${dateOf(monday_ms + DAY_MS)}`);
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-block') === 'week-a');
    await page.keyboard.press('Shift+ArrowLeft');
    await waitForCell(page, 'week-a', home);
    assert.equal(await cellOf(page, 'week-a'), home);
    await picture(page, 'week-en-light');
    assert.deepEqual(await seriousFindings(page), []);
    await page.context().close();
  });

  it('moves an assignment by a finger: a long press lifts it, a swipe scrolls, a second finger takes it back', async () => {
    const device = { viewport: { width: 1024, height: 700 }, hasTouch: true };
    const { page, complaints } = await visit(browser, { device, locale: 'ru' });
    await signIn(page);
    await page.locator('nav').waitFor();
    await open(page, monday);
    const home = `${vehicles[0].id} ${monday}`;
    await waitForCell(page, 'week-a', home);
    const devtools = await page.context().newCDPSession(page);
    const touch = (type, ...places) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints: places.map(([x, y], id) => ({ x, y, id })) });
    const middle = async (selector) => {
      const { x, y, width, height } = await page.locator(selector).boundingBox();
      return [x + width / 2, y + height / 2];
    };
    const block = '[data-block="week-a"]';
    const lifted = page.locator(`${block}.lifted`);
    const lift = async () => {
      const place = await middle(block);
      await touch('touchStart', place);
      await lifted.waitFor();
      return place;
    };

    const [x, y] = await middle(block);
    await touch('touchStart', [x, y]);
    for (let step = 1; step <= 6; step++) await touch('touchMove', [x, y - 12 * step]);
    await touch('touchEnd');
    await page.waitForFunction(() => document.querySelector('.scroll').scrollTop > 0);
    assert.equal(await lifted.count(), 0, 'a swipe over a block scrolls');
    await page.evaluate(() => document.querySelector('.scroll').scrollTo(0, 0));

    const target = `td[data-vehicle="${vehicles[1].id}"][data-date="${monday}"]`;
    const from = await lift();
    const to = await middle(target);
    await touch('touchMove', [to[0], (from[1] + to[1]) / 2]);
    await touch('touchMove', to);
    await page.locator(`${target}.over`).waitFor();
    await picture(page, 'week-ru-touch');
    await touch('touchStart', to, [to[0] + 80, to[1]]);
    await lifted.waitFor({ state: 'detached' });
    await touch('touchEnd');
    assert.equal(await cellOf(page, 'week-a'), home, 'a second finger takes it back');

    await lift();
    await touch('touchMove', to);
    await page.locator(`${target}.over`).waitFor();
    await page.keyboard.press('Escape');
    await lifted.waitFor({ state: 'detached' });
    await touch('touchEnd');
    assert.equal(await cellOf(page, 'week-a'), home, 'so does Escape');

    await lift();
    const bottom = await page.evaluate(() => document.querySelector('.scroll').getBoundingClientRect().bottom);
    await touch('touchMove', [to[0], bottom - 4]);
    await page.waitForFunction(() => document.querySelector('.scroll').scrollTop > 60);
    await page.keyboard.press('Escape');
    await touch('touchEnd');
    await page.evaluate(() => document.querySelector('.scroll').scrollTo(0, 0));

    await lift();
    await touch('touchMove', [to[0], (from[1] + to[1]) / 2]);
    await touch('touchMove', to);
    await page.locator(`${target}.over`).waitFor();
    await touch('touchEnd');
    await waitForCell(page, 'week-a', `${vehicles[1].id} ${monday}`);
    await page.getByRole('button', { name: WORDS.ru.undo }).click();
    await waitForCell(page, 'week-a', home);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('gives an open day to a vehicle by its form', async () => {
    const { page } = await visit(browser);
    await signIn(page);
    await page.locator('nav').waitFor();
    const thursday = dateOf(monday_ms + 3 * DAY_MS);
    const block = `week-open.${thursday}`;
    await open(page, monday, block);
    await page.selectOption('#block-vehicle', vehicles[0].id);
    await page.getByRole('button', { name: 'Give it' }).click();
    await waitForCell(page, block, `${vehicles[0].id} ${thursday}`);
    assert.equal((await api('GET', `/assignments/${block}`)).vehicle, vehicles[0].id);
    await page.context().close();
  });

  for (const locale of ['en', 'ru'])
    it(`copies last week's plan (${locale})`, async () => {
      const words = WORDS[locale];
      const { page } = await visit(browser, { locale });
      await signIn(page);
      await page.locator('nav').waitFor();
      await open(page, next);
      const copy = async () => {
        await page.getByRole('button', { name: words.copy }).click();
        await page.getByRole('dialog').getByRole('button', { name: words.copyVerb, exact: true }).click();
        await page.locator('[data-block]').first().waitFor();
        // What was left out is told before the dialog is closed.
        await page.getByRole('dialog').locator('li').first().waitFor();
        await picture(page, `week-copied-${locale}`);
        await page.getByRole('dialog').getByRole('button').last().click();
      };
      await task(page, `copy last week's plan (${locale})`, copy);
      const { assignments } = await api('GET', `/municipalities/${town.id}/week?from=${next}`);
      assert.ok(assignments.length >= 3);
      for (const { id } of assignments) await api('DELETE', `/assignments/${id}`);
      await page.context().close();
    });

  for (const locale of ['en', 'ru'])
    it(`exports the day's plan and fact: ${locale}`, async () => {
      const { page } = await visit(browser, { locale });
      const words = WORDS[locale];
      await signIn(page);
      await page.locator('nav').waitFor();
      await open(page, dateOf(Date.now()));
      let bytes;
      await task(page, `export the day's plan and fact (${locale})`, async () => {
        await page.getByRole('button', { name: words.export }).click();
        const saved = page.waitForEvent('download');
        await page.getByRole('button', { name: words.save }).click();
        const download = await saved;
        assert.match(download.suggestedFilename(), /^plan-fact-.*\.xlsx$/);
        bytes = await readFile(await download.path());
      });
      assert.equal(bytes.subarray(0, 2).toString(), 'PK');
      assert.ok(bytes.length > 3_000);
      await task(page, `export the month by contractor and route as PDF (${locale})`, async () => {
        await page.getByRole('button', { name: words.export }).click();
        await page.getByRole('dialog').getByRole('button', { name: words.month, exact: true }).click();
        const saved = page.waitForEvent('download');
        await page.getByRole('button', { name: words.savePdf }).click();
        bytes = await readFile(await (await saved).path());
      });
      assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
      await page.context().close();
    });

  it('makes a schedule and takes it away again', async () => {
    const { page } = await visit(browser, { locale: 'ru', theme: 'light' });
    await signIn(page);
    await page.locator('nav').waitFor();
    await open(page, monday);
    await page.getByRole('button', { name: WORDS.ru.schedules }).click();
    await page.getByRole('button', { name: 'Новое расписание…' }).click();
    await page.selectOption('#schedule-route', route.id);
    await page.selectOption('#schedule-vehicle', vehicles[0].id);
    await page.fill('#schedule-from', '23:00');
    await page.fill('#schedule-to', '01:00');
    await page.fill('#schedule-first', monday);
    await picture(page, 'schedule-ru-light');
    assert.deepEqual(await seriousFindings(page), []);
    await page.getByRole('button', { name: 'Сохранить расписание' }).click();
    await page.getByText('23:00–01:00').first().waitFor();
    const { items } = await api('GET', `/schedules?municipality=${town.id}`);
    const made = items.find(({ from, vehicle }) => from === '23:00' && vehicle === vehicles[0].id);
    assert.deepEqual(made.days, { weekdays: [1, 2, 3, 4, 5] });
    await api('DELETE', `/schedules/${made.id}`);
    await page.context().close();
  });

  for (const locale of ['en', 'ru'])
    it(`excuses a blocked street with a photo, and the auditor accepts: ${locale}`, async () => {
      const planned = `week-excused-${locale}`;
      const tomorrow = dateOf(Date.now() + DAY_MS);
      await plan(planned, vehicles[0].id, tomorrow, '00:10', '03:00');
      const { page, complaints } = await visit(browser, { locale });
      const words = WORDS[locale];
      await signIn(page);
      await page.locator('nav').waitFor();
      await page.goto(`${URL}/#/${town.id}/plans/${planned}`);
      await page.getByRole('button', { name: words.excuse, exact: true }).first().waitFor();
      await task(page, `excuse a blocked street with a photo (${locale})`, async () => {
        await page.getByRole('button', { name: words.excuse, exact: true }).first().click();
        await page.setInputFiles('#excuse-photo', PHOTO);
        await page.getByRole('dialog').getByText('live.png').waitFor();
        await picture(page, `excuse-dialog-${locale}-dark`);
        await page.getByRole('button', { name: words.propose, exact: true }).click();
        await page.locator('[data-excuse] img').waitFor();
      });
      assert.deepEqual(await seriousFindings(page), []);
      const [excuse] = (await api('GET', `/assignments/${planned}/excuses`)).items;
      assert.equal(excuse.attachments.length, 1);
      await page.context().close();

      const other = locale === 'en' ? 'ru' : 'en';
      const audit = await visit(browser, { locale: other });
      await signIn(audit.page, AUDITOR.password, AUDITOR.login);
      await audit.page.locator('nav').waitFor();
      await audit.page.goto(`${URL}/#/${town.id}/excuses`);
      const card = audit.page.locator(`[data-excuse="${excuse.id}"]`);
      await card.locator('img').waitFor();
      await audit.page.waitForFunction(() =>
        [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0),
      );
      await picture(audit.page, `excuses-${other}-dark`);
      assert.deepEqual(await seriousFindings(audit.page), []);
      await card.getByRole('button', { name: WORDS[other].accept }).click();
      await card.waitFor({ state: 'detached' });
      const { planned_m, excused_m } = await api('GET', `/assignments/${planned}/coverage`);
      assert.ok(excused_m > 0 && excused_m < planned_m, `${excused_m} of ${planned_m}`);
      assert.equal(Math.round(excused_m * 100), Math.round(excuse.planned_m * 100));
      await audit.page.context().close();
      assert.deepEqual([...complaints, ...audit.complaints], []);
    });

  it('is a day as a list on the phone', async () => {
    for (const [locale, theme] of [
      ['ru', 'dark'],
      ['en', 'light'],
    ]) {
      const { page } = await visit(browser, { device: PHONE, locale, theme });
      await signIn(page);
      await page.locator('nav').waitFor();
      await open(page, dateOf(monday_ms + DAY_MS));
      await page.locator('[data-block="week-c"]').waitFor();
      await picture(page, `week-phone-${locale}-${theme}`);
      assert.ok((await sideways(page)) <= 0);
      assert.deepEqual(await seriousFindings(page), []);
      await page.locator('[data-block="week-c"]').click();
      await page.locator('#block-vehicle').waitFor();
      await picture(page, `week-phone-form-${locale}-${theme}`);
      await page.goto(`${URL}/#/${town.id}/excuses/decided`);
      await page.locator('[data-excuse]').first().waitFor();
      await picture(page, `excuses-phone-${locale}-${theme}`);
      assert.ok((await sideways(page)) <= 0);
      await page.context().close();
    }
  });
});
