import type { Vehicle } from '@sweepline/contract';
import { beforeEach, describe, expect, it } from 'vitest';
import { startVehicle } from '../pipeline/step.ts';
import { Driver, MORNING_MS, planOf, SWEEPER, townOf } from '../pipeline/testing/town.ts';
import type { Fix } from '../pipeline/stages.ts';
import { Fleet, timeOf, type FleetFacts, type Running } from './fleet.ts';
import { pino } from 'pino';

const MINUTE_MS = 60_000;
const town = townOf([
  {
    id: 'main',
    line: [
      [0, 0],
      [1_000, 0],
    ],
  },
]);
const plan = planOf(town, [{ street: 'main', side: 'right' }]);
const sweeper: Vehicle = {
  id: 'sweeper',
  no: 1,
  plate: 'A 1',
  municipality: 'town',
  contractor: 'c',
  operations: ['sweep'],
  gearSensors: ['brush'],
};
const clean = new Driver().drive([0, 0], [1_000, 0]).fixes;

/** A fleet of one vehicle over an array that stands for the store: what is committed is in it before the fleet hears of it. */
class Yard {
  readonly stored = new Map<number, Fix>();
  readonly told: { facts: FleetFacts; replaces_ms: number | null }[] = [];
  readonly caughtUp: number[] = [];
  now_ms = MORNING_MS;
  failNext = false;
  conflicts: number[] = [];
  /** Called while a shift is read. */
  meanwhile = (): void => {};
  readonly fleet: Fleet = new Fleet(
    {
      start: () => ({ state: startVehicle(SWEEPER, town), interval_s: SWEEPER.interval_s }),
      assignmentsOf: () => [plan],
      shift: async (_, from_ms) => {
        if (this.failNext) {
          this.failNext = false;
          throw new Error('the store is away');
        }
        const since_ms = Math.min(from_ms, plan.from_ms);
        const fixes = this.all().filter(({ ts_ms }) => ts_ms >= since_ms);
        this.meanwhile();
        await Promise.resolve();
        return { since_ms, fixes, reports: this.conflicts.map((ts_ms) => ({ type: 'conflict' as const, ts_ms })) };
      },
      facts: (_, facts, replaces_ms) => void this.told.push({ facts, replaces_ms }),
      caughtUp: ({ stepped_ms }) => void this.caughtUp.push(stepped_ms),
      rebuilt: () => {},
      now: () => this.now_ms,
    },
    pino({ level: 'silent' }),
  );
  readonly running: Running = this.fleet.enlist(sweeper);

  all(): Fix[] {
    return [...this.stored.values()].sort((a, b) => a.ts_ms - b.ts_ms);
  }

  async deliver(...batches: readonly (readonly Fix[])[]): Promise<void> {
    for (const fixes of batches) {
      for (const fix of fixes) this.stored.set(fix.ts_ms, fix);
      this.fleet.take(this.running, fixes, this.now_ms);
    }
    await this.fleet.settled();
  }

  /** Passages as they stand: a replacement stands for everything from its instant on. */
  passages() {
    let passages: FleetFacts['passages'] = [];
    for (const { facts, replaces_ms } of this.told) {
      passages = passages.filter(({ enter_ms }) => replaces_ms === null || enter_ms < replaces_ms);
      passages = [...passages, ...facts.passages];
    }
    return passages;
  }

  shown(): number[] {
    return this.told.flatMap(({ facts }) => (facts.position ? [facts.position.ts_ms] : []));
  }
}

const covered = (passages: FleetFacts['passages']) =>
  passages.map(({ from_cm, to_cm, verdict }) => [from_cm, to_cm, verdict]);

let yard: Yard;
beforeEach(() => void (yard = new Yard()));

