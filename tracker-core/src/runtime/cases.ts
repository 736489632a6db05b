import { DRIVER_KINDS, type Incident, type IncidentKind } from '@sweepline/contract';
import type { IncidentFact } from '../incidents/fact.ts';
import { resumeAssignment, type ToldCase } from '../incidents/resume.ts';
import type { CasePort, LiveFeed } from '../gateway/ports.ts';
import type { Db } from '../store/db.ts';
import {
  endIncidents,
  incidentId,
  upsertIncidents,
  withdrawIncidents,
  type IncidentFact as StorableFact,
  type UnseenEnd,
} from '../store/objects/incident-facts.ts';
import { isWithdrawn, outwardIncident, standingIncidents, type StoredIncident } from '../store/objects/incidents.ts';
import { onceReached } from '../store/reaching.ts';
import type { Directory } from './directory.ts';
import { GroupCommit } from './group-commit.ts';
import type { LivePlan } from './live-plan.ts';
import type { Networks } from './networks.ts';
import { SHOWN_AFTER_MS } from './plans.ts';
import { ShownCases } from './shown-cases.ts';

type Write =
  { readonly fact: StorableFact } | { readonly withdraw: string; readonly why: string } | { readonly end: UnseenEnd };

const DISPROVED = 'withdrawn: later fixes show otherwise';
const REPLANNED = 'withdrawn: the plan is another now';
const UNWATCHED = 'nobody watched it to its end: it no longer lasts';

/** A driver's message stands until somebody resolves it, and what is over when it is told needs no end. */
const LASTS_UNTIL_RESOLVED: ReadonlySet<IncidentKind> = new Set(DRIVER_KINDS);
/** Judged from an assignment's ledger, or from what is not stored beside the fixes: left alone when a vehicle is judged anew. */
const JUDGED_ELSEWHERE: ReadonlySet<IncidentKind> = new Set([
  'late-start',
  'no-show',
  'will-miss',
  'missed',
  'clock-skew',
]);
const OF_AN_ASSIGNMENT: ReadonlySet<IncidentKind> = new Set(['late-start', 'no-show', 'will-miss']);

/** What a vehicle was judged anew by. */
export interface JudgedAnew {
  readonly since_ms: number;
  /** Its last fix: what began later, silence, no fix has disproved. */
  readonly last_ms: number;
  /** Whether an assignment still belongs to the plans it was judged by. */
  readonly isPlanned: (assignment: string) => boolean;
}

/** Cases: what the judge finds is stored, then published; what people decide is published and kept. */
export class Cases implements CasePort {
  private readonly shown = new ShownCases();
  /** Keys that a vehicle's live state stands for, by vehicle, with the instant each began. */
  private readonly keys = new Map<string, Map<string, number>>();
  private readonly writes: GroupCommit<Write>;
  private readonly directory: Directory;
  private readonly networks: Networks;
  private readonly failed: (cause: unknown) => void;
  private live: LiveFeed | null = null;

  constructor(db: Db, directory: Directory, networks: Networks, now: () => number, failed: (cause: unknown) => void) {
    this.failed = failed;
    this.directory = directory;
    this.networks = networks;
    this.writes = new GroupCommit(async (writes) => {
      // The last word on each case is enough: those before it were never seen.
      const facts = new Map<string, StorableFact>();
      const withdrawn = new Map<string, string>();
      const ends = new Map<string, UnseenEnd>();
      for (const write of writes) {
        if ('withdraw' in write) {
          withdrawn.set(write.withdraw, write.why);
          facts.delete(write.withdraw);
        } else if ('end' in write) {
          ends.set(write.end.key, write.end);
        } else {
          facts.set(write.fact.key, write.fact);
          withdrawn.delete(write.fact.key);
          ends.delete(write.fact.key);
        }
      }
      const store = async (within: Db): Promise<StoredIncident[]> => {
        const done = await upsertIncidents(within, [...facts.values()], now());
        done.push(...(await endIncidents(within, [...ends.values()], now())));
        for (const why of new Set(withdrawn.values())) {
          const keys = [...withdrawn.keys()].filter((key) => withdrawn.get(key) === why);
          done.push(...(await withdrawIncidents(within, keys, now(), why)));
        }
        return done;
      };
      const changed = await onceReached(() => db.transaction(store));
      for (const incident of changed) this.publish(incident);
    });
  }

