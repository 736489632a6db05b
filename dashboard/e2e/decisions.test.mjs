// What needs a decision: cases by keyboard, the driver's message with its delivery.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { launch, PASSWORD, PHONE, seriousFindings, sideways, signIn, URL, visit } from './browser.mjs';
import { clientOf, townOf } from './client.mjs';
import { connectDevice, placeOfRoute } from './device.mjs';
import { makePeople } from './people.mjs';
import { task } from './task.mjs';

const MINUTE_MS = 60_000;
const TOWN_WAIT_MS = 60_000;
const MARK = `e2e-${Date.now().toString(36)}`;
const iso = (ms) => new Date(ms).toISOString();
const WORDS = {
  en: {
    forecast: 'Forecast arithmetic',
    text: 'Please clear the corner',
    number: (no) => `I-${no}`,
    acknowledged: 'Acknowledged',
    resolved: 'Resolved',
    comment: 'tow truck is on its way',
  },
  ru: {
    forecast: 'Расчёт прогноза',
    text: 'Очистите угол, пожалуйста',
    number: (no) => `И-${no}`,
    acknowledged: 'Принят',
    resolved: 'Решён',
    comment: 'эвакуатор уже едет',
  },
};

/** Asks until there is something: what the service decides by itself has no event to wait for here. */
async function until(what, ask) {
  for (const end = Date.now() + TOWN_WAIT_MS; Date.now() < end;) {
    const answer = await ask();
    if (answer) return answer;
    await pause(100);
  }
  throw new Error(`never came: ${what}`);
}

