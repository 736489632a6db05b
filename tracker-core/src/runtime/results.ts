import {
  instantOf,
  metresOf,
  type CoverageAnswer,
  type FeatureCollection,
  type FulfilmentAnswer,
  type RecomputeAnswer,
  type Revision,
  type ServiceAnswer,
  type TrackAnswer,
  type Vehicle,
  says,
} from '@sweepline/contract';
import { coverageGeoJson } from '../coverage/answer-geojson.ts';
import { drivenOf, type Driven } from '../coverage/driven.ts';
import { serviceAnswer } from '../coverage/service.ts';
import { matchOf } from '../coverage/track.ts';
import type { FulfilmentAsk, ResultsPort } from '../gateway/ports.ts';
import type { StreetNetwork } from '../network/network.ts';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import type { Passage } from '../pipeline/stages.ts';
import { Refused } from '../refused.ts';
import { findAssignment, listAssignments } from '../store/objects/assignments.ts';
import { DEFAULT_INTERVAL_S } from '../store/objects/devices.ts';
import { EVERYTHING } from '../store/objects/scope.ts';
import { devicesSeen } from '../store/series/fix-counts.ts';
import { presentBasis } from './basis.ts';
import type { Fulfilment } from './fulfilment.ts';
import { statusAt } from './live-plan.ts';
import type { Plans } from './plans.ts';
import { prove, type Proved, type ProveParts } from './prove.ts';
import type { Revisions } from './revisions.ts';

export interface ResultsParts extends ProveParts {
  readonly plans: Plans;
  readonly revisions: Revisions;
  readonly fulfilment: Fulfilment;
  readonly now: () => number;
}

/** Sockets get their turn between vehicles. */
const breathe = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const ASSIGNMENTS_AT_ONCE = 500;

/** The exact answers: computed from the stored fixes by the same stages that run live. */
export class Results implements ResultsPort {
  private readonly parts: ResultsParts;

  constructor(parts: ResultsParts) {
    this.parts = parts;
  }

  async coverage(assignment: string): Promise<CoverageAnswer> {
    const sealed = await this.parts.revisions.standing(assignment);
    return sealed?.answer ?? (await this.running(assignment, true)).answer;
  }

  async coverageGeoJson(assignment: string): Promise<FeatureCollection> {
    const { networks, db } = this.parts;
    const sealed = await this.parts.revisions.standing(assignment);
    if (!sealed) {
      const { answer, network } = await this.running(assignment, true);
      return coverageGeoJson(network, answer);
    }
    const { municipality } = present(await findAssignment(db, assignment), assignment);
    const version = sealed.basis?.network ?? (await networks.of(municipality)).version;
    const { network } = await networks.version(municipality, version);
    return coverageGeoJson(network, sealed.answer);
  }

  async recompute(assignment: string): Promise<RecomputeAnswer> {
    const { digest, revision } = await this.anew(assignment);
    return { digest, revision };
  }

  /** The result from empty state and the stored fixes, and the digest that is stored: null where none is sealed. */
  async anew(assignment: string): Promise<RecomputeAnswer & { stored: string | null; fixes: number }> {
    const sealed = await this.parts.revisions.standing(assignment);
    if (!sealed) {
      const { answer, fixes } = await this.running(assignment, false);
      return { digest: answer.digest, revision: 0, stored: null, fixes };
    }
    const { answer, fixes } = await this.parts.revisions.again(sealed);
    return { digest: answer.digest, revision: sealed.revision, stored: sealed.digest, fixes };
  }

  revisions(assignment: string): Promise<Revision[]> {
    return this.parts.revisions.list(assignment);
  }

  decided(assignment: string): Promise<void> {
    return this.parts.revisions.settle(assignment);
  }

  revision(assignment: string, revision: number): Promise<CoverageAnswer | null> {
    return this.parts.revisions.answer(assignment, revision);
  }

  fulfilment(ask: FulfilmentAsk): Promise<FulfilmentAnswer> {
    return this.parts.fulfilment.answer(ask);
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
    if (!vehicle) throw new Refused('not-found', says('nothing-there', { kind: 'vehicle', id: vehicleId }));
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

  /** How a vehicle drove in [from, to) by all that is stored of it now. */
  async driven(id: string, from_ms: number, to_ms: number): Promise<Driven> {
    const { directory, networks, evidence } = this.parts;
    const vehicle = directory.vehicle(id);
    if (!vehicle) throw new Refused('not-found', says('nothing-there', { kind: 'vehicle', id }));
    await networks.of(vehicle.municipality);
    const assignments = await this.assignmentsOf(vehicle, from_ms, to_ms);
    const read = await evidence.of(vehicle, from_ms, to_ms, assignments);
    const distance_m = evidence.distanceOf(vehicle, from_ms, to_ms, read, assignments);
    const interval_s = directory.intervalOf(id) ?? DEFAULT_INTERVAL_S;
    const { fixes, facts } = read;
    return drivenOf({ fixes, passages: facts.passages, distance_m, from_ms, to_ms, interval_s });
  }

  /** What is not sealed yet, as it follows from what is stored now. */
  private async running(assignment: string, remembered: boolean): Promise<Proved & { network: StreetNetwork }> {
    const { now, networks } = this.parts;
    const basis = await presentBasis(this.parts, assignment);
    const proved = await prove(this.parts, basis, {
      remembered,
      status: (plan) => statusAt({ plan, sealed: false }, now()),
      revision: 0,
      sealedAt_ms: null,
    });
    return { ...proved, network: (await networks.version(basis.assignment.municipality, basis.network)).network };
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

function present<Found>(found: Found | null, id: string): Found {
  if (found === null) throw new Refused('not-found', says('nothing-there', { kind: 'assignment', id }));
  return found;
}
