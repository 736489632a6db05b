import type { LegsMessage, LiveAssignment, LiveLeg } from '@sweepline/contract';
import { assess } from '../coverage/assess.ts';
import { takeChanged } from '../coverage/ledger.ts';
import { legsOf } from '../coverage/live-legs.ts';
import type { LiveFeed } from '../gateway/ports.ts';
import { allSilences, liveAssignment, type LivePlan } from './live-plan.ts';

/** How often progress leaves for the screens. */
const PUBLISH_MS = 1_000;
/** How long the pictures of many assignments are made before sockets have their turn. */
const SLICE_MS = 8;
/** How often the legs of a route that will be missed are coloured anew as a whole. */
const WILL_MISS_LEGS_MS = 15_000;

/** The last picture of an assignment that any screen has. */
interface Shown {
  assignment: LiveAssignment;
  json: string;
  legs: readonly LiveLeg[];
  legs_ms: number;
  /** False while only first pictures hold it: the sockets that were there before must still be told. */
  published: boolean;
}

/** Tells the screens how the assignments get on, each at most once a second and only what changed. */
export class Progress {
  private readonly dirty = new Set<LivePlan>();
  private readonly shown = new Map<string, Shown>();
  private timer: NodeJS.Timeout | null = null;
  private closed = false;
  private readonly live: LiveFeed;
  private readonly now: () => number;
  /** Resolves once what the progress follows from is stored. */
  private readonly stored: () => Promise<void>;

  constructor(live: LiveFeed, now: () => number, stored: () => Promise<void>) {
    this.live = live;
    this.now = now;
    this.stored = stored;
  }

  mark(plan: LivePlan): void {
    this.dirty.add(plan);
    if (!this.closed) this.timer ??= setTimeout(() => void this.publish(), PUBLISH_MS);
  }

  /** An assignment is no longer shown. */
  forget(assignment: string): void {
    this.shown.delete(assignment);
  }

  /** An assignment was removed, or moved to a day that is not shown yet: every screen drops it. */
  removed(plan: LivePlan): void {
    this.dirty.delete(plan);
    this.shown.delete(plan.stored.id);
    const assignment = { ...liveAssignment(plan, this.now()), removed: true };
    this.live.publish(plan.stored.municipality, plan.plan.contractor, { type: 'assignment', assignment });
  }

  /** The assignment with all its legs, for a socket's first picture. */
  whole(plan: LivePlan): { assignment: LiveAssignment; legs: Omit<LegsMessage, 'ch' | 'seq'> } {
    const { assignment, legs } = this.shown.get(plan.stored.id) ?? this.show(plan);
    return { assignment, legs: { type: 'legs', assignment: plan.stored.id, whole: true, legs: [...legs] } };
  }

  close(): void {
    if (this.timer) clearTimeout(this.timer);
    this.closed = true;
  }

  private async publish(): Promise<void> {
    const plans = [...this.dirty];
    this.dirty.clear();
    try {
      if (await this.isStored()) await this.publishAll(plans);
      else for (const plan of plans) this.dirty.add(plan);
    } finally {
      const again = this.dirty.size > 0 && !this.closed;
      this.timer = again ? setTimeout(() => void this.publish(), PUBLISH_MS) : null;
    }
  }

  /** What could not be stored is not shown; who could not store it has told the log. */
  private isStored(): Promise<boolean> {
    return this.stored().then(
      () => true,
      () => false,
    );
  }

  private async publishAll(plans: readonly LivePlan[]): Promise<void> {
    let until = performance.now() + SLICE_MS;
    for (const plan of plans) {
      this.publishOne(plan);
      if (performance.now() < until) continue;
      await new Promise((resolve) => setImmediate(resolve));
      until = performance.now() + SLICE_MS;
    }
  }

  private publishOne(plan: LivePlan): void {
    const drawn = this.shown.get(plan.stored.id);
    const before = drawn?.published ? drawn : undefined;
    const { municipality } = plan.stored;
    const { contractor } = plan.plan;
    const after = this.show(plan);
    after.published = true;
    if (after.json !== before?.json)
      this.live.publish(municipality, contractor, { type: 'assignment', assignment: after.assignment });
    if (after.legs === before?.legs) return;
    const known = new Map(before?.legs.map((leg) => [keyOf(leg), leg]));
    const changed = after.legs.filter((leg) => !isSame(known.get(keyOf(leg)), leg));
    const whole = before === undefined || changed.length > after.legs.length / 2 || known.size !== after.legs.length;
    if (whole || changed.length > 0) {
      this.live.publish(municipality, contractor, {
        type: 'legs',
        assignment: plan.stored.id,
        whole,
        legs: whole ? [...after.legs] : changed,
      });
    }
  }

  /** Makes the present picture of an assignment, of its legs no more than what can have changed. */
  private show(plan: LivePlan): Shown {
    const now_ms = this.now();
    const before = this.shown.get(plan.stored.id);
    const assignment = liveAssignment(plan, now_ms);
    const edges = new Set(takeChanged(plan.ledger));
    const closed = assignment.status !== 'running';
    const turned =
      before === undefined ||
      before.legs.length === 0 ||
      closed ||
      before.assignment.forecast?.willMiss !== assignment.forecast?.willMiss ||
      (assignment.forecast?.willMiss === true && now_ms - before.legs_ms > WILL_MISS_LEGS_MS);
    const view = {
      closed,
      forecast: assignment.forecast,
      ...(closed ? { assessment: assess(plan.ledger, plan.network, { silences: allSilences(plan) }) } : {}),
    };
    let legs: readonly LiveLeg[];
    if (turned) legs = legsOf(plan.ledger, view);
    else if (edges.size > 0) {
      const anew = new Map(legsOf(plan.ledger, { ...view, edges }).map((leg) => [keyOf(leg), leg]));
      legs = before.legs.map((leg) => anew.get(keyOf(leg)) ?? leg);
    } else legs = before.legs;
    const shown = {
      assignment,
      json: JSON.stringify(assignment),
      legs,
      legs_ms: turned ? now_ms : before.legs_ms,
      published: before?.published ?? false,
    };
    this.shown.set(plan.stored.id, shown);
    return shown;
  }
}

const keyOf = ({ edge, side, from_m, pass }: LiveLeg): string => `${edge}\n${side}\n${from_m}\n${pass}`;

const isSame = (a: LiveLeg | undefined, b: LiveLeg): boolean =>
  a === b || (a !== undefined && JSON.stringify(a) === JSON.stringify(b));
