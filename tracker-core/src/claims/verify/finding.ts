/** What is looked at, in the order in which it is. */
export const CHECKS = ['archive', 'manifest', 'signature', 'members', 'chain', 'heads', 'coverage', 'money'] as const;
export type Check = (typeof CHECKS)[number];

/** Something that is not as it must be. */
export interface Fault {
  readonly check: Check;
  /** Member, assignment, leg or line. */
  readonly where: string;
  readonly message: string;
}

/** What a check came to: how many things it looked at, and what it could not look at. */
export interface Outcome {
  readonly check: Check;
  readonly looked: number;
  readonly of: string;
  /** Why it proves less than it could; null where it proves all. */
  readonly gap: string | null;
}

/** Gathers what is found. */
export class Findings {
  readonly faults: Fault[] = [];
  readonly outcomes: Outcome[] = [];

  fault(check: Check, where: string, message: string): void {
    this.faults.push({ check, where, message });
  }

  done(check: Check, looked: number, of: string, gap: string | null = null): void {
    this.outcomes.push({ check, looked, of, gap });
  }
}
