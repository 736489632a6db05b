const AGAIN_AFTER_MS = 50;

/** Asks until the answer holds; the deadline is for a machine that is busy with other things. @throws naming what never came. */
export async function until<Answer>(
  what: string,
  ask: () => Answer | Promise<Answer>,
  holds: (answer: Answer) => boolean = Boolean,
  within_ms = 60_000,
): Promise<Answer> {
  const giveUp_ms = performance.now() + within_ms;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (performance.now() > giveUp_ms)
      throw new Error(`never came: ${what}; last: ${JSON.stringify(answer)?.slice(0, 500)}`);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
  }
}
