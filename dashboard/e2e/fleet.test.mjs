// The fleet's page in a browser; the tests are devices themselves, over real MQTT: SWEEPLINE_URL, SWEEPLINE_MQTT, ADMIN_PASSWORD.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import mqtt from 'mqtt';
import { launch, PASSWORD, PHONE, seriousFindings, sideways, signIn, visit } from './browser.mjs';
import { task } from './task.mjs';

const BROKER = process.env.SWEEPLINE_MQTT ?? 'mqtt://127.0.0.1:1883';
const WORDS = {
  en: {
    make: 'New device…',
    create: 'Create device',
    secret: 'Secret',
    topic: 'Topic',
    wait: 'Watch its first message',
    ready: 'The truck may leave',
    refused: 'Refused: not JSON',
    devices: 'Devices',
    poor: 'Silent or poor today',
    duty: 'Duty without gaps',
  },
  ru: {
    make: 'Новое устройство…',
    create: 'Создать устройство',
    secret: 'Секрет',
    topic: 'Тема',
    wait: 'Дождаться первого сообщения',
    ready: 'Машину можно отпускать',
    refused: 'Отклонено: не JSON',
    devices: 'Устройства',
    poor: 'Молчат или плохо сегодня',
    duty: 'Смена без пропусков',
  },
};