describe('decisions', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 600_000 }, () => {
  let browser;
  let api;
  let town;
  let contractor;
  let route;
  const made = { vehicles: [], devices: [], assignment: `${MARK}-a` };

  /** Two machines of its own, one with a device that acknowledges, and a route that the first one has begun to miss. */
  before(async () => {
    browser = await launch();
    api = await clientOf();
    ({ town, contractor, route } = await townOf(api));
    for (const n of [1, 2]) {
      const id = `${MARK}-v${n}`;
      await api.put(`/vehicles/${id}`, {
        plate: `E2E ${n}${MARK.slice(-3).toUpperCase()}`,
        municipality: town.id,
        contractor: contractor.id,
        operations: [route.operation],
        gearSensors: [],
      });
      made.vehicles.push(await api.get(`/vehicles/${id}`));
    }
    const devices = [];
    for (const { id } of made.vehicles)
      devices.push({ id: `${id}-d`, ...(await api.put(`/devices/${id}-d`, { vehicle: id })) });
    await api.put(`/assignments/${made.assignment}`, {
      route: route.id,
      vehicle: made.vehicles[0].id,
      from: iso(Date.now() - 5 * MINUTE_MS),
      to: iso(Date.now() + 90 * MINUTE_MS),
    });
    const place = await placeOfRoute(api, town, route);
    made.devices = await Promise.all(devices.map(({ id, secret }) => connectDevice(town, id, secret, place)));
    for (const device of made.devices) await device.fix();
  });
  after(async () => {
    for (const device of made.devices) await device.client.endAsync(true);
    await browser?.close();
  });

  /** A call of a machine's driver, the second one's as a rule, as a case of its own: the same call again soon is the same case. */
  async function call(kind, note, machine = 1) {
    await made.devices[machine].event(kind, note);
    const vehicle = made.vehicles[machine].id;
    return until(`the case of ${kind}`, async () => {
      const { items } = await api.get(`/incidents?vehicle=${vehicle}&kind=${kind}&state=open`);
      return items[0];
    });
  }
  const stateOf = async (id) => (await api.get(`/incidents/${id}`)).state;
  const shows = (page, state) => page.locator('ol.steps [aria-current]', { hasText: state }).waitFor();

  for (const locale of ['en', 'ru'])
    it(`acknowledges, assigns, comments and resolves a case without the mouse: ${locale}`, async () => {
      const { page, complaints } = await visit(browser, { locale });
      const words = WORDS[locale];
      await signIn(page);
      await page.waitForSelector('[data-assignment]');
      const incident = await call('breakdown', 'hydraulics', ['en', 'ru'].indexOf(locale));
      await page.goto(`${URL}/#/${town.id}/incidents/${incident.id}`);
      await page.getByRole('heading', { name: words.number(incident.no) }).waitFor();
      const taken = await task(
        page,
        `acknowledge, assign, resolve an incident without the mouse (${locale})`,
        async () => {
          await page.keyboard.press('KeyA');
          await shows(page, words.acknowledged);
          await page.keyboard.press('KeyS');
          await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'assignee');
          await page.keyboard.press('Enter');
          await page.waitForSelector('dialog', { state: 'detached' });
          await page.keyboard.press('KeyC');
          await page.waitForFunction(() => document.activeElement?.id === 'case-comment');
          await page.keyboard.type(words.comment);
          await page.keyboard.press('Enter');
          await page.getByText(words.comment).waitFor();
          await page.keyboard.press('Escape');
          await page.keyboard.press('KeyE');
          await page.waitForSelector('#resolve-text:focus');
          await page.keyboard.press('Enter');
          await shows(page, words.resolved);
        },
      );
      assert.equal(taken.clicks, 0);
      const { history, state, assignee } = await api.get(`/incidents/${incident.id}`);
      assert.deepEqual([state, assignee], ['resolved', 'admin']);
      assert.deepEqual(
        history.filter(({ by }) => by === 'admin').map(({ action }) => action),
        ['acknowledged', 'assigned', 'commented', 'resolved'],
      );
      assert.deepEqual(complaints, []);
      await page.context().close();
    });

  it('dismisses a case only with a reason, and takes that back', async () => {
    const { page } = await visit(browser, { locale: 'ru' });
    await signIn(page);
    await page.waitForSelector('[data-assignment]');
    const incident = await call('blocked');
    await page.goto(`${URL}/#/${town.id}/incidents/${incident.id}`);
    await page.getByRole('heading', { name: `И-${incident.no}` }).waitFor();
    await page.keyboard.press('KeyD');
    await page.waitForSelector('#dismiss-text');
    await page.locator('dialog button[type=submit]').click();
    await page.getByText('Выберите или напишите причину.').waitFor();
    assert.equal(await stateOf(incident.id), 'open');
    await page.getByLabel('Согласовано заранее').check();
    await page.locator('dialog button[type=submit]').click();
    await shows(page, 'Отклонён');
    assert.equal(await stateOf(incident.id), 'dismissed');

    await page.getByRole('status').getByRole('button', { name: 'Вернуть' }).click();
    await shows(page, 'Новый');
    await page.getByText('Открыто снова').waitFor();
    assert.equal(await stateOf(incident.id), 'open');
    await page.context().close();
  });

  it('finds a case by the number people say, an open one and one of long ago', async () => {
    const { page, complaints } = await visit(browser, { locale: 'ru' });
    await signIn(page);
    await page.waitForSelector('[data-assignment]');
    const incident = await call('parked-cars', 'three of them', 0);
    const heading = (no) => page.getByRole('heading', { name: WORDS.ru.number(no), exact: true });
    await task(page, 'find a case by its number', async () => {
      await page.keyboard.press('Slash');
      await page.waitForFunction(() => document.activeElement?.id === 'search');
      await page.keyboard.type(`№ ${incident.no}`);
      await page.locator('#search-results li', { hasText: WORDS.ru.number(incident.no) }).waitFor();
      await page.keyboard.press('Enter');
      await heading(incident.no).waitFor();
    });
    await api.request('POST', `/incidents/${incident.id}/resolve`, {});
    // The live feed tells nothing of a case that was over before the page was opened.
    await page.route('**/api/v1/live', (route) => route.abort());
    await page.goto(`${URL}/#/${town.id}/overview`);
    await page.reload();
    await page.keyboard.press('Control+KeyK');
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
    await page.keyboard.type(`и-${incident.no}`);
    await page.locator('#commands li', { hasText: WORDS.ru.number(incident.no) }).waitFor();
    await page.keyboard.press('Enter');
    await heading(incident.no).waitFor();
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('leads a contractor from the loudest case to his answer', async () => {
    const { people, remove } = await makePeople();
    const { page } = await visit(browser, { locale: 'en' });
    await signIn(page, people.contractor.password, people.contractor.login);
    await page.waitForSelector('[data-assignment]');
    const incident = await call('sos', 'help', 0);
    const card = page.locator(`article[data-incident="${incident.id}"]`);
    await card.getByRole('button', { name: 'Answer' }).click();
    await page.waitForFunction(() => document.activeElement?.id === 'case-comment');
    await page.keyboard.type('a mechanic is on the way');
    await page.keyboard.press('Enter');
    await page.getByText('a mechanic is on the way').waitFor();
    const { history } = await api.get(`/incidents/${incident.id}`);
    assert.equal(history.at(-1).by, people.contractor.login);
    await api.request('POST', `/incidents/${incident.id}/resolve`, {});
    await page.context().close();
    await remove();
  });

  it('says until when a case is due, and how late they were', async () => {
    const { page, complaints } = await visit(browser, { locale: 'en' });
    await signIn(page);
    await page.waitForSelector('[data-assignment]');
    const incident = await call('parked-cars');
    await page.goto(`${URL}/#/${town.id}/incidents/${incident.id}`);
    await page.getByText('Acknowledge by').waitFor();
    await page.keyboard.press('KeyA');
    await page.getByText('Settle by').waitFor();

    await page.goto(`${URL}/#/${town.id}/incidents`);
    await page.getByRole('button', { name: 'Deadlines' }).click();
    await page.getByRole('heading', { name: /^Parked cars/ }).waitFor();
    await task(page, 'change how soon cases of a kind are seen to', async () => {
      await page.getByRole('button', { name: 'Change deadlines…' }).click();
      await page.getByLabel('Parked cars in the way: Acknowledged within, min').fill('7');
      await page.getByLabel('Parked cars in the way: Settled within, min').fill('5');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('alert').getByText('Whole minutes').waitFor();
      await page.getByLabel('Parked cars in the way: Settled within, min').fill('70');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.waitForSelector('dialog', { state: 'detached' });
    });
    await page.getByText('within 7 min, settled within 1 h 10 min', { exact: false }).waitFor();
    const own = { acknowledge_min: 7, close_min: 70 };
    const path = `/municipalities/${town.id}/case-deadlines`;
    assert.deepEqual((await api.get(path))['parked-cars'], own);
    await api.put(path, { 'parked-cars': null });
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('rings once for a new decision, and is muted by a key for good', async () => {
    const { page } = await visit(browser, { locale: 'en' });
    await page.addInitScript(() => {
      globalThis.tones = 0;
      const start = OscillatorNode.prototype.start;
      OscillatorNode.prototype.start = function (...at) {
        globalThis.tones += 1;
        return start.apply(this, at);
      };
    });
    await page.reload();
    await signIn(page);
    await page.waitForSelector('[data-assignment]');
    const incident = await call('sos', 'help');
    await page.waitForSelector(`[data-incident="${incident.id}"]`);
    await page.waitForFunction(() => globalThis.tones >= 2);
    await page.locator('[aria-live=assertive]', { hasText: made.vehicles[1].plate }).waitFor({ state: 'attached' });
    await page.keyboard.press('KeyX');
    await page.getByRole('button', { name: /Sound of new decisions: off/ }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: /Sound of new decisions: off/ }).waitFor();
    assert.equal(await page.evaluate(() => Notification.permission), 'default', 'nothing was asked by itself');
    await api.post(`/incidents/${incident.id}/resolve`);
    await page.context().close();
  });

  it('tells of a new decision on the computer while nobody looks, and leads to it', async () => {
    const { page } = await visit(browser, { locale: 'ru', permissions: ['notifications'] });
    // What the browser is told to show is noted, and somebody is taken to look at another window.
    await page.addInitScript(() => {
      globalThis.noted = [];
      const Shown = Notification;
      globalThis.Notification = class extends Shown {
        constructor(title, options) {
          super(title, options);
          globalThis.noted.push({ title, ...options, notice: this });
        }
      };
      Object.defineProperty(document, 'visibilityState', { get: () => (globalThis.away ? 'hidden' : 'visible') });
    });
    await page.reload();
    await signIn(page);
    await page.waitForSelector('[data-assignment]');
    await page.keyboard.press('KeyG');
    await page.keyboard.press('KeyI');
    await page.getByRole('button', { name: 'Показывать новые решения уведомлениями этого компьютера' }).click();
    await page.getByRole('button', { name: 'Уведомления этого компьютера включены' }).waitFor();
    await page.evaluate(() => (globalThis.away = true));
    const incident = await call('road-closed', 'until noon');
    await page.waitForFunction((id) => globalThis.noted.some(({ tag }) => tag === id), incident.id);
    const body = await page.evaluate((id) => globalThis.noted.find(({ tag }) => tag === id).body, incident.id);
    assert.match(body, new RegExp(made.vehicles[1].plate));
    await page.evaluate((id) => {
      globalThis.noted.find(({ tag }) => tag === id).notice.dispatchEvent(new Event('click'));
    }, incident.id);
    await page.waitForFunction(
      ([id, vehicle]) => location.hash.includes(id) || location.hash.includes(vehicle),
      [incident.id, made.vehicles[1].id],
    );
    await api.post(`/incidents/${incident.id}/resolve`);
    await page.context().close();
  });

  for (const locale of ['en', 'ru'])
    it(`writes to a driver and sees it acknowledged: ${locale}`, async () => {
      const { page } = await visit(browser, { locale });
      const { text } = WORDS[locale];
      await signIn(page);
      await page.waitForSelector('[data-assignment]');
      const { id, plate } = made.vehicles[1];
      await page.goto(`${URL}/#/${town.id}/live/vehicle/${id}`);
      await page.getByRole('heading', { name: plate, exact: true }).waitFor();
      await task(page, `write to a driver (${locale})`, async () => {
        await page.keyboard.press('KeyM');
        await page.waitForFunction(() => document.activeElement?.id === 'message-text');
        await page.keyboard.type(text);
        await page.keyboard.press('Enter');
        await page.getByRole('dialog').locator('[data-command][data-state=acknowledged]', { hasText: text }).waitFor();
      });
      assert.ok(made.devices[1].commands.some((command) => command.text === text));
      assert.deepEqual(await seriousFindings(page), []);
      await page.context().close();
    });

  for (const locale of ['en', 'ru'])
    it(`shows which routes will not finish, and why: ${locale}`, async () => {
      const { page } = await visit(browser, { locale });
      await signIn(page);
      await page.waitForSelector('[data-assignment]');
      await task(page, `see which routes will not finish and why (${locale})`, async () => {
        await page
          .locator('[data-assignment]', { has: page.locator('.will-miss') })
          .first()
          .click();
        await page.getByRole('heading', { name: WORDS[locale].forecast }).waitFor();
        await page.locator('aside .late b').waitFor();
      });
      await page.context().close();
    });

  it('does by the list of commands what has no key at hand', async () => {
    const { page } = await visit(browser, { locale: 'ru' });
    await signIn(page);
    await page.waitForSelector('[data-assignment]');
    await task(page, 'find a machine by the list of commands', async () => {
      await page.keyboard.press('Control+KeyK');
      await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'combobox');
      await page.keyboard.type(made.vehicles[1].plate.toLowerCase());
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: made.vehicles[1].plate, exact: true }).waitFor();
    });
    await page.keyboard.press('Control+KeyK');
    await page.waitForSelector('#commands li');
    assert.deepEqual(await seriousFindings(page), []);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Slash');
    await page.getByText('Передать остаток маршрута').waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    await page.keyboard.press('Escape');
    await page.locator('button.person').click();
    await page.getByRole('group', { name: 'Одиночные клавиши' }).getByText('Выключены').click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Shift+Slash');
    await page.keyboard.press('Control+KeyK');
    await page.waitForSelector('#commands');
    assert.equal(await page.locator('dialog').count(), 1, 'a single key does nothing now');
    await page.context().close();
  });

  for (const [name, device] of [
    ['wide', undefined],
    ['phone', PHONE],
  ])
    it(`opens a case with its chart, without serious findings: ${name}`, async () => {
      const { page, complaints } = await visit(browser, {
        locale: 'ru',
        theme: 'light',
        ...(device ? { device } : {}),
      });
      await signIn(page);
      await page.waitForSelector(device ? '[data-assignment], article' : '[data-assignment]');
      const { items } = await api.get(`/incidents?municipality=${town.id}&kind=will-miss`);
      await page.goto(`${URL}/#/${town.id}/incidents/${items[0].id}`);
      await page.waitForSelector('.plot canvas');
      assert.deepEqual(await seriousFindings(page), []);
      assert.ok((await sideways(page)) <= 0, 'scrolls sideways');
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/case-${name}.png` });
      assert.deepEqual(complaints, []);
      await page.context().close();
    });
});
