import { it } from 'node:test';

/** Cases of which each goes on from what the one before has done: after one that failed the others say nothing. */
export function inTurn() {
  let broken = false;
  return (name, carryOut) =>
    it(name, async (context) => {
      if (broken) return context.skip('an earlier step failed');
      broken = true;
      await carryOut();
      broken = false;
    });
}