/** Requests with the session of the page. */
const rest = (page, method, path, body) =>
  page.evaluate(
    async ([method, path, body]) => {
      const answer = await fetch(`/api/v1${path}`, {
        method,
        headers: body === undefined ? {} : { 'content-type': 'application/json' },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      const text = await answer.text();
      return { status: answer.status, body: text === '' ? null : JSON.parse(text) };
    },
    [method, path, body],
  );

async function open(page, ...rest) {
  await page.waitForSelector('[data-assignment]');
  await page.keyboard.press('KeyG');
  await page.keyboard.press('KeyF');
  await page.waitForSelector('tbody tr[data-row]');
  if (rest.length > 0)
    await page.evaluate((rest) => (location.hash = `#/${location.hash.split('/')[1]}/fleet/${rest.join('/')}`), rest);
}
const townOf = (page) => page.evaluate(() => location.hash.split('/')[1]);

describe('fleet', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 600_000 }, () => {
  let browser;
  before(async () => (browser = await launch()));
  after(() => browser?.close());

  for (const locale of ['en', 'ru'])
    it(`fits a new tracker and sees its first message, its refusals and a checklist that turns green: ${locale}`, async () => {
      const { page, complaints } = await visit(browser, { locale });
      const words = WORDS[locale];
      const fitted = `e2e-fitted-${locale}`;
      await signIn(page);
      await open(page, 'devices');
      const town = await townOf(page);
      const { body: vehicles } = await rest(page, 'GET', `/vehicles?municipality=${town}`);
      const [{ contractor }] = vehicles.items;
      await rest(page, 'PUT', `/vehicles/${fitted}`, {
        plate: 'E2E 001',
        municipality: town,
        contractor,
        operations: ['sweep'],
        gearSensors: ['brush'],
      });
      const { body: basemap } = await rest(page, 'GET', `/municipalities/${town}/basemap`);
      const street = basemap.features.find(({ geometry }) => geometry.type === 'LineString');
      const [lon, lat] = street.geometry.coordinates[0];
      await page.reload();
      await page.waitForSelector('tbody tr[data-row]');

      let device;
      await task(page, `fit a new tracker and see its first message (${locale})`, async () => {
        await page.getByRole('button', { name: words.make }).click();
        const id = await page.locator('#device-id').getAttribute('placeholder');
        assert.equal(id, `${fitted}-d1`, 'the vehicle without a device is proposed');
        await page.getByRole('button', { name: words.create }).click();
        await page.locator('svg.qr').waitFor();
        assert.deepEqual(await seriousFindings(page), []);
        const secret = await page.locator('dl div', { hasText: words.secret }).locator('code').innerText();
        const topic = await page.locator('dl div', { hasText: words.topic }).locator('code').innerText();
        assert.equal(topic, `fleet/v1/${town}/${id}/telemetry`);
        await page.getByRole('button', { name: words.wait }).click();
        await page.locator('[data-check="connected"][data-state="waiting"]').waitFor();
        const client = await mqtt.connectAsync(BROKER, { clientId: id, username: id, password: secret });
        device = { id, client, publish: (body) => client.publishAsync(topic, body, { qos: 1 }) };
        await device.publish(JSON.stringify({ ts: Date.now(), lat, lon, speed_kmh: 0, gear: { brush: true } }));
        await page.locator('[data-message]').first().waitFor();
      });
      await page.locator('[data-check="first-fix"][data-state="done"]').waitFor();
      await page.locator('[data-check="place"][data-state="done"]').waitFor();
      await page.locator('[data-check="gear-brush"][data-state="waiting"]').waitFor();
      const begin_ms = Date.now() - 25_000;
      for (let n = 0; n < 3; n += 1)
        await device.publish(
          JSON.stringify({ ts: begin_ms + n * 5_000, lat, lon, speed_kmh: 0, gear: { brush: false } }),
        );
      await page.locator('[data-check="gear-brush"][data-state="done"]').waitFor();
      await page.locator('[data-check="interval"][data-state="done"]').waitFor();
      await page.locator('[data-check="accepted"][data-state="done"]').waitFor();
      await page.getByText(words.ready).waitFor();
      await device.publish('{"lat": 1');
      await page.getByText(words.refused).waitFor();
      await page.locator('[data-check="accepted"][data-state="wrong"]').waitFor();
      assert.deepEqual(await seriousFindings(page), []);
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/fit-wide-${locale}.png` });

      await page.setViewportSize(PHONE.viewport);
      assert.ok((await sideways(page)) <= 0, 'fits the phone');
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/fit-phone-${locale}.png` });
      await device.client.endAsync();
      await page.locator('[data-check="connected"][data-state="waiting"]').waitFor();
      await rest(page, 'DELETE', `/devices/${device.id}`);
      await rest(page, 'POST', `/vehicles/${fitted}/retire`, {});
      assert.deepEqual(complaints, []);
      await page.context().close();
    });

  for (const locale of ['en', 'ru'])
    it(`says why a tracker is not let in, and what to do about it, ${locale}`, async () => {
      const { page, complaints } = await visit(browser, { locale });
      await signIn(page);
      await page.waitForSelector('[data-assignment]');
      const town = await townOf(page);
      const { body: contractors } = await rest(page, 'GET', `/contractors?municipality=${town}`);
      const [vehicle, id] = ['e2e-refused', `e2e-refused-${locale}`];
      const body = { plate: 'E2E 002', municipality: town, contractor: contractors.items[0].id };
      await rest(page, 'PUT', `/vehicles/${vehicle}`, { ...body, operations: ['sweep'], gearSensors: [] });
      await rest(page, 'POST', `/vehicles/${vehicle}/restore`, {});
      const { secret } = (await rest(page, 'PUT', `/devices/${id}`, { vehicle })).body;
      await page.evaluate((hash) => (location.hash = hash), `#/${town}/fleet/fit/${id}`);
      await page.locator('[data-check="connected"][data-state="waiting"]').waitFor();

      const knock = (username, password) =>
        mqtt.connectAsync(BROKER, { clientId: username, username, password, reconnectPeriod: 0 }, false);
      const line = (reason) => page.locator(`[data-turned-away="${reason}"]`);
      await assert.rejects(knock(id, 'not-the-secret'));
      await line('wrong-secret')
        .getByText(
          locale === 'en'
            ? /^Refused: wrong secret at \d\d:\d\d:\d\d$/
            : /^Отказано: неверный секрет в \d\d:\d\d:\d\d$/,
        )
        .waitFor();
      await line('wrong-secret')
        .getByText(locale === 'en' ? `Enter the secret of ${id} anew` : `Введите секрет ${id} заново`)
        .waitFor();
      await page.locator('[data-check="connected"][data-state="wrong"]').waitFor();
      await assert.rejects(knock(id.toUpperCase(), secret));
      await line('unknown-device').getByText(id.toUpperCase()).first().waitFor();
      const client = await knock(id, secret);
      await client.publishAsync(`fleet/v1/${town}/another/telemetry`, '{}', { qos: 0 });
      await line('foreign-topic').getByText(`fleet/v1/${town}/another/telemetry`).waitFor();
      await line('foreign-topic').getByText(`fleet/v1/${town}/${id}/telemetry`).waitFor();
      assert.deepEqual(await seriousFindings(page), []);
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/fit-refused-${locale}.png` });
      await page.setViewportSize(PHONE.viewport);
      assert.ok((await sideways(page)) <= 0, 'fits the phone');
      if (process.env.PICTURES)
        await page.screenshot({ path: `${process.env.PICTURES}/fit-refused-${locale}-phone.png`, fullPage: true });
      await client.endAsync(true);
      await rest(page, 'DELETE', `/devices/${id}`);
      await rest(page, 'POST', `/vehicles/${vehicle}/retire`, {});
      assert.deepEqual(complaints, []);
      await page.context().close();
    });

  for (const locale of ['en', 'ru'])
    it(`says which devices were silent or poor today, and why: ${locale}`, async () => {
      const { page } = await visit(browser, { locale });
      const words = WORDS[locale];
      await signIn(page);
      await page.waitForSelector('[data-assignment]');
      await task(page, `which devices were silent or poor today (${locale})`, async () => {
        await page.keyboard.press('KeyG');
        await page.keyboard.press('KeyF');
        await page.getByRole('link', { name: words.devices }).click();
        await page.getByRole('link', { name: new RegExp(`${words.poor} \\d+`) }).click();
        await page.waitForFunction(() => location.hash.includes('/fleet/poor'));
      });
      const told = Number(
        await page
          .getByRole('link', { name: new RegExp(words.poor) })
          .locator('b')
          .innerText(),
      );
      await page.waitForFunction((told) => document.querySelectorAll('tbody tr[data-row]').length === told, told);
      await page.getByRole('link', { name: new RegExp(words.poor) }).click();
      await page.waitForFunction(() => location.hash.includes('/fleet/devices'));
      const squares = page.locator('tbody tr[data-row]').first().locator('.days a');
      await squares.first().waitFor();
      assert.equal(await squares.count(), 7);
      assert.deepEqual(await seriousFindings(page), []);
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/devices-wide-${locale}.png` });
      await squares.last().click();
      await page.getByRole('dialog').getByText(words.duty, { exact: true }).waitFor();
      assert.match(await page.evaluate(() => location.hash), /fleet\/devices\/[^/]+\/\d{4}-\d\d-\d\d/);
      assert.deepEqual(await seriousFindings(page), []);
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/day-wide-${locale}.png` });
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => document.querySelector('dialog') === null);
      await page.context().close();
    });

  it('makes, changes and retires a vehicle, and says what holds it in use', async () => {
    for (const [locale, words] of Object.entries({
      en: {
        make: 'New vehicle…',
        save: 'Create',
        edit: 'Change…',
        keep: 'Save',
        needed: 'Is needed',
        retire: 'Retire…',
        verb: 'Retire vehicle',
        retired: 'Retired',
        restore: 'Take into use',
      },
      ru: {
        make: 'Новая машина…',
        save: 'Создать',
        edit: 'Изменить…',
        keep: 'Сохранить',
        needed: 'Нужно заполнить',
        retire: 'Списать…',
        verb: 'Списать машину',
        retired: 'Списанные',
        restore: 'Вернуть в работу',
      },
    })) {
      const { page } = await visit(browser, { locale, theme: locale === 'ru' ? 'light' : 'dark' });
      await signIn(page);
      await open(page);
      await page.getByRole('button', { name: words.make }).click();
      await page.getByRole('button', { name: words.save, exact: true }).click();
      await page.getByText(words.needed).waitFor();
      await page.fill('#vehicle-plate', `ТЕСТ ${locale}`);
      assert.deepEqual(await seriousFindings(page), []);
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/vehicle-form-${locale}.png` });
      await page.getByRole('button', { name: words.save, exact: true }).click();
      await page.locator('tbody').getByText(`ТЕСТ ${locale}`).waitFor();
      const row = page.locator('tbody tr', { hasText: `ТЕСТ ${locale}` });
      await row.getByRole('button', { name: words.edit }).click();
      await page.fill('#vehicle-plate', `ТЕСТ ${locale} 2`);
      await page.getByRole('button', { name: words.keep }).click();
      await page.locator('tbody').getByText(`ТЕСТ ${locale} 2`).waitFor();
      await row.getByRole('button', { name: words.retire }).click();
      await page.getByRole('button', { name: words.verb }).click();
      await page.waitForFunction(
        (plate) => !document.querySelector('tbody').textContent.includes(plate),
        `ТЕСТ ${locale} 2`,
      );
      await page.getByRole('button', { name: words.retired, exact: true }).click();
      await row.getByRole('button', { name: words.restore }).waitFor();
      assert.deepEqual(await seriousFindings(page), []);
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/vehicles-${locale}.png` });
      await page.setViewportSize(PHONE.viewport);
      assert.ok((await sideways(page)) <= 0, 'fits the phone');
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/vehicles-phone-${locale}.png` });
      await page.context().close();
    }
  });

  it('keeps contractors: makes one, refuses to remove one with vehicles', async () => {
    const { page } = await visit(browser);
    await signIn(page);
    await open(page, 'contractors');
    await page.getByRole('button', { name: 'New contractor…' }).click();
    await page.fill('#contractor-name', 'Contractor e2e');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    const row = page.locator('tbody tr', { hasText: 'Contractor e2e' });
    await row.waitFor();
    assert.ok(
      await page
        .locator('tbody tr')
        .filter({ hasNotText: 'e2e' })
        .first()
        .getByRole('button', { name: 'Remove…' })
        .isDisabled(),
    );
    await row.getByRole('button', { name: 'Remove…' }).click();
    await page.getByRole('button', { name: 'Remove contractor' }).click();
    await page.waitForFunction(() => !document.querySelector('tbody').textContent.includes('Contractor e2e'));
    assert.deepEqual(await seriousFindings(page), []);
    await page.context().close();
  });
});
