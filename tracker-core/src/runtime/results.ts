import {
  instantOf,
  metresOf,
  type CoverageAnswer,
  type FeatureCollection,
  type RecomputeAnswer,
  type Revision,
  type ServiceAnswer,
  type TrackAnswer,
  type Vehicle,
} from '@sweepline/contract';
import { coverageGeoJson } from '../coverage/answer-geojson.ts';
import { coverageAnswer, digestOfFixes } from '../coverage/answer.ts';
import { assess } from '../coverage/assess.ts';
import { createLedger, credit } from '../coverage/ledger.ts';
import { qualityOf } from '../coverage/quality.ts';
import { serviceAnswer } from '../coverage/service.ts';
import { matchOf } from '../coverage/track.ts';
import type { ResultsPort } from '../gateway/ports.ts';
import { MATCHER_VERSION } from '../matching/limits.ts';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import type { Passage } from '../pipeline/stages.ts';
import { boxAround, type Box } from '../geometry/box.ts';
import { scaleAt } from '../geometry/ruler.ts';
import { Refused } from '../refused.ts';
import type { Db } from '../store/db.ts';
import { findAssignment, listAssignments } from '../store/objects/assignments.ts';
import { DEFAULT_INTERVAL_S } from '../store/objects/devices.ts';
import { EVERYTHING } from '../store/objects/scope.ts';
import { countFixes, devicesNear, devicesSeen } from '../store/series/fix-counts.ts';
import { latestResult, listResults, type Result } from '../store/series/results.ts';
import type { Directory } from './directory.ts';
import type { EvidenceReader, VehicleEvidence } from './evidence.ts';
import { statusAt, type LivePlan } from './live-plan.ts';
import type { Networks } from './networks.ts';
import type { Plans } from './plans.ts';

export interface ResultsParts {
  readonly db: Db;
  readonly directory: Directory;
  readonly networks: Networks;
  readonly plans: Plans;
  readonly evidence: EvidenceReader;
  readonly now: () => number;
}

/** Sockets get their turn between vehicles. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A route reaches this far beyond its streets: farther away no fix can be matched to them. */
const REACH_M = 100;
const ASSIGNMENTS_AT_ONCE = 500;

/** The exact answers: computed from the stored fixes by the same stages that run live. */
export class Results implements ResultsPort {
  private readonly parts: ResultsParts;

  constructor(parts: ResultsParts) {
    this.parts = parts;
  }

  async coverage(assignment: string): Promise<CoverageAnswer> {
    const sealed = await latestResult(this.parts.db, assignment);
    return sealed?.answer ?? this.compute(assignment, false, null);
  }

  async coverageGeoJson(assignment: string): Promise<FeatureCollection> {
    const answer = await this.coverage(assignment);
    const { stored } = await this.planned(assignment);
    const { network } = await this.parts.networks.of(stored.municipality);
    return coverageGeoJson(network, answer);
  }

  async recompute(assignment: string): Promise<RecomputeAnswer> {
    const sealed = await latestResult(this.parts.db, assignment);
    const { digest } = await this.compute(assignment, true, null);
    return { digest, revision: sealed?.revision ?? 0 };
  }

  /** What would be sealed now. */
  seal(assignment: string, sealed_ms: number): Promise<CoverageAnswer> {
    return this.compute(assignment, true, sealed_ms);
  }

  async revisions(assignment: string): Promise<Revision[]> {
    return (await listResults(this.parts.db, assignment)).map(
      ({ revision, sealed_ms, digest, cause, difference }: Omit<Result, 'answer'>) => ({
        revision,
        sealedAt: instantOf(sealed_ms),
        digest,
        cause,
        difference,
      }),
    );
  }

