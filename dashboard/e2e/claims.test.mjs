// From a contract's rules to a paid claim, clicked through by auditor and contractor: SWEEPLINE_URL, SWEEPLINE_MQTT, ADMIN_PASSWORD.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import { launch, PASSWORD, PHONE, seriousFindings, sideways, signIn, URL, visit } from './browser.mjs';
import { makeMonth } from './claims-month.mjs';
import { clientOf } from './client.mjs';
import { inTurn } from './in-turn.mjs';
import { openPage, settled } from './pages.mjs';
import { task } from './task.mjs';

const MARK = `zz-claims-${Date.now().toString(36)}`;
const NUMBER = `118/${MARK.slice(-4)}`;
const PHOTO = join(import.meta.dirname, '../../docs/live.png');
const DIALOG = 'dialog[open]';

describe('claims', { skip: PASSWORD === '' ? 'ADMIN_PASSWORD is not given' : false, timeout: 900_000 }, () => {
  let browser;
  let api;
  let made;
  let claim;
  /** Lines that the tests name: one that is dropped, one that is objected to. */
  const no = {};

  before(async () => {
    browser = await launch();
    api = await clientOf();
    made = await makeMonth(api, MARK);
  });
  after(async () => {
    for (const { login } of Object.values(made?.people ?? {})) await api.request('DELETE', `/users/${login}`);
    await browser?.close();
  });

  async function enter(who, look = {}) {
    const { page, complaints } = await visit(browser, { theme: 'light', ...look });
    const { login, password } = made.people[who];
    await signIn(page, password, login);
    await page.waitForFunction(() => location.hash.split('/').length > 2);
    return { page, complaints };
  }
  const leave = async ({ page, complaints }) => {
    assert.deepEqual(complaints, []);
    await page.context().close();
  };
  /** Words of a dialog's verb are those of the button that asked, without their dots. */
  const confirm = (page, verb) => page.locator(DIALOG).getByRole('button', { name: verb, exact: true }).click();
  const stateOf = async () => (await api.get(`/claims/${claim}`)).state;
  const linesOf = async (query = '') => (await api.get(`/claims/${claim}/lines?limit=1000${query}`)).items;
  const waitForState = (page, words) => page.locator('header .lead').getByText(words, { exact: true }).waitFor();
  const look = async (page) => {
    await settled(page);
    const found = await seriousFindings(page);
    if ((await sideways(page)) > 0) found.push('scrolls sideways');
    return found;
  };

  const step = inTurn();

  step('an auditor writes a contract with rules, tries them on last month and saves them', async () => {
    const visitor = await enter('auditor', { locale: 'en' });
    const { page } = visitor;
    await openPage(page, 'live');
    await task(page, 'Write a contract with three rules, try them on last month, save them', async () => {
      await page.keyboard.press('g');
      await page.keyboard.press('k');
      await page.getByRole('button', { name: 'New contract…' }).click();
      const dialog = page.locator(DIALOG);
      await dialog.getByLabel('Number').click();
      await page.keyboard.type(NUMBER);
      await dialog.getByLabel('Contractor').selectOption(made.contractor);
      await dialog.getByLabel('Price').click();
      await page.keyboard.type('1 200 000');
      await page.keyboard.press('Enter');
      await page.locator('header').getByRole('button', { name: 'Write the first terms' }).click();
      await page.getByLabel('Per metre, MDL').click();
      await page.keyboard.type('1.85');
      for (const at of [1, 2, 3]) {
        await page.getByRole('button', { name: 'Add a rule' }).click();
        await page
          .locator('li[data-rule]')
          .nth(at - 1)
          .waitFor();
      }
      await page.getByLabel('Rule 2: When').selectOption('incident');
      await page.getByLabel('Rule 2: What it costs').selectOption('fixed');
      await page.getByLabel('Rule 2: Sum', { exact: true }).click();
      await page.keyboard.type('500');
      await page.getByLabel('Rule 2: Add to the rule').selectOption('warnings');
      await page.getByLabel('Rule 3: Kind').selectOption('bonus');
      await page.getByRole('button', { name: 'Try on last month' }).click();
      await page.locator('[data-sum="total"]').waitFor();
      await page.locator('header').getByRole('button', { name: 'Save as v. 1' }).click();
      await confirm(page, 'Save as v. 1');
      await page.locator('h2', { hasText: 'v. 1, from' }).waitFor();
    });
    const [contract] = (await api.get(`/contracts?contractor=${made.contractor}`)).items;
    made.contract = contract.id;
    const [version] = (await api.get(`/contracts/${contract.id}/terms`)).items;
    assert.deepEqual(
      version.terms.rules.map(({ kind, on, charge }) => [kind, on.fact, charge.sum]),
      [
        ['penalty', 'undone', 'percent'],
        ['penalty', 'incident', 'fixed'],
        ['bonus', 'completed', 'percent'],
      ],
    );
    assert.equal(version.terms.rules[1].charge.amount, 500_00);
    await leave(visitor);
  });

  step('what is wrong with a draft is said at its place, by the page and by the service', async () => {
    const visitor = await enter('auditor', { locale: 'ru' });
    const { page } = visitor;
    await openPage(page, 'contracts', made.contract);
    await page.getByRole('button', { name: 'Новый черновик' }).click();
    const percent = page.getByLabel('Правило 1: Процент', { exact: true });
    await percent.fill('много');
    await page.getByRole('button', { name: 'Примерить к прошлому месяцу' }).click();
    await page.locator('li[data-rule]').first().getByText('Число, например 1,85.').waitFor();
    assert.equal(await percent.getAttribute('aria-invalid'), 'true');
    await percent.fill('3');
    await page.getByLabel('Правило 2: Добавить к правилу').selectOption('cure');
    await page.getByLabel('Правило 2: Когда').selectOption('late');
    await page.getByRole('button', { name: 'Примерить к прошлому месяцу' }).click();
    await page.locator('li[data-rule].faulty').getByText('Исправить можно только неубранные метры.').waitFor();
    await page.getByLabel('Правило 2: Когда').selectOption('incident');
    await page.getByRole('button', { name: 'Правило 2. Убрать: Время исправить' }).click();
    await page.getByRole('button', { name: 'Правило 3 выше' }).click();
    await page.getByRole('button', { name: 'Примерить к прошлому месяцу' }).click();
    await page.locator('[data-sum="penalty"]').waitFor();
    assert.ok((await page.locator('section li').count()) > 0, 'lines that differ are named');
    const [kinds] = [await page.locator('li[data-rule]').evaluateAll((all) => all.map((one) => one.dataset.rule))];
    assert.deepEqual(kinds, ['r1', 'r3', 'r2']);
    // Leaving does not lose it; discarding does.
    await openPage(page, 'claims');
    await openPage(page, 'contracts', made.contract, 'draft');
    assert.equal(await page.getByLabel('Правило 1: Процент', { exact: true }).inputValue(), '3');
    assert.deepEqual(await look(page), []);
    await page.getByRole('button', { name: 'Бросить черновик…' }).click();
    await confirm(page, 'Бросить');
    await page.locator('h2', { hasText: 'ред. 1' }).waitFor();
    assert.equal((await api.get(`/contracts/${made.contract}/terms`)).items.length, 1);
    await leave(visitor);
  });

  step('an auditor drafts last month’s claim, drops a line and sends it', async () => {
    const visitor = await enter('auditor', { locale: 'en' });
    const { page } = visitor;
    await openPage(page, 'live');
    await task(page, 'Draft last month’s claim', async () => {
      await page.keyboard.press('g');
      await page.keyboard.press('c');
      await page.getByRole('button', { name: 'New claim…' }).click();
      await page.locator(DIALOG).getByLabel('Contract').selectOption(made.contract);
      await confirm(page, 'Draft the claim');
      await page.locator('[data-line]').first().waitFor();
    });
    claim = await page.evaluate(() => location.hash.split('/')[3]);
    const lines = await linesOf('&state=standing&kind=non-payment');
    [no.dropped, no.objected] = lines.map((line) => line.no);
    const { total } = await api.get(`/claims/${claim}`);
    await task(page, 'Drop a line of a draft with the reason', async () => {
      await page.keyboard.press('j');
      await page.locator(`tr.chosen[data-line="${no.dropped}"]`).waitFor();
      await page.keyboard.press('d');
      await page.locator(DIALOG).getByLabel('Reasons').click();
      await page.keyboard.type('Closed by order');
      await page.keyboard.press('Enter');
      await page.locator('[data-state="dropped"]').waitFor();
    });
    const [dropped] = await linesOf('&state=dropped');
    assert.equal(dropped.why, 'Closed by order');
    assert.equal((await api.get(`/claims/${claim}`)).total, total - dropped.amount);
    await page.getByRole('button', { name: 'Put it back' }).click();
    await page.locator(`[data-line="${no.dropped}"][data-state="standing"]`).waitFor();
    await page.keyboard.press('d');
    await page.locator(DIALOG).getByLabel('Reasons').fill('Closed by order');
    await confirm(page, 'Drop');
    await page.locator('[data-state="dropped"]').waitFor();
    await page.keyboard.press('Escape');
    await task(page, 'Send a claim', async () => {
      await page.keyboard.press('Enter');
      await confirm(page, 'Send the claim');
      await waitForState(page, 'Awaits answer');
    });
    assert.equal(await stateOf(), 'issued');
    await leave(visitor);
  });

  step('the contractor is told, objects to a line with a photo, accepts the others and answers', async () => {
    const visitor = await enter('contractor', { locale: 'ru' });
    const { page } = visitor;
    await openPage(page, 'own');
    await task(page, 'Answer a claim: object to one line with a photo, accept the rest', async () => {
      await page.locator('[data-inbox] .count').waitFor();
      await page.locator('[data-inbox]').click();
      await page.locator('[data-notice="claim-issued"]').first().click();
      await page.locator(`[data-line="${no.objected}"] a`).click();
      await page.getByRole('button', { name: 'Возразить' }).click();
      await page.getByLabel('Оспариваю, м').click();
      await page.keyboard.type('20,5');
      await page.getByLabel('Почему').click();
      await page.keyboard.type('Проезд был закрыт аварийной бригадой');
      await page.locator('#objection-files').setInputFiles(PHOTO);
      await page.getByRole('button', { name: 'Записать и дальше' }).click();
      await page.locator(`[data-line="${no.objected}"]`, { hasText: 'Возражение' }).waitFor();
      await page.getByRole('button', { name: /^Принять остальные/ }).click();
      await page
        .locator(DIALOG)
        .getByRole('button', { name: /^Принять остальные/ })
        .click();
      await page.waitForFunction(() => !/Принять остальные/.test(document.body.innerText));
      await page.locator('header').getByRole('button', { name: 'Отправить ответ' }).click();
      await confirm(page, 'Отправить ответ');
      await waitForState(page, 'Ждёт решения');
    });
    const objected = await api.get(`/claims/${claim}/lines/${no.objected}`);
    assert.equal(objected.answer.metres, 20.5);
    assert.equal(objected.answer.attachments.length, 1);
    assert.equal(await page.getByRole('button', { name: 'Отправить ответ' }).count(), 0);
    await leave(visitor);
  });

  step('the auditor decides the objection in part, delivers the decision and records the payment', async () => {
    const visitor = await enter('auditor', { locale: 'en' });
    const { page } = visitor;
    await openPage(page, 'claims', claim);
    const before = await api.get(`/claims/${claim}/lines/${no.objected}`);
    await task(page, 'Decide an objection in part and deliver the decision', async () => {
      await page.keyboard.press('Enter');
      await page.locator(`tr.chosen[data-line="${no.objected}"]`).waitFor();
      await page.getByLabel('Reasons').click();
      await page.keyboard.type('Confirmed by the photo');
      await page.keyboard.press('Enter');
      await page.locator(`[data-line="${no.objected}"]`, { hasText: 'Reduced' }).waitFor();
      await page.keyboard.press('Enter');
      await confirm(page, 'Deliver the decision');
      await waitForState(page, 'Decided');
    });
    const { decision } = await api.get(`/claims/${claim}/lines/${no.objected}`);
    assert.deepEqual([decision.decision, decision.excused_m], ['reduce', 20.5]);
    // What the page said would remain is what the service left.
    await openPage(page, 'claims', claim, 'line', String(no.objected));
    const left = (decision.amount / 100).toLocaleString('en-GB', { minimumFractionDigits: 2 });
    await page.getByText(`MDL\u00a0${left} remain`).waitFor();
    assert.ok(decision.amount < before.amount);
    await page.getByRole('link', { name: 'Open live.png' }).waitFor();
    await page.keyboard.press('Escape');
    await task(page, 'Record that a claim is paid', async () => {
      await page.keyboard.press('Enter');
      await confirm(page, 'Record the outcome');
      await waitForState(page, 'Paid');
    });
    assert.equal(await stateOf(), 'paid');
    await leave(visitor);
  });

  step('the register finds a claim by state, contractor, period and words, and its address says so', async () => {
    const visitor = await enter('auditor', { locale: 'ru' });
    const { page } = visitor;
    await openPage(page, 'claims');
    await page.locator(`[data-row="${claim}"]`).waitFor();
    await page.getByLabel('Состояние', { exact: true }).selectOption('draft');
    await page.locator(`[data-row="${claim}"]`).waitFor({ state: 'detached' });
    await page.getByLabel('Состояние', { exact: true }).selectOption('paid');
    await page.getByLabel('Подрядчик', { exact: true }).selectOption(made.contractor);
    await page.getByLabel('Период', { exact: true }).selectOption(made.month.from);
    await page.locator(`[data-row="${claim}"]`).waitFor();
    await page.getByRole('searchbox').fill(made.contract.slice(-4));
    await page.waitForFunction(() => decodeURIComponent(location.hash).includes('q='));
    await page.reload();
    await page.locator(`[data-row="${claim}"]`).waitFor();
    assert.equal(await page.locator('[data-row]').count(), 1);
    await page.goBack();
    await page.waitForFunction(() => document.querySelector('.body [type=search]')?.value === '');
    await page.goForward();
    await page.waitForFunction(
      (words) => document.querySelector('.body [type=search]')?.value === words,
      made.contract.slice(-4),
    );
    await page.keyboard.press('Control+k');
    await page.locator(DIALOG).getByRole('combobox').fill(NUMBER.slice(-4));
    await page.locator('[role=option]', { hasText: 'Претензия' }).click();
    await waitForState(page, 'Оплачена');
    await leave(visitor);
  });

  step(
    'a claim that a link names is fetched for whoever signs in by it, and one that is not there is told of',
    async () => {
      for (const [who, locale, paid, none] of [
        ['auditor', 'ru', 'Оплачена', 'Больше не существует: претензия «nobody».'],
        ['contractor', 'en', 'Paid', 'There is no claim “nobody” any more.'],
      ]) {
        const { login, password } = made.people[who];
        const visitor = await visit(browser, { locale, url: `${URL}/#/${made.town.id}/claims/${claim}` });
        const { page } = visitor;
        await signIn(page, password, login);
        await waitForState(page, paid);
        await page.goto(`${URL}/#/${made.town.id}/claims/nobody`);
        await page.getByRole('alert').filter({ hasText: none }).waitFor();
        await leave(visitor);
      }
    },
  );

  step('documents are served to both sides; the missed street is drawn on the map', async () => {
    for (const who of ['auditor', 'contractor']) {
      const visitor = await enter(who, { locale: 'en' });
      const { page } = visitor;
      await openPage(page, 'claims', claim, 'line', String(no.objected));
      await page.waitForFunction(() => document.querySelector('aside .street-map')?.rendered?.().legs > 0);
      for (const [file, type] of [
        ['pdf', 'application/pdf'],
        ['xlsx', 'spreadsheetml'],
      ]) {
        const href = await page.locator(`[data-file="${file}"]`).getAttribute('href');
        const answer = await page.request.get(`${URL}${href}`);
        assert.equal(answer.status(), 200, `${who} ${file}`);
        assert.match(answer.headers()['content-type'], new RegExp(type));
      }
      const replay = await page.getByRole('link', { name: 'Replay of the shift' }).getAttribute('href');
      assert.match(replay, new RegExp(`/replay/\\d+/\\d+/${made.vehicle}/`));
      await leave(visitor);
    }
  });

  step('an operator and a contractor only read a contract; the contractor sees no draft', async () => {
    const visitor = await enter('contractor', { locale: 'ru' });
    const { page } = visitor;
    await openPage(page, 'contracts', made.contract);
    await page.locator('[data-rule]').first().waitFor();
    assert.equal(await page.getByRole('button', { name: /черновик|Изменить|условия/ }).count(), 0);
    await openPage(page, 'claims');
    await page.locator(`[data-row="${claim}"]`).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Новая претензия…' }).count(), 0);
    await leave(visitor);
  });

  for (const [name, options] of [
    ['wide, dark, Russian', { locale: 'ru', theme: 'dark' }],
    ['phone, light, Russian', { locale: 'ru', theme: 'light', device: PHONE }],
    ['phone, dark, English', { locale: 'en', theme: 'dark', device: PHONE }],
  ])
    step(`nothing serious is found on a claim, a line, a contract and its draft: ${name}`, async () => {
      const visitor = await enter('auditor', options);
      const { page } = visitor;
      const found = [];
      for (const rest of [
        ['claims'],
        ['claims', claim],
        ['claims', claim, 'line', String(no.objected)],
        ['contracts'],
        ['contracts', made.contract],
      ]) {
        await openPage(page, ...rest);
        for (const finding of await look(page)) found.push(`${rest.join('/')}: ${finding}`);
      }
      await page.locator('header .verbs').getByRole('button').last().click();
      await page.locator('li[data-rule]').first().waitFor();
      for (const finding of await look(page)) found.push(`draft: ${finding}`);
      assert.deepEqual(found, []);
      await leave(visitor);
    });

  step("a contractor's act is held against what was measured, row by row", async () => {
    const visitor = await enter('auditor', { locale: 'en' });
    const { page } = visitor;
    const { items } = await api.get(`/assignments?vehicle=${made.vehicle}&limit=1`);
    const date = items[0].from.slice(0, 10);
    const rows = ['Date;Route;Metres', `${date};${made.route};99999`, `${date};of-nobody;5`, 'when;what;1'];
    await page.goto(`${URL}/#/${made.town.id}/contracts/${made.contract}`);
    await task(page, "Check a contractor's act", async () => {
      await page.getByRole('button', { name: 'Check an act…' }).click();
      const asked = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Choose the act…' }).click();
      const act = { name: 'act.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n')) };
      await (await asked).setFiles(act);
      await page.locator('tr[data-verdict="claimed-more"]').waitFor();
    });
    await page.locator('tr[data-verdict="unknown-route"]').waitFor();
    await page.getByText('Row 4: this is no date, “when”').waitFor();
    assert.ok((await page.locator('tr[data-verdict="not-claimed"]').count()) > 0);
    assert.deepEqual(await look(page), []);
    await leave(visitor);
  });
});
