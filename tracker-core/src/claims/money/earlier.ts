/** What claims that stand already charge under the same contract: caps, warnings and repeats go on from there. */
export interface Earlier {
  /** All penalties, minor units. */
  readonly penalties: number;
  /** Penalties by local month. */
  readonly months: Readonly<Record<string, number>>;
  /** By rule and local month, `rule 2026-10`: what it charged or granted, and facts that count. */
  readonly rules: Readonly<Record<string, { readonly charged: number; readonly facts: number }>>;
}

export const NOTHING_EARLIER: Earlier = { penalties: 0, months: {}, rules: {} };

export const ruleMonth = (rule: string, month: string): string => `${rule} ${month}`;