  async service(
    municipality: string,
    from_ms: number,
    to_ms: number,
    contractor: string | null,
  ): Promise<ServiceAnswer> {
    const { db, directory, networks, evidence } = this.parts;
    const { network } = await networks.of(municipality);
    const vehicles = [...directory.allVehicles()].filter(
      (vehicle) => vehicle.municipality === municipality && (contractor === null || vehicle.contractor === contractor),
    );
    const seen = new Set(await devicesSeen(db, this.devicesOf(vehicles), from_ms, to_ms));
    const passages: Passage[] = [];
    for (const vehicle of vehicles) {
      if (!directory.timesOf(vehicle.id).some(({ device }) => seen.has(device))) continue;
      const { facts } = await evidence.of(vehicle, from_ms, to_ms, await this.assignmentsOf(vehicle, from_ms, to_ms));
      for (const passage of facts.passages) passages.push(passage);
      await breathe();
    }
    return serviceAnswer(network, directory.municipality(municipality)?.drivesOn ?? 'right', passages, from_ms, to_ms);
  }

  async track(vehicleId: string, from_ms: number, to_ms: number): Promise<TrackAnswer> {
    const { directory, networks, evidence } = this.parts;
    const vehicle = directory.vehicle(vehicleId);
    if (!vehicle) throw new Refused('not-found', `no vehicle ${vehicleId}`);
    const { network } = await networks.of(vehicle.municipality);
    const assignments = await this.assignmentsOf(vehicle, from_ms, to_ms);
    const read = await evidence.of(vehicle, from_ms, to_ms, assignments);
    const { stored, facts } = read;
    const places = new Map(facts.matched.map((matched) => [matched.fix.ts_ms, matched]));
    const fixes: TrackAnswer['fixes'] = [];
    for (const { ts_ms, received_ms, body } of stored) {
      if (ts_ms < from_ms || ts_ms >= to_ms) continue;
      const sent = JSON.parse(body) as TrackAnswer['fixes'][number];
      const matched = places.get(ts_ms);
      const match = matched && matchOf(network, matched);
      fixes.push({ ...sent, ts: instantOf(ts_ms), receivedAt: instantOf(received_ms), ...(match ? { match } : {}) });
    }
    return {
      fixes,
      distance_m: metresOf(Math.round(100 * evidence.distanceOf(vehicle, from_ms, to_ms, read, assignments))),
    };
  }

  private async compute(assignment: string, anew: boolean, sealed_ms: number | null): Promise<CoverageAnswer> {
    const { directory, networks, now } = this.parts;
    const live = await this.planned(assignment);
    const { plan } = live;
    const { network } = await networks.of(live.stored.municipality);
    const ledger = createLedger(plan, network, { drivesOn: live.drivesOn });
    const contributors = await this.contributors(live);
    const digests: string[] = [];
    let own: VehicleEvidence | null = null;
    for (const vehicle of contributors) {
      const read = anew
        ? this.parts.evidence.make.bind(this.parts.evidence)
        : this.parts.evidence.of.bind(this.parts.evidence);
      const evidence = await read(
        vehicle,
        plan.from_ms,
        plan.to_ms,
        await this.assignmentsOf(vehicle, plan.from_ms, plan.to_ms),
      );
      for (const passage of evidence.facts.passages) credit(ledger, passage);
      for (const [index, { ts_ms, digest }] of evidence.stored.entries()) {
        if (ts_ms >= plan.from_ms && ts_ms < plan.to_ms && !evidence.fixes[index]?.late) digests.push(digest);
      }
      if (vehicle.id === plan.vehicle) own = evidence;
      await breathe();
    }
    const status = sealed_ms === null ? statusAt({ plan, sealed: false }, now()) : 'sealed';
    const inWindow = own?.fixes.filter(({ ts_ms }) => ts_ms >= plan.from_ms && ts_ms < plan.to_ms) ?? [];
    const assessment = assess(ledger, network, {
      silences: own?.facts.silences ?? [],
      otherPlans: await this.otherPlans(live, contributors),
      blind: status !== 'running' && inWindow.length === 0 && ledger.covered_cm === 0 && (await this.heardBefore(plan)),
    });
    const counts = await countFixes(this.parts.db, directory.timesOf(plan.vehicle), plan.from_ms, plan.to_ms);
    const quality = qualityOf({
      fixes: own?.fixes ?? [],
      from_ms: plan.from_ms,
      to_ms: plan.to_ms,
      until_ms: status === 'running' ? (inWindow.at(-1)?.ts_ms ?? plan.from_ms) : plan.to_ms,
      interval_s: directory.intervalOf(plan.vehicle) ?? DEFAULT_INTERVAL_S,
      rejected: counts.rejected,
      conflicts: counts.conflicts,
      fieldErrors: counts.fieldErrors,
    });
    const revision = sealed_ms === null ? 0 : 1;
    return coverageAnswer({
      ledger,
      assessment,
      network,
      matcherVersion: MATCHER_VERSION,
      revision,
      status,
      sealedAt_ms: sealed_ms,
      quality,
      fixesDigest: digestOfFixes(digests),
    });
  }

