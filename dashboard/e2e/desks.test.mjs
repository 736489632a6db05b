// Two desks open at once: what one of them does, and what the fleet answers, the other sees without asking. SWEEPLINE_URL, SWEEPLINE_MQTT, ADMIN_PASSWORD.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import mqtt from 'mqtt';
import { launch, PASSWORD, seriousFindings, signIn, URL, visit } from './browser.mjs';
import { clientOf, townOf } from './client.mjs';

const MARK = `e2e-desks-${Date.now().toString(36)}`;
const PLATE = `DSK ${MARK.slice(-3).toUpperCase()}`;
const iso = (ms) => new Date(ms).toISOString();

describe('two desks', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 600_000 }, () => {
  let browser;
  let api;
  let town;
  let vehicle;
  let device;
  before(async () => {
    browser = await launch();
    api = await clientOf();
    const found = await townOf(api);
    town = found.town;
    vehicle = { municipality: town.id, contractor: found.contractor.id, operations: ['sweep'], gearSensors: [] };
  });
  after(async () => {
    await device?.client.endAsync();
    await api.request('DELETE', `/devices/${MARK}-d`);
    await api.request('POST', `/vehicles/${MARK}/retire`, {});
    await browser?.close();
  });

  /** A desk that says what it asked of the service. */
  async function desk(locale, address) {
    const { page, complaints } = await visit(browser, { locale });
    await signIn(page);
    await page.waitForSelector('[data-assignment]');
    const asked = [];
    page.on('request', (request) => asked.push(new globalThis.URL(request.url()).pathname));
    await page.goto(`${URL}/#/${town.id}/${address}`);
    return { page, complaints, asked };
  }

  /** A tablet in the cab that has the message, and answers when its driver does. */
  async function connect(secret) {
    const id = `${MARK}-d`;
    const client = await mqtt.connectAsync(process.env.SWEEPLINE_MQTT, {
      clientId: id,
      username: id,
      password: secret,
    });
    const base = `fleet/v1/${town.id}/${id}`;
    const commands = [];
    client.on('message', (_topic, payload) => commands.push(JSON.parse(payload.toString())));
    await client.subscribeAsync(`${base}/command`, { qos: 1 });
    const { features } = await api.get(`/municipalities/${town.id}/basemap`);
    const [lon, lat] = features.find(({ geometry }) => geometry.type === 'LineString').geometry.coordinates[0];
    const fix = { ts: iso(Date.now()), lat, lon, speed_kmh: 0, accuracy_m: 4 };
    await client.publishAsync(`${base}/telemetry`, JSON.stringify(fix), { qos: 1 });
    const answer = (ok) =>
      client.publishAsync(`${base}/ack`, JSON.stringify({ id: commands.at(-1).id, ok, ts: iso(Date.now()) }), {
        qos: 1,
      });
    return { client, answer };
  }

  it('show a new machine, a changed and a retired one everywhere at once', async () => {
    const live = await desk('en', 'live');
    const fleet = await desk('ru', 'fleet');
    const week = await desk('en', 'week');
    await fleet.page.waitForSelector('tbody tr[data-row]');
    await week.page.waitForSelector('[data-vehicle]');
    const sockets = [];
    for (const { page } of [live, fleet, week]) page.on('websocket', (socket) => sockets.push(socket.url()));
    const found = (page) => page.getByRole('option', { name: PLATE });
    const search = live.page.getByRole('combobox').first();

    await api.put(`/vehicles/${MARK}`, { plate: PLATE, ...vehicle });
    await fleet.page.getByRole('searchbox').first().fill(PLATE);
    await fleet.page.locator(`tr[data-row="${MARK}"]`).waitFor();
    await week.page.getByRole('searchbox').fill(PLATE);
    await week.page.locator(`td[data-vehicle="${MARK}"]`).first().waitFor();
    await search.fill(PLATE);
    await found(live.page).waitFor();
    await found(live.page).click();
    await live.page.getByRole('heading', { name: PLATE, exact: true }).waitFor();

    await api.put(`/vehicles/${MARK}`, { plate: `${PLATE}X`, ...vehicle });
    await live.page.getByRole('heading', { name: `${PLATE}X`, exact: true }).waitFor();
    await fleet.page.locator(`tr[data-row="${MARK}"]`, { hasText: `${PLATE}X` }).waitFor();
    await week.page.locator('tbody th', { hasText: `${PLATE}X` }).waitFor();

    await api.post(`/vehicles/${MARK}/retire`);
    await live.page.getByRole('heading', { name: `${PLATE}X`, exact: true }).waitFor({ state: 'detached' });
    await search.fill(PLATE);
    await live.page.getByRole('listbox').getByText(PLATE).waitFor({ state: 'detached' });
    await week.page.locator(`td[data-vehicle="${MARK}"]`).first().waitFor({ state: 'detached' });
    await fleet.page.locator(`tr[data-row="${MARK}"]`).waitFor({ state: 'detached' });
    await api.post(`/vehicles/${MARK}/restore`);
    await fleet.page.locator(`tr[data-row="${MARK}"]`).waitFor();
    assert.deepEqual(sockets, [], 'nobody had to connect again');
    for (const { page, complaints } of [live, fleet, week]) {
      assert.deepEqual(complaints, []);
      await page.context().close();
    }
  });

  it('follow a message to the driver, on his device and to his answer', async () => {
    await api.put(`/vehicles/${MARK}`, { plate: PLATE, ...vehicle });
    const { secret } = await api.put(`/devices/${MARK}-d`, { vehicle: MARK });
    const writer = await desk('en', `live/vehicle/${MARK}`);
    const other = await desk('ru', `live/vehicle/${MARK}`);
    for (const { page } of [writer, other]) await page.getByRole('heading', { name: PLATE, exact: true }).waitFor();
    const write = async (text) => {
      await writer.page.keyboard.press('KeyM');
      await writer.page.waitForFunction(() => document.activeElement?.id === 'message-text');
      await writer.page.keyboard.type(text);
      await writer.page.keyboard.press('Enter');
    };
    const shown = ({ page }, text, words) =>
      page.locator('[data-command]', { hasText: text }).first().getByText(words).waitFor();

    await write('Corner blocked?');
    await shown(writer, 'Corner blocked?', /^Waiting for the device since \d/);
    await shown(other, 'Corner blocked?', /^Ждёт устройство с \d/);
    other.asked.length = 0;
    device = await connect(secret);
    await shown(writer, 'Corner blocked?', /^Sent .+, on the device .+, no answer yet/);
    await shown(other, 'Corner blocked?', /^Отправлено .+, на устройстве .+, ответа ещё нет/);
    assert.deepEqual(await seriousFindings(writer.page), []);
    assert.deepEqual(await seriousFindings(other.page, {}, ['.map']), []);
    if (process.env.PICTURES) await writer.page.screenshot({ path: `${process.env.PICTURES}/message-delivered.png` });
    if (process.env.PICTURES) await other.page.screenshot({ path: `${process.env.PICTURES}/message-other-desk.png` });
    await device.answer(false);
    await shown(writer, 'Corner blocked?', /^Sent .+, refused by the driver/);
    await shown(other, 'Corner blocked?', /^Отправлено .+, водитель отказался/);
    assert.deepEqual(
      other.asked.filter((path) => path.endsWith('/commands')),
      [],
      'told, not asked for',
    );

    // Who closed the dialog is told what the driver said.
    await write('Then go on');
    await shown(writer, 'Then go on', /on the device/);
    await writer.page.keyboard.press('Escape');
    await device.answer(true);
    await writer.page.getByText(`${PLATE} acknowledged your message.`).waitFor();
    await shown(other, 'Then go on', /^Отправлено .+, подтверждено/);
    assert.deepEqual([...writer.complaints, ...other.complaints], []);
    for (const { page } of [writer, other]) await page.context().close();
  });
});
