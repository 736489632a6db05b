import { describe, expect, it } from 'vitest';
import { GroupCommit } from './group-commit.ts';

function recorder() {
  const flushes: number[][] = [];
  const gates: (() => void)[] = [];
  const commit = new GroupCommit<number>((items) => {
    flushes.push([...items]);
    return new Promise((done) => gates.push(done));
  });
  return { commit, flushes, open: () => gates.shift()?.() };
}

describe('GroupCommit', () => {
  it('writes what came meanwhile in one go, in order', async () => {
    const { commit, flushes, open } = recorder();
    const first = commit.add([1]);
    const second = commit.add([2]);
    const third = commit.add([3, 4]);
    open();
    await first;
    open();
    await Promise.all([second, third]);
    expect(flushes).toEqual([[1], [2, 3, 4]]);
  });

  it('tells the failure to those whose items were in the flush, and goes on', async () => {
    let fail = true;
    const commit = new GroupCommit<number>(() => (fail ? Promise.reject(new Error('no disk')) : Promise.resolve()));
    await expect(commit.add([1])).rejects.toThrow('no disk');
    fail = false;
    await expect(commit.add([2])).resolves.toBeUndefined();
  });

  it('is flushed at once when there is nothing to write', async () => {
    await expect(recorder().commit.flushed()).resolves.toBeUndefined();
  });
});
