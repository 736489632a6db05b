// What lies behind a page's first view: cards, forms, dialogs, what is said of nothing and of trouble.
import writeWorkbook from 'write-excel-file/node';

const DAY_MS = 86_400_000;
const RU_EN = {
  newVehicle: /^(Новая машина|New vehicle)/,
  newDevice: /^(Новое устройство|New device)/,
  newContractor: /^(Новый подрядчик|New contractor)/,
  newUser: /^(Новый пользователь|New user)/,
  edit: /^(Изменить|Change|Edit)/,
  excuse: /^(Уважительная|Предложить|Excuse…|Propose)/,
  copy: /^(Копировать неделю|Copy week)/,
  schedules: /^(Расписания|Schedules)/,
  newSchedule: /^(Новое расписание|New schedule)/,
  export: /^(Выгруз|Экспорт|Export)/,
  newAssignment: /^(Новый наряд|New assignment)/,
  closed: /^(Закрыты|Closed)/,
  deadlines: /^(Сроки|Deadlines)/,
  part: /^(Часть|A part)$/,
};

const button = (page, name) => page.getByRole('button', { name }).filter({ visible: true }).first();
const press = (name) => (page) => button(page, name).click({ timeout: 5_000 });
const key =
  (...codes) =>
  async (page) => {
    for (const code of codes) await page.keyboard.press(code);
    await page.waitForSelector('dialog[open]', { timeout: 5_000 });
  };

/** Keys act on a case once it stands there. */
const caseKey = (code) => async (page) => {
  await page.waitForSelector('ol.steps');
  await key(code)(page);
};

/** A spreadsheet of routes with two rows that cannot be. */
async function badRows(streets) {
  const header = ['Маршрут', 'Вид работ', 'Улица', 'Сторона', 'Проходы'];
  const rows = streets
    .slice(0, 12)
    .map((street, at) => [
      `T-${at + 1}`,
      'Подметание',
      at === 4 ? `${street}ъ` : street,
      at === 8 ? 'верхняя' : 'обе',
      '1',
    ]);
  const cells = [header, ...rows].map((row) => row.map((value) => ({ value })));
  return writeWorkbook(cells).toBuffer();
}

