/** Delays by which a condition that comes and goes becomes one incident. */
export interface SpellLimits {
  readonly on_ms: number;
  readonly off_ms: number;
  readonly merge_ms: number;
}

/** A condition watched over event time. */
export interface Spell {
  /** Since when it holds; NaN while it does not. */
  since_ms: number;
  /** Since when it has not held although the incident is open; NaN else. */
  off_ms: number;
  open: boolean;
  /** Start and end of the incident last opened; NaN before the first. */
  from_ms: number;
  to_ms: number;
}

export const startSpell = (): Spell => ({ since_ms: NaN, off_ms: NaN, open: false, from_ms: NaN, to_ms: NaN });

/** `opens` and `goes-on` include a return within the merge gap: the incident then has its former start. */
export type SpellChange = 'none' | 'opens' | 'goes-on' | 'ends';

/**
 * One look at the condition. It opens after it has held for the on-delay, with its first instant; ends after it has not
 * held for the off-delay, with the instant it stopped; and a return within the merge gap opens the same incident again.
 */
export function watch(spell: Spell, at_ms: number, holds: boolean, limits: SpellLimits): SpellChange {
  if (holds) {
    spell.off_ms = NaN;
    if (spell.open) return 'goes-on';
    if (Number.isNaN(spell.since_ms)) spell.since_ms = at_ms;
    if (at_ms - spell.since_ms < limits.on_ms) return 'none';
    const merged = spell.since_ms - spell.to_ms <= limits.merge_ms;
    if (!merged) spell.from_ms = spell.since_ms;
    spell.open = true;
    spell.to_ms = NaN;
    return 'opens';
  }
  if (!spell.open) {
    spell.since_ms = NaN;
    return 'none';
  }
  if (Number.isNaN(spell.off_ms)) spell.off_ms = at_ms;
  if (at_ms - spell.off_ms < limits.off_ms) return 'none';
  return endSpell(spell, spell.off_ms);
}

/** Ends an open spell, as at the end of a shift. */
export function endSpell(spell: Spell, at_ms: number): SpellChange {
  spell.since_ms = NaN;
  if (!spell.open) return 'none';
  spell.open = false;
  spell.to_ms = Number.isNaN(spell.off_ms) ? at_ms : spell.off_ms;
  spell.off_ms = NaN;
  return 'ends';
}
