// What each role finds in the rail, may do, and is told where an address leads elsewhere.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launch, PASSWORD, signIn, visit } from './browser.mjs';
import { openPage, pagesOfDashboard, settled } from './pages.mjs';
import { makePeople } from './people.mjs';

const WORDS = {
  en: { acknowledge: 'Acknowledge', comment: 'Comment', answer: 'Answer', denied: 'is not for the role' },
  ru: { acknowledge: 'Принять', comment: 'Комментарий', answer: 'Ответить', denied: 'не для роли' },
};
const DECIDES = ['administrator', 'operator'];
const COMMENTS = ['administrator', 'operator', 'contractor'];

describe('roles', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 420_000 }, () => {
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

  async function enter(role, locale) {
    const { page, complaints } = await visit(browser, { locale });
    const { login, password } = made.people[role];
    await signIn(page, password, login);
    await page.waitForSelector('nav [data-page]');
    return { page, complaints };
  }

  for (const role of ['administrator', 'operator', 'auditor', 'contractor'])
    for (const locale of ['ru', 'en'])
      it(`${role} finds his pages, and is told politely of the others: ${locale}`, async () => {
        const { page, complaints } = await enter(role, locale);
        const own = pages.filter(({ roles }) => roles.includes(role)).map(({ page: name }) => name);
        const shown = await page.locator('nav [data-page]').evaluateAll((all) => all.map((one) => one.dataset.page));
        // The wall has a key and a button of its own.
        assert.deepEqual(
          shown,
          own.filter((name) => name !== 'wall'),
        );
        await page.waitForFunction(() => location.hash.split('/').length > 2);
        for (const { page: name } of pages) {
          if (own.includes(name)) continue;
          await page.evaluate((wanted) => (location.hash = `#/${location.hash.split('/')[1] ?? '-'}/${wanted}`), name);
          const notice = page.locator(`[data-denied="${name}"]`);
          await notice.waitFor();
          assert.match(await notice.innerText(), new RegExp(WORDS[locale].denied));
          await notice.getByRole('button').click();
          await page.waitForFunction(() => location.hash.split('/')[2] === 'live');
        }
        assert.deepEqual(complaints, []);
        await page.context().close();
      });

  for (const role of ['administrator', 'operator', 'auditor', 'contractor'])
    it(`${role} finds what he may do to a case, and nothing else`, async () => {
      const { items } = await made.people.contractor.client.get(`/incidents?state=open&municipality=${made.town.id}`);
      const incident = items.at(-1);
      assert.ok(incident, 'the contractor has an open case');
      const { page } = await enter(role, 'en');
      await openPage(page, 'incidents', incident.id);
      await page.locator('ol.steps').waitFor();
      const seen = async (locator) => (await locator.count()) > 0;
      assert.equal(await seen(page.getByRole('button', { name: WORDS.en.acknowledge })), DECIDES.includes(role));
      assert.equal(await seen(page.getByLabel(WORDS.en.comment, { exact: true })), COMMENTS.includes(role));
      // Keys do nothing that buttons may not.
      if (!DECIDES.includes(role)) {
        await page.locator('#list').focus();
        for (const key of ['KeyA', 'KeyE', 'KeyD']) await page.keyboard.press(key);
        assert.equal(await page.locator('dialog[open]').count(), 0);
        const { state } = await made.people.administrator.client.get(`/incidents/${incident.id}`);
        assert.equal(state, 'open');
      }
      await page.context().close();
    });

  it("a contractor sees his own vehicles, plans and cases on every page, and no one else's", async () => {
    const { administrator, contractor } = made.people;
    const all = (await administrator.client.get(`/vehicles?municipality=${made.town.id}`)).items;
    const foreign = all.filter((vehicle) => vehicle.contractor !== made.contractor.id);
    const own = all.filter((vehicle) => vehicle.contractor === made.contractor.id);
    assert.ok(foreign.length > 0 && own.length > 0);
    const { page } = await enter('contractor', 'ru');
    await page.waitForSelector('[data-assignment]');
    for (const { page: name, roles } of pages) {
      if (!roles.includes('contractor')) continue;
      await openPage(page, name);
      const text = await page.evaluate(() => document.body.innerText);
      for (const { plate, id } of foreign) {
        assert.ok(!text.includes(plate), `${name} shows ${plate}`);
        assert.ok(!text.includes(id), `${name} shows ${id}`);
      }
    }
    const { groups } = await contractor.client.get(
      `/municipalities/${made.town.id}/fulfilment?from=2026-01-01&to=2027-12-31&by=contractor`,
    );
    for (const { key } of groups) assert.equal(key, made.contractor.id);
    await page.context().close();
  });

  it('a contractor answers a case on his own page, and sees his data and refusals', async () => {
    const { page } = await enter('contractor', 'en');
    await openPage(page, 'own');
    const row = page.locator('[data-answer]').first();
    const id = await row.getAttribute('data-answer');
    const text = 'The street was closed by the police until noon';
    await row.getByRole('textbox').fill(text);
    await row.getByRole('button', { name: WORDS.en.answer, exact: true }).click();
    await page.waitForFunction((answered) => document.querySelector(`[data-answer="${answered}"]`) === null, id);
    const { history } = await made.people.administrator.client.get(`/incidents/${id}`);
    assert.ok(
      history.some((entry) => entry.action === 'commented' && entry.text === text && entry.by === 'e2e-contractor'),
    );
    await settled(page);
    assert.ok((await page.locator('[aria-label]:is(.A, .B, .C, .none, .off)').count()) >= 7);
    await page.context().close();
  });

  it('an administrator alone writes users; the service refuses the others too', async () => {
    for (const role of ['operator', 'auditor', 'contractor']) {
      const { status, body } = await made.people[role].client.request('GET', '/users');
      assert.deepEqual([status, body.code], [403, 'forbidden'], role);
    }
  });
});
