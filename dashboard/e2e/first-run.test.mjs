// The first start of an empty installation, on a service of its own, to its first vehicle on the map and its users.
import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, PASSWORD as GIVEN, PHONE, seriousFindings, sideways, signIn, visit } from './browser.mjs';
import { startEmpty } from './empty-service.mjs';
import { task } from './task.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const TOWN = join(root, 'simulator', 'towns', 'gothenburg-majorna.geojson');
const picture = (page, name) =>
  process.env.PICTURES ? page.screenshot({ path: `${process.env.PICTURES}/${name}.png` }) : undefined;

describe('first run', { skip: GIVEN === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 600_000 }, () => {
  let browser;
  let service;
  let password;
  before(async () => {
    [browser, service] = await Promise.all([launch(), startEmpty()]);
    ({ password } = service);
  });
  after(async () => {
    await browser?.close();
    await service?.end();
  });

  it('leads from nothing to a town with streets, a vehicle and its secret', async () => {
    const { page, complaints } = await visit(browser, { locale: 'ru', url: service.http });
    await signIn(page, password);
    await page.getByRole('heading', { name: 'Первая настройка' }).waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    await task(page, 'set up an empty installation', async () => {
      await page.locator('#town-name').click();
      await page.keyboard.type('Гётеборг');
      await page.locator('#town-zone').fill('Europe/Stockholm');
      await page.getByRole('button', { name: 'Создать город' }).click();
      await page.locator('[data-step="town"][data-done="true"]').waitFor();

      await page
        .locator('input[type="file"]')
        .setInputFiles({ name: 'plan.dwg', mimeType: '', buffer: Buffer.from('x') });
      await page.getByRole('alert').getByText('Это не файл улиц').waitFor();
      await page.locator('input[type="file"]').setInputFiles(TOWN);
      await page.getByText('Что будет сохранено').waitFor();
      await page.waitForFunction(() => (document.querySelector('.street-map')?.rendered?.().streets ?? 0) > 0);
      assert.deepEqual(await seriousFindings(page), []);
      await picture(page, 'first-streets');
      await page.getByRole('button', { name: 'Сохранить улицы' }).click();
      await page.locator('[data-step="streets"][data-done="true"]').waitFor();

      await page.getByRole('button', { name: 'Создать подрядчика…' }).click();
      await page.locator('#contractor-name').click();
      await page.keyboard.type('Подрядчик 1');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Создать машину…' }).click();
      await page.locator('#vehicle-plate').click();
      await page.keyboard.type('АБВ 123');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Создать устройство…' }).click();
      await page.getByRole('button', { name: 'Создать устройство', exact: true }).click();
      await page.locator('svg.qr').waitFor();
    });
    await page.locator('[data-step="vehicle"][data-done="true"]').waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    await picture(page, 'first-vehicle');
    await page.setViewportSize(PHONE.viewport);
    assert.ok((await sideways(page)) <= 0, 'fits the phone');
    await picture(page, 'first-phone');
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('keeps users: makes one with a password shown once, changes his role, removes him, and records it', async () => {
    const { page } = await visit(browser, { locale: 'en', theme: 'light', url: service.http });
    await signIn(page, password);
    await page.waitForFunction(() => location.hash.split('/').length > 2);
    await page.evaluate(() => (location.hash = `#/${location.hash.split('/')[1]}/administration`));
    await page.getByRole('button', { name: 'New user…' }).click();
    await page.fill('#user-login', 'dispatch-1');
    await page.fill('#user-name', 'Dispatcher 1');
    assert.deepEqual(await seriousFindings(page), []);
    await picture(page, 'user-form');
    await page.getByRole('button', { name: 'Create', exact: true }).click();
    const secret = await page.getByRole('dialog').locator('code').innerText();
    assert.ok(secret.length >= 10);
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    const row = page.locator('tr[data-row="dispatch-1"]');
    await row.getByText('Operator').waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    await picture(page, 'users');

    const signedIn = await fetch(`${service.http}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'dispatch-1', password: secret }),
    });
    assert.equal(signedIn.status, 200);

    await row.getByRole('button', { name: 'Change…' }).click();
    await page.selectOption('#user-role', 'auditor');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await row.getByText('Auditor').waitFor();
    await page.locator('tr[data-row="admin"]').getByRole('button', { name: 'Change…' }).click();
    await page.selectOption('#user-role', 'contractor');
    await page.selectOption('#user-role', 'operator');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page
      .getByText(/last administrator|Choose at least one/)
      .first()
      .waitFor();
    await page.keyboard.press('Escape');
    await row
      .getByRole('button', { name: 'Delete…' })
      .or(row.getByRole('button', { name: 'Remove…' }))
      .click();
    await page.getByRole('dialog').getByRole('button').last().click();
    await row.waitFor({ state: 'detached' });

    await page.getByRole('link', { name: 'Record' }).click();
    await page.getByRole('searchbox', { name: 'Code of the object' }).fill('dispatch-1');
    await page.waitForFunction(() => {
      const rows = [...document.querySelectorAll('tbody tr[data-row]')].map((row) => row.textContent);
      return (
        rows.length >= 3 && rows.every((row) => row.includes('dispatch-1')) && rows[0].includes('Removed the user')
      );
    });
    assert.deepEqual(await seriousFindings(page), []);
    await picture(page, 'record');
    await page.getByRole('link', { name: 'Municipalities' }).click();
    await page.getByRole('link', { name: 'Name, zone, streets, areas' }).click();
    await page.locator('#town-name').waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    await picture(page, 'town');
    await page.context().close();
  });
});