/** `{ name: { at, doing, role, offline } }`: the address, what is done there, whose view it is, whether the service is out of reach. */
export async function viewsOf(api) {
  const [town] = (await api.get('/municipalities')).items;
  const of = `municipality=${town.id}`;
  const list = async (path) => (await api.get(path)).items;
  const [routes, assignments, incidents, devices] = await Promise.all([
    list(`/routes?${of}`),
    list(`/assignments?${of}&limit=200`),
    list(`/incidents?${of}&state=open`),
    list(`/devices?${of}`),
  ]);
  const { features } = await api.get(`/municipalities/${town.id}/basemap`);
  const streets = [
    ...new Set(features.flatMap(({ properties: { kind, name } }) => (kind === 'street' && name ? [name] : []))),
  ];
  const incident = incidents.find(({ kind }) => kind === 'will-miss') ?? incidents[0];
  const late = assignments.find(({ id }) => id === incident.assignment) ?? assignments[0];
  const edge = routes[0].legs[0].edge;
  const today = new Date().toISOString().slice(0, 10);
  const yesterday = new Date(Date.now() - DAY_MS).toISOString().slice(0, 10);
  const end_s = Math.floor(Date.now() / 1_000);
  const span = [String(end_s - 3_600), String(end_s)];
  return {
    'live-vehicle': { at: ['live', 'vehicle', incident.vehicle] },
    'live-assignment': { at: ['live', 'assignment', late.id] },
    'live-street': { at: ['live', 'street', edge] },
    'live-search': {
      at: ['live'],
      doing: async (page) => {
        await page.locator('[role="combobox"], input[type="search"]').first().click();
        await page.keyboard.type('ka');
      },
    },
    'live-keys': { at: ['live'], doing: key('Shift+Slash') },
    'live-palette': { at: ['live'], doing: key('Control+KeyK') },
    'live-message': { at: ['live', 'vehicle', incident.vehicle], doing: key('KeyM') },
    'live-handover': { at: ['live', 'assignment', late.id], doing: key('KeyR') },
    'live-handover-part': {
      at: ['live', 'assignment', late.id],
      doing: async (page) => {
        await key('KeyR')(page);
        await press(RU_EN.part)(page);
        await page.locator('#handover-metres').scrollIntoViewIfNeeded();
      },
    },
    'live-account': {
      at: ['live'],
      doing: async (page) => {
        await page.locator('nav button').last().click();
        await page.waitForSelector('dialog[open]');
      },
    },
    'live-offline': { at: ['live'], offline: true },
    'incidents-case': { at: ['incidents', incident.id] },
    'incidents-assign': { at: ['incidents', incident.id], doing: caseKey('KeyS') },
    'incidents-dismiss': { at: ['incidents', incident.id], doing: caseKey('KeyD') },
    'incidents-resolve': { at: ['incidents', incident.id], doing: caseKey('KeyE') },
    'incidents-closed': { at: ['incidents'], doing: press(RU_EN.closed) },
    'incidents-deadlines': { at: ['incidents'], doing: press(RU_EN.deadlines) },
    'incidents-unknown': { at: ['incidents', 'no-such-case'] },
    'replay-case': {
      at: ['replay', ...span, incident.vehicle, String(end_s - 1_200), incident.id],
    },
    'replay-two': { at: ['replay', ...span, assignments[0].vehicle + ',' + incident.vehicle, String(end_s - 1_200)] },
    'plans-assignment': { at: ['plans', late.id] },
    'plans-excuse': { at: ['plans', late.id], doing: press(RU_EN.excuse) },
    'plans-routes': { at: ['plans', 'routes'] },
    'plans-route': { at: ['plans', 'routes', routes[0].id] },
    'plans-edit': { at: ['plans', 'routes', routes[0].id, 'edit'] },
    'plans-new': { at: ['plans', 'routes', '-', 'new'] },
    'plans-import': { at: ['plans', 'routes', '-', 'import'] },
    'plans-import-rows': {
      at: ['plans', 'routes', '-', 'import'],
      wide: true,
      doing: async (page) => {
        await page
          .locator('input[type=file]')
          .setInputFiles({ name: 'завтра.xlsx', mimeType: '', buffer: await badRows(streets) });
        await page.waitForSelector('[data-import-row]');
      },
    },
    'plans-import-refused': {
      at: ['plans', 'routes', '-', 'import'],
      wide: true,
      doing: async (page) => {
        await page
          .locator('input[type=file]')
          .setInputFiles({ name: 'notes.csv', mimeType: '', buffer: Buffer.from('a;b\n1;2') });
        await page.waitForSelector('[role="alert"]');
      },
    },
    'plans-unknown': { at: ['plans', 'routes', 'no-such-route'] },
    'week-block': { at: ['week', today, late.id] },
    'week-new': { at: ['week'], doing: press(RU_EN.newAssignment) },
    'week-copy': { at: ['week'], wide: true, doing: press(RU_EN.copy) },
    'week-export': { at: ['week'], doing: press(RU_EN.export) },
    'week-schedules': { at: ['week'], wide: true, doing: press(RU_EN.schedules) },
    'week-schedule': {
      at: ['week'],
      wide: true,
      doing: async (page) => {
        await press(RU_EN.schedules)(page);
        await press(RU_EN.newSchedule)(page);
      },
    },
    'fleet-contractors': { at: ['fleet', 'contractors'] },
    'fleet-devices': { at: ['fleet', 'devices'] },
    'fleet-poor': { at: ['fleet', 'poor'] },
    'fleet-day': { at: ['fleet', 'devices', devices[0].id, today] },
    'fleet-fit': { at: ['fleet', 'fit', devices[0].id] },
    'fleet-new-vehicle': { at: ['fleet'], doing: press(RU_EN.newVehicle) },
    'fleet-new-device': { at: ['fleet', 'devices'], doing: press(RU_EN.newDevice) },
    'fleet-new-contractor': { at: ['fleet', 'contractors'], doing: press(RU_EN.newContractor) },
    'overview-month': { at: ['overview', 'month', today, 'contractor'] },
    'overview-group': { at: ['overview', 'day', today, 'route', routes[0].id] },
    'overview-street': { at: ['overview', 'day', today, 'route', '*', streets[0]] },
    'overview-nothing': { at: ['overview', 'day', '2020-01-01', 'district'] },
    'planfact-day': { at: ['planfact', 'day', yesterday] },
    'excuses-decided': { at: ['excuses', 'decided'] },
    'administration-user': { at: ['administration', 'users'], doing: press(RU_EN.newUser) },
    'administration-towns': { at: ['administration', 'towns'] },
    'administration-town': { at: ['administration', 'towns', town.id] },
    'administration-new-town': { at: ['administration', 'towns', '~new'] },
    'administration-audit': { at: ['administration', 'audit'] },
    'administration-record': {
      at: ['administration', 'audit'],
      doing: async (page) => {
        await page.locator('tbody button').first().click();
        await page.waitForSelector('dialog[open]', { timeout: 5_000 });
      },
    },
    'administration-service': { at: ['administration', 'service'] },
    'administration-first-run': { at: ['administration', 'first-run', 'streets'] },
    'contractor-live': { at: ['live'], role: 'contractor' },
    'contractor-case': { at: ['incidents'], role: 'contractor' },
    'contractor-week': { at: ['week'], role: 'contractor' },
    'contractor-fleet': { at: ['fleet'], role: 'contractor' },
    'contractor-denied': { at: ['administration'], role: 'contractor' },
  };
}

/** Pages of a town in which nothing is yet. */
export const EMPTY_VIEWS = {
  'empty-live': ['live'],
  'empty-incidents': ['incidents'],
  'empty-replay': ['replay'],
  'empty-plans': ['plans'],
  'empty-routes': ['plans', 'routes'],
  'empty-week': ['week'],
  'empty-vehicles': ['fleet'],
  'empty-contractors': ['fleet', 'contractors'],
  'empty-devices': ['fleet', 'devices'],
  'empty-overview': ['overview'],
  'empty-planfact': ['planfact'],
  'empty-excuses': ['excuses'],
  'empty-claims': ['claims'],
  'empty-contracts': ['contracts'],
  'empty-wall': ['wall'],
  'empty-first-run-streets': ['administration', 'first-run', 'streets'],
  'empty-first-run-vehicle': ['administration', 'first-run', 'vehicle'],
  'empty-first-run-route': ['administration', 'first-run', 'route'],
};