  private async planned(assignment: string): Promise<LivePlan> {
    const known = this.parts.plans.find(assignment);
    if (known) return known;
    const stored = await findAssignment(this.parts.db, assignment);
    const live = stored && (await this.parts.plans.read(stored));
    if (!live) throw new Refused('not-found', `no assignment ${assignment}`);
    return live;
  }

  /** The assignment's vehicle, and those of its contractor that came near its streets in the window; by id. */
  private async contributors({ plan, stored, network }: LivePlan): Promise<Vehicle[]> {
    const { db, directory } = this.parts;
    const possible = [...directory.allVehicles()].filter(
      (vehicle) =>
        vehicle.municipality === stored.municipality &&
        vehicle.contractor === plan.contractor &&
        (plan.othersMayCover || vehicle.id === plan.vehicle),
    );
    const box = widened(boxAround(plan.legs.map(({ edge }) => network.edges[edge]!.coordinates)), REACH_M);
    const others = possible.filter(({ id }) => id !== plan.vehicle);
    const near = box
      ? new Set(await devicesNear(db, this.devicesOf(others), box, plan.from_ms, plan.to_ms))
      : new Set<string>();
    return possible
      .filter(({ id }) => id === plan.vehicle || directory.timesOf(id).some(({ device }) => near.has(device)))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** A device that never spoke lost nothing: only one that did can have been silenced for a whole window. */
  private async heardBefore({ vehicle, from_ms }: PlannedAssignment): Promise<boolean> {
    const devices = this.parts.directory.timesOf(vehicle).map(({ device }) => device);
    return (await devicesSeen(this.parts.db, devices, 0, from_ms)).length > 0;
  }

  private async otherPlans(live: LivePlan, contributors: readonly Vehicle[]): Promise<PlannedAssignment[]> {
    const { plan } = live;
    const plans: PlannedAssignment[] = [];
    for (const vehicle of contributors) {
      for (const other of await this.assignmentsOf(vehicle, plan.from_ms, plan.to_ms))
        if (other.assignment !== plan.assignment) plans.push(other);
    }
    return plans;
  }

  /** A vehicle's assignments that touch [from, to) with its context, stored or shown, by time. */
  private async assignmentsOf(vehicle: Vehicle, from_ms: number, to_ms: number): Promise<readonly PlannedAssignment[]> {
    const { db, plans } = this.parts;
    const filter = { route: null, vehicle: vehicle.id, from_ms, to_ms };
    const { items } = await listAssignments(db, EVERYTHING, filter, { after: null, limit: ASSIGNMENTS_AT_ONCE });
    const found: PlannedAssignment[] = [];
    for (const stored of items) {
      const live = plans.find(stored.id) ?? (await plans.read(stored));
      if (live) found.push(live.plan);
    }
    return found.sort((a, b) => a.from_ms - b.from_ms || (a.assignment < b.assignment ? -1 : 1));
  }

  private devicesOf(vehicles: readonly Vehicle[]): string[] {
    return vehicles.flatMap(({ id }) => this.parts.directory.timesOf(id).map(({ device }) => device));
  }
}

function widened(box: Box | null, by_m: number): Box | null {
  if (box === null) return null;
  const [west, south, east, north] = box;
  const { kx, ky } = scaleAt((south + north) / 2);
  return [west - by_m / kx, south - by_m / ky, east + by_m / kx, north + by_m / ky];
}
