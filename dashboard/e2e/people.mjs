import { randomBytes } from 'node:crypto';
import { PASSWORD } from './browser.mjs';
import { clientOf, townOf } from './client.mjs';

/** A user of each role, made for these tests: `{ operator: { login, password, client } … }`, and how to remove them. */
export async function makePeople() {
  const administrator = await clientOf();
  const { town, contractor } = await townOf(administrator);
  const people = { administrator: { login: 'admin', password: PASSWORD, client: administrator } };
  for (const role of ['operator', 'auditor', 'contractor']) {
    const login = `e2e-${role}`;
    const password = randomBytes(12).toString('hex');
    const own = role === 'contractor' ? { contractor: contractor.id } : {};
    await administrator.request('PUT', `/users/${login}`, {
      name: `Test ${role}`,
      role,
      municipalities: [town.id],
      locale: 'en',
      password,
      ...own,
    });
    people[role] = { login, password, client: await clientOf(login, password) };
  }
  const remove = async () => {
    for (const role of ['operator', 'auditor', 'contractor'])
      await administrator.request('DELETE', `/users/e2e-${role}`);
  };
  return { town, contractor, people, remove };
}