  /** Takes up what is stored, so that the judges go on with it. */
  async load(db: Db, now_ms: number): Promise<void> {
    for (const incident of await standingIncidents(db, now_ms - SHOWN_AFTER_MS)) {
      this.shown.set(incident);
      if (!isWithdrawn(incident)) this.keysOf(incident.vehicle).set(incident.key, Date.parse(incident.from));
    }
  }

  /** What was told of a vehicle and stands, whatever people made of it. */
  told(vehicle: string): ToldCase[] {
    return standing(this.shown.ofVehicle(vehicle));
  }

  /** Gives an assignment's rules back what they told of it; what they can no longer end is withdrawn. */
  resume({ plan, judge }: Pick<LivePlan, 'plan' | 'judge'>): void {
    this.write(
      resumeAssignment(judge, plan, this.toldOf(plan.assignment)).map(({ key }) => ({ withdraw: key, why: REPLANNED })),
    );
  }

  /** What was told of an assignment and stands. */
  toldOf(assignment: string): ToldCase[] {
    return standing(this.shown.ofAssignment(assignment));
  }

  /** Assignments of which a case lasts that only their own rules can end. */
  lasting(): Set<string> {
    const assignments = new Set<string>();
    for (const { to, kind, assignment } of this.shown.all())
      if (to === null && assignment !== null && OF_AN_ASSIGNMENT.has(kind)) assignments.add(assignment);
    return assignments;
  }

  /** Ends what lasts of an assignment that is judged no more. */
  endOf(assignment: string, to_ms: number): void {
    this.write(
      this.toldOf(assignment)
        .filter(({ kind, to_ms: ended_ms }) => ended_ms === null && OF_AN_ASSIGNMENT.has(kind))
        .map(({ key }) => ({ end: { key, to_ms, why: UNWATCHED } })),
    );
  }

  /** Takes back what was told of an assignment that was removed. */
  abandon(assignment: string): void {
    this.write(
      this.toldOf(assignment)
        .filter(({ kind }) => OF_AN_ASSIGNMENT.has(kind))
        .map(({ key }) => ({ withdraw: key, why: REPLANNED })),
    );
  }

  /** Since when the vehicle's oldest case lasts that its fixes alone can end; null where none does. */
  lastsSince(vehicle: string, now_ms: number): number | null {
    let since_ms: number | null = null;
    for (const { kind, from_ms, to_ms } of this.told(vehicle)) {
      if (to_ms !== null || LASTS_UNTIL_RESOLVED.has(kind) || JUDGED_ELSEWHERE.has(kind)) continue;
      // No further back than every plan is known.
      if (now_ms - from_ms < SHOWN_AFTER_MS) since_ms = Math.min(since_ms ?? Infinity, from_ms);
    }
    return since_ms;
  }

  withdraw(keys: readonly string[]): void {
    this.write(keys.map((key) => ({ withdraw: key, why: DISPROVED })));
  }

  use(live: LiveFeed): void {
    this.live = live;
  }

  /** Those a socket's first picture holds. */
  of(municipality: string, contractor: string | null): Incident[] {
    return [...this.shown.all()]
      .filter(
        (incident) =>
          incident.municipality === municipality && (contractor === null || incident.contractor === contractor),
      )
      .map(outwardIncident);
  }

  /** What the judge found or found changed; stored, then published. */
  take(facts: readonly IncidentFact[]): void {
    const writes: Write[] = [];
    for (const fact of facts) {
      const storable = this.storable(fact);
      if (!storable) continue;
      if (fact.disproved) {
        writes.push({ withdraw: fact.key, why: DISPROVED });
        continue;
      }
      this.keysOf(fact.vehicle).set(fact.key, fact.from_ms);
      writes.push({ fact: storable });
    }
    this.write(writes);
  }

