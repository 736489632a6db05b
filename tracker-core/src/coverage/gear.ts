import type { Fix } from '../pipeline/stages.ts';

const GEAR_COUNT = 5;

/**
 * A vehicle's gear contacts over time, debounced: a new value counts from its first fix on, once it has held. A value holds
 * until a fix says otherwise.
 */
export interface GearLog {
  /** Bit per gear: the debounced value now. */
  bits: number;
  /** Bit per gear: whether any fix has said anything about it. */
  seen: number;
  /** Per gear: since when the contact shows the other value; NaN where it does not. */
  readonly pendingSince_ms: Float64Array;
  pending: number;
  /** Per gear: instants at which the debounced value changed, oldest first. */
  readonly changes_ms: number[][];
  /** How many of these there are over all gears: mostly none. */
  changes: number;
  last_ms: number;
}

export function startGear(): GearLog {
  return {
    bits: 0,
    seen: 0,
    pendingSince_ms: new Float64Array(GEAR_COUNT).fill(NaN),
    pending: 0,
    changes_ms: Array.from({ length: GEAR_COUNT }, () => []),
    changes: 0,
    last_ms: -Infinity,
  };
}

/** Takes up a fix, in time order. */
export function noteGear(log: GearLog, fix: Fix, debounce_ms: number): void {
  log.last_ms = fix.ts_ms;
  const fresh = fix.gearSeen & ~log.seen;
  if (fresh !== 0) {
    log.seen |= fresh;
    log.bits = (log.bits & ~fresh) | (fix.gear & fresh);
  }
  const other = (fix.gear ^ log.bits) & fix.gearSeen;
  if (other === 0 && log.pending === 0) return;
  for (let g = 0; g < GEAR_COUNT; g++) {
    const bit = 1 << g;
    if ((fix.gearSeen & bit) === 0) continue;
    const differs = (other & bit) !== 0;
    const since = log.pendingSince_ms[g]!;
    if ((log.pending & bit) === 0) {
      if (differs) wait(log, g, bit, fix.ts_ms);
    } else if (fix.ts_ms - since >= debounce_ms) {
      log.bits ^= bit;
      log.changes_ms[g]!.push(since);
      log.changes++;
      // The contact is back at the former value: that now waits in its turn.
      if (differs) settle(log, g, bit);
      else wait(log, g, bit, fix.ts_ms);
    } else if (!differs) settle(log, g, bit);
  }
}

function wait(log: GearLog, g: number, bit: number, since_ms: number): void {
  log.pending |= bit;
  log.pendingSince_ms[g] = since_ms;
}

function settle(log: GearLog, g: number, bit: number): void {
  log.pending &= ~bit;
  log.pendingSince_ms[g] = NaN;
}

/** Up to when the debounced values can no longer change. */
export function gearSettled_ms(log: GearLog): number {
  if (log.pending === 0) return log.last_ms;
  let settled = log.last_ms;
  for (let g = 0; g < GEAR_COUNT; g++) {
    const since = log.pendingSince_ms[g]!;
    if (since < settled) settled = since;
  }
  return settled;
}

/** Whether a gear was engaged for at least half of the time from one instant to a later one. */
export function gearOn(log: GearLog, gear: number, from_ms: number, to_ms: number): boolean {
  let on = (log.bits & (1 << gear)) !== 0;
  if (log.changes === 0) return on;
  const changes = log.changes_ms[gear]!;
  // Back from the present value to the one that held just before `to_ms`.
  let i = changes.length - 1;
  while (i >= 0 && changes[i]! >= to_ms && changes[i]! > from_ms) {
    on = !on;
    i--;
  }
  if (i < 0 || changes[i]! <= from_ms) return on;
  let end = to_ms;
  let on_ms = 0;
  for (; i >= 0 && changes[i]! > from_ms; i--) {
    if (on) on_ms += end - changes[i]!;
    end = changes[i]!;
    on = !on;
  }
  if (on) on_ms += end - from_ms;
  return 2 * on_ms >= to_ms - from_ms;
}

/** Forgets the changes before an instant that nobody will ask for. */
export function forgetGear(log: GearLog, before_ms: number): void {
  if (log.changes === 0) return;
  for (const changes of log.changes_ms) {
    let gone = 0;
    while (gone < changes.length && changes[gone]! < before_ms) gone++;
    if (gone > 0) changes.splice(0, gone);
    log.changes -= gone;
  }
}
