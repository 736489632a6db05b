import { setImmediate } from 'node:timers/promises';

/** Carries long work out in its portions, with everybody else's turn between them. */
export async function inTurns<Result>(work: Generator<void, Result>): Promise<Result> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    await setImmediate();
  }
}
