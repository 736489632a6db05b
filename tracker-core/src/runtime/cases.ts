import type { Incident } from '@sweepline/contract';
import type { IncidentFact } from '../incidents/fact.ts';
import type { CasePort, LiveFeed } from '../gateway/ports.ts';
import type { Db } from '../store/db.ts';
import {
  upsertIncidents,
  withdrawIncidents,
  type IncidentFact as StorableFact,
} from '../store/objects/incident-facts.ts';
import { outwardIncident, standingIncidents, type StoredIncident } from '../store/objects/incidents.ts';
import type { Directory } from './directory.ts';
import { GroupCommit } from './group-commit.ts';
import type { Networks } from './networks.ts';
import { SHOWN_AFTER_MS } from './plans.ts';

type Write = { readonly fact: StorableFact } | { readonly withdraw: string };

/** Cases: what the judge finds is stored, then published; what people decide is published and kept. */
export class Cases implements CasePort {
  private readonly shown = new Map<string, StoredIncident>();
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
      const withdrawn = new Set<string>();
      for (const write of writes) {
        if ('withdraw' in write) {
          withdrawn.add(write.withdraw);
          facts.delete(write.withdraw);
        } else {
          facts.set(write.fact.key, write.fact);
          withdrawn.delete(write.fact.key);
        }
      }
      const changed = await db.transaction(async (within) => [
        ...(await upsertIncidents(within, [...facts.values()], now())),
        ...(await withdrawIncidents(within, [...withdrawn], now())),
      ]);
      for (const incident of changed) this.publish(incident);
    });
  }

  async load(db: Db, now_ms: number): Promise<void> {
    for (const incident of await standingIncidents(db, now_ms - SHOWN_AFTER_MS)) this.shown.set(incident.id, incident);
  }

  use(live: LiveFeed): void {
    this.live = live;
  }

  /** Those a socket's first picture holds. */
  of(municipality: string, contractor: string | null): Incident[] {
    return [...this.shown.values()]
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
        writes.push({ withdraw: fact.key });
        continue;
      }
      this.keysOf(fact.vehicle).set(fact.key, fact.from_ms);
      writes.push({ fact: storable });
    }
    this.write(writes);
  }

  /** A vehicle was judged anew from `since_ms` on: what it no longer shows is withdrawn. `spares` keeps kinds judged elsewhere. */
  replace(vehicle: string, since_ms: number, facts: readonly IncidentFact[], spares: (key: string) => boolean): void {
    const found = new Set(facts.map(({ key }) => key));
    const keys = this.keysOf(vehicle);
    const writes: Write[] = [];
    for (const [key, from_ms] of keys) {
      if (from_ms < since_ms || found.has(key) || spares(key)) continue;
      keys.delete(key);
      writes.push({ withdraw: key });
    }
    this.write(writes);
    this.take(facts);
  }

  changed(incident: Incident): void {
    const known = this.shown.get(incident.id);
    const contractor = known?.contractor ?? this.directory.vehicle(incident.vehicle)?.contractor;
    if (contractor !== undefined) this.publish({ ...incident, contractor });
  }

  /** Drops what is closed and long over from the first picture. */
  prune(now_ms: number): void {
    for (const [id, { state, to, from }] of this.shown) {
      const closed = state === 'resolved' || state === 'dismissed';
      if (closed && Date.parse(to ?? from) < now_ms - SHOWN_AFTER_MS) this.shown.delete(id);
    }
    for (const keys of this.keys.values())
      for (const [key, from_ms] of keys) if (from_ms < now_ms - 4 * SHOWN_AFTER_MS) keys.delete(key);
  }

  /** Resolves once everything found so far is stored and published. */
  flushed(): Promise<void> {
    return this.writes.flushed();
  }

  private write(writes: readonly Write[]): void {
    if (writes.length > 0) this.writes.add(writes).catch((cause: unknown) => this.failed(cause));
  }

  private publish(incident: StoredIncident): void {
    this.shown.set(incident.id, incident);
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
