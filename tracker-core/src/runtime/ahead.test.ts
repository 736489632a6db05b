import { expect, test } from 'vitest';
import { ahead } from './ahead.ts';

async function* counted(most: number, seen: string[]): AsyncGenerator<number, void, void> {
  try {
    for (let n = 1; n <= most; n++) {
      seen.push(`made ${n}`);
      yield n;
    }
  } finally {
    seen.push('closed');
  }
}

test('the next is made while one is worked on, in the same order', async () => {
  const seen: string[] = [];
  for await (const n of ahead(counted(3, seen))) {
    await new Promise((resolve) => setImmediate(resolve));
    seen.push(`took ${n}`);
  }
  expect(seen).toEqual(['made 1', 'made 2', 'took 1', 'made 3', 'took 2', 'closed', 'took 3']);
});

test('who goes away ends the making, a step ahead or not', async () => {
  const seen: string[] = [];
  for await (const n of ahead(counted(1_000, seen))) if (n === 2) break;
  expect(seen).toEqual(['made 1', 'made 2', 'made 3', 'closed']);
});

test('what fails a step ahead fails in its place', async () => {
  async function* failing(): AsyncGenerator<number, void, void> {
    yield 1;
    throw new Error('the database is gone');
  }
  const taken: number[] = [];
  const reading = async (): Promise<void> => {
    for await (const n of ahead(failing())) {
      taken.push(n);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await expect(reading()).rejects.toThrow('the database is gone');
  expect(taken).toEqual([1]);
});