describe('the fleet', () => {
  it('decides the same whatever the order and however often it comes', async () => {
    const inOrder = new Yard();
    await inOrder.deliver(clean);
    const batches = [clean.slice(200), clean.slice(0, 80), clean.slice(60, 200), clean.slice(100, 300)];
    await yard.deliver(...batches);
    expect(covered(yard.passages())).toEqual(covered(inOrder.passages()));
    expect(inOrder.passages().length).toBeGreaterThan(0);
    expect(yard.running.head_ms).toBe(clean.at(-1)!.ts_ms);
  });

  it('never shows a vehicle at an earlier instant than before', async () => {
    await yard.deliver(clean.slice(0, 50), clean.slice(300), clean.slice(50, 100));
    await yard.deliver(clean.slice(100, 300).toReversed());
    const shown = yard.shown();
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    expect(yard.running.position?.ts_ms).toBe(clean.at(-1)!.ts_ms);
  });

  it('tells one conflict, whatever the order in which the contents came', async () => {
    await yard.deliver(clean);
    const instants = [90, 30, 60].map((n) => clean[n]!.ts_ms);
    for (const ts_ms of instants) {
      yard.conflicts = [...yard.conflicts, ts_ms].sort((a, b) => a - b);
      yard.fleet.report('sweeper', { type: 'conflict', ts_ms });
      await yard.fleet.settled();
    }
    const [conflict] = yard.told.at(-1)!.facts.incidents.filter(({ kind }) => kind === 'conflict');
    expect(conflict).toMatchObject({
      from_ms: clean[30]!.ts_ms,
      to_ms: clean[90]!.ts_ms,
      figures: { conflicts: 3 },
    });
  });

  it('keeps what is committed while its shift is read', async () => {
    await yard.deliver(clean.slice(100, 200));
    yard.meanwhile = () => {
      yard.meanwhile = () => {};
      for (const fix of clean.slice(200)) yard.stored.set(fix.ts_ms, fix);
      yard.fleet.take(yard.running, clean.slice(200), yard.now_ms);
    };
    await yard.deliver(clean.slice(0, 100));
    const whole = new Yard();
    await whole.deliver(clean);
    expect(covered(yard.passages())).toEqual(covered(whole.passages()));
    expect(yard.running.stepped_ms).toBe(clean.at(-1)!.ts_ms);
  });

  it('goes on with the next fix where a rebuild failed', async () => {
    await yard.deliver(clean.slice(50, 60));
    yard.failNext = true;
    await yard.deliver(clean.slice(0, 50));
    await yard.deliver(clean.slice(60, 61));
    expect(yard.shown().at(-1)).toBe(clean[60]!.ts_ms);
  });

  it('is awake once every vehicle’s shift was made again', async () => {
    for (const fix of clean) yard.stored.set(fix.ts_ms, fix);
    yard.running.head_ms = clean.at(-1)!.ts_ms;
    expect(yard.fleet.awake).toBe(true);
    yard.fleet.wake('sweeper', clean[0]!.ts_ms);
    expect(yard.fleet.awake).toBe(false);
    expect(yard.fleet.isAwake('nobody')).toBe(true);
    await yard.fleet.settled();
    expect(yard.fleet.awake).toBe(true);
    expect(yard.told.at(-1)!.replaces_ms).toBe(plan.from_ms);
  });

  it('is awake too where a shift could not be read', async () => {
    yard.failNext = true;
    yard.fleet.wake('sweeper', MORNING_MS);
    await yard.fleet.settled();
    expect(yard.fleet.awake).toBe(true);
  });
});

describe('a vehicle in backlog', () => {
  it('is judged along its own time, and by the clock once nothing came for two minutes', async () => {
    yard.now_ms = clean.at(-1)!.ts_ms + 60 * MINUTE_MS;
    await yard.deliver(clean);
    expect(timeOf(yard.running, yard.now_ms)).toBe(clean.at(-1)!.ts_ms);
    expect(timeOf(yard.running, yard.now_ms + 3 * MINUTE_MS)).toBe(yard.now_ms + 3 * MINUTE_MS);
    const steps = yard.caughtUp.slice(1).map((at_ms, i) => at_ms - yard.caughtUp[i]!);
    expect(steps.length).toBeGreaterThan(10);
    expect(steps.every((step_ms) => step_ms === 30_000)).toBe(true);
  });

  it('does not fall silent by the clock', async () => {
    yard.now_ms = clean.at(-1)!.ts_ms + 60 * MINUTE_MS;
    await yard.deliver(clean);
    const before = yard.told.length;
    yard.fleet.tick(yard.now_ms);
    expect(yard.told).toHaveLength(before);
    yard.fleet.tick(yard.now_ms + 3 * MINUTE_MS);
    expect(yard.told.at(-1)!.facts.position?.state).toBe('silent');
    expect(yard.told.at(-1)!.facts.incidents.map(({ kind, to_ms }) => [kind, to_ms])).toEqual([['signal-lost', null]]);
  });
});
