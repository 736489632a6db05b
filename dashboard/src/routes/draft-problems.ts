import { isId, type Route } from '@sweepline/contract';
import type { RouteDraft } from './route-draft.svelte.ts';

export type DraftProblem = 'id' | 'idTaken' | 'name' | 'legs' | 'twice' | 'gone' | 'ends';

/** What stands against saving, in the order in which it is mended. */
export function problemsOf(draft: RouteDraft, known: ReadonlyMap<string, Route>): readonly DraftProblem[] {
  const { now, base, id, origin, overlaps } = draft;
  const problems: DraftProblem[] = [];
  if (!isId(id)) problems.push('id');
  else if (base === null && known.has(id)) problems.push('idTaken');
  if (now.name.trim() === '') problems.push('name');
  if (now.legs.length === 0) problems.push('legs');
  if (now.legs.some(({ edge }) => origin.lengthOf(edge) === null)) problems.push('gone');
  const outside = now.legs.some(({ edge, from_m, to_m }) => {
    const length_m = origin.lengthOf(edge);
    return length_m !== null && ((from_m ?? 0) >= (to_m ?? length_m) || (to_m ?? 0) > length_m + 1);
  });
  if (outside) problems.push('ends');
  if (overlaps.size > 0) problems.push('twice');
  return problems;
}
