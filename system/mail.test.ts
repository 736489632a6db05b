import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Claim, Notice, PageOf, User } from '@sweepline/contract';
import { readLetter, startMailServer, type MailServer } from '../tracker-core/src/runtime/mail/testing/mail-server.ts';
import { contractBody, makeClaimTown, period, terms, type ClaimTown } from './claim-town.ts';
import { expectRefused } from './refusal.ts';
import { until } from './until.ts';
import { PASSWORD } from './user.ts';

let mail: MailServer;
let made: ClaimTown;
beforeAll(async () => {
  // Its port is known, and nobody listens there yet.
  mail = await startMailServer();
  await mail.close();
  made = await makeClaimTown({
    SMTP_URL: mail.url,
    MAIL_FROM: 'Sweepline <sweepline@example.org>',
    PUBLIC_ORIGIN: 'https://sweep.example.org',
  });
}, 200_000);
afterAll(async () => {
  await mail?.close();
  await made?.service.remove();
});

test('what was told while no server answered arrives after a death of the service', { timeout: 120_000 }, async () => {
  const { service, town, auditor, own } = made;
  const body = {
    name: 'Подрядчик',
    role: 'contractor',
    municipalities: ['town'],
    contractor: town.contractor,
    locale: 'ru',
    password: PASSWORD,
  };
  expectRefused(await service.api.request('PUT', '/users/own', { ...body, email: 'nobody' }), 'invalid');
  const user = await service.api.put<User>('/users/own', { ...body, email: 'own@example.org' });
  expect(user.email).toBe('own@example.org');
  await own.signInAgain();
  await auditor.put('/contracts/winter', contractBody(town.contractor));
  await auditor.post('/contracts/winter/terms', terms());
  const { id } = await auditor.post<Claim>('/contracts/winter/claims', period);
  await until(
    'the draft',
    () => auditor.get<Claim>(`/claims/${id}`),
    ({ state }) => state === 'draft',
  );
  const { number } = await auditor.post<Claim>(`/claims/${id}/issue`);
  const [notice] = (await own.get<PageOf<Notice>>('/notices?unread=true')).items;
  expect(notice).toMatchObject({ kind: 'claim-issued', claim: id, number });
  await until('the first try', () => service.log().includes('an e-mail is put off'));

  await service.stop('SIGKILL');
  mail = await startMailServer(mail.port);
  await service.restart();
  await until('the letter', () => mail.letters.length > 0);
  const { subject, text, headers } = readLetter(mail.letters[0]!);
  expect(headers).toMatch(/^To: .*own@example\.org/m);
  expect(subject).toContain(`Претензия ${number}`);
  expect(text).toContain(`https://sweep.example.org/#/town/claims/${id}`);
  expect(mail.letters).toHaveLength(1);
});
