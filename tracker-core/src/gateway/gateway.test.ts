import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { done, makeTown, makeUsers, PASSWORD, startTestGateway, type TestGateway } from './testing/town.ts';

let test: TestGateway;

beforeAll(async () => {
  test = await startTestGateway();
  await makeTown(test, 'a');
  await makeUsers(test, 'a');
}, 60_000);
afterAll(() => test.close());

describe('a town set up over HTTP', () => {
  it('is listed', async () => {
    for (const list of [
      'municipalities',
      'users',
      'contractors',
      'vehicles',
      'devices',
      'routes',
      'assignments',
      'incidents',
      'audit',
    ]) {
      const { body } = await done(test.admin.call('GET', `/${list}`));
      console.log(list, JSON.stringify(body).slice(0, 300));
      expect((body as { items: unknown[] }).items).toBeDefined();
    }
    console.log(test.logged, test.asked, PASSWORD);
  });
});
