import { untrack } from 'svelte';
import { CaseByNumber } from '../incidents/case-by-number.svelte.ts';
import type { Desk } from './desk.svelte.ts';

/** The case of the shown town whose number is typed into a field. Call where a component is made. */
export function caseTyped(desk: Desk, text: () => string): CaseByNumber {
  const cases = new CaseByNumber(desk.api.rest);
  $effect(() => {
    const [typed, town] = [text(), desk.town.shown?.id ?? ''];
    // What happens meanwhile does not ask again.
    untrack(() => cases.look(typed, town, desk.incidents));
  });
  return cases;
}