  /**
   * A vehicle was judged anew: what it no longer shows is withdrawn. Not so what other rules judge, or what belongs to a plan
   * that is no longer known; and what began before all that was looked at ends, for no rule remembers it.
   */
  replace(vehicle: string, { since_ms, last_ms, isPlanned }: JudgedAnew, facts: readonly IncidentFact[]): void {
    const found = new Set(facts.map(({ key }) => key));
    const keys = this.keysOf(vehicle);
    const writes: Write[] = [];
    for (const [key, from_ms] of keys) {
      const kind = key.slice(0, key.indexOf(':')) as IncidentKind;
      if (found.has(key) || JUDGED_ELSEWHERE.has(kind)) continue;
      const known = this.shown.get(incidentId(key));
      const unseen =
        from_ms < since_ms || (known !== undefined && known.assignment !== null && !isPlanned(known.assignment));
      if (unseen) {
        if (known?.to === null && !LASTS_UNTIL_RESOLVED.has(kind)) {
          keys.delete(key);
          writes.push({ end: { key, to_ms: Math.max(from_ms, Math.min(since_ms, last_ms)), why: UNWATCHED } });
        }
        continue;
      }
      if (kind === 'signal-lost' && from_ms >= last_ms) continue;
      keys.delete(key);
      writes.push({ withdraw: key, why: DISPROVED });
    }
    this.write(writes);
    this.take(facts);
  }

  changed(incident: Incident): void {
    const known = this.shown.get(incident.id);
    const contractor = known?.contractor ?? this.directory.vehicle(incident.vehicle)?.contractor;
    const key =
      known?.key ?? `${incident.kind}:${incident.assignment ?? incident.vehicle}:${Date.parse(incident.from)}`;
    if (contractor !== undefined) this.publish({ ...incident, contractor, key });
  }

  /** Drops what is closed and long over from the first picture. */
  prune(now_ms: number): void {
    for (const incident of this.shown.all()) {
      const { state, to, from } = incident;
      const closed = state === 'resolved' || state === 'dismissed';
      if (closed && Date.parse(to ?? from) < now_ms - SHOWN_AFTER_MS) this.shown.delete(incident);
    }
    for (const keys of this.keys.values())
      for (const [key, from_ms] of keys) {
        const lasts = this.shown.get(incidentId(key))?.to === null;
        if (from_ms < now_ms - 4 * SHOWN_AFTER_MS && !lasts) keys.delete(key);
      }
  }

  /** Resolves once everything found so far is stored and published. */
  flushed(): Promise<void> {
    return this.writes.flushed();
  }

  private write(writes: readonly Write[]): void {
    if (writes.length > 0) this.writes.add(writes).catch((cause: unknown) => this.failed(cause));
  }

  private publish(incident: StoredIncident): void {
    // Of two that were written one after the other the first may be told last.
    if (incident.history.length < (this.shown.get(incident.id)?.history.length ?? 0)) return;
    this.shown.set(incident);
    this.live?.publish(incident.municipality, incident.contractor, {
      type: 'incident',
      incident: outwardIncident(incident),
    });
  }

  private keysOf(vehicle: string): Map<string, number> {
    let keys = this.keys.get(vehicle);
    if (!keys) this.keys.set(vehicle, (keys = new Map()));
    return keys;
  }

  private storable(fact: IncidentFact): StorableFact | undefined {
    const vehicle = this.directory.vehicle(fact.vehicle);
    if (!vehicle) return undefined;
    const edges = this.networks.now(vehicle.municipality)?.network.edges;
    const edge = fact.edge === null ? null : (edges?.[fact.edge]?.id ?? null);
    return { ...fact, edge, municipality: vehicle.municipality, contractor: vehicle.contractor };
  }
}

/** The key of an assignment's one case of having been missed. */
export const missedKey = (assignment: string, closed_ms: number): string => `missed:${assignment}:${closed_ms}`;

const standing = (incidents: Iterable<StoredIncident>): ToldCase[] =>
  [...incidents].filter((incident) => !isWithdrawn(incident)).map(toldCase);

const toldCase = ({ key, kind, from, to, figures }: StoredIncident): ToldCase => ({
  key,
  kind,
  from_ms: Date.parse(from),
  to_ms: to === null ? null : Date.parse(to),
  figures,
});
