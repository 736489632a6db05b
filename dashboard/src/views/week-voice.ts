import { language } from '../language/language.svelte.ts';
import { refusalText } from '../rest/refusal.ts';
import type { Toasts } from '../shared/toasts.svelte.ts';
import type { WeekChange, WeekVoice } from '../week/week.svelte.ts';
import { weekWords } from '../week/words.ts';

/** Tells in one line what a change of the plan did, and offers to take it back. */
export const weekVoice = (toasts: Toasts, plateOf: (vehicle: string | null) => string): WeekVoice => ({
  done(what, undo) {
    const text = sentenceOf(what, plateOf);
    if (undo === null) toasts.say(text);
    else toasts.offer(text, language.pick(weekWords).undo, undo);
  },
  failed: (error) => toasts.fail(refusalText(error)),
});

function sentenceOf(what: WeekChange, plateOf: (vehicle: string | null) => string): string {
  const words = language.pick(weekWords);
  const { numbers, times } = language;
  switch (what.kind) {
    case 'copied':
      return [
        language.count(what.answer.made.length, words.counts.copied),
        ...(what.answer.skipped.length > 0 ? [language.count(what.answer.skipped.length, words.counts.leftOut)] : []),
      ].join(', ');
    case 'scheduled': {
      const { made, changed, removed, kept } = what.effect;
      const done = words.done.scheduled(numbers.plain(made), numbers.plain(changed), numbers.plain(removed));
      return kept === 0 ? done : `${done}, ${words.done.kept(numbers.plain(kept))}`;
    }
    case 'unscheduled':
      return words.done.unscheduled(numbers.plain(what.effect.removed));
    case 'moved':
    case 'given':
      return words.done[what.kind](
        what.block.route,
        plateOf(what.to.vehicle),
        `${times.date(what.to.from_ms)} ${times.hm(what.to.from_ms)}`,
      );
    case 'saved':
    case 'made':
    case 'removed':
    case 'undone':
      return words.done[what.kind](what.block.route);
  }
}
