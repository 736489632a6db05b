import type { ClaimState, Role } from '@sweepline/contract';

/** As what somebody looks at a claim. */
export type Side = 'auditor' | 'contractor' | 'reader';

export const sideOf = (role: Role): Side =>
  role === 'contractor' ? 'contractor' : role === 'operator' ? 'reader' : 'auditor';

/** Who has to do something about a claim in a state; null: nobody. */
export function turnOf(state: ClaimState): Side | null {
  if (state === 'issued') return 'contractor';
  return state === 'draft' || state === 'answered' || state === 'decided' ? 'auditor' : null;
}
