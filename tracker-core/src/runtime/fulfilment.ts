import { instantOf, type FulfilmentAnswer, type FulfilmentGroup } from '@sweepline/contract';
import {
  legsOfAnswer,
  legsOfLedger,
  outwardFigures,
  sumOf,
  type Figures,
  type LegFigures,
} from '../coverage/fulfilment.ts';
import type { FulfilmentAsk } from '../gateway/ports.ts';
import { contractorNames } from '../store/objects/contractors.ts';
import { routeNames } from '../store/objects/routes.ts';
import {
  addFulfilment,
  assignmentsDated,
  legPlaces,
  sumByPlace,
  sumWhole,
  type DatedAssignment,
} from '../store/series/fulfilment.ts';
import { findResult } from '../store/series/results.ts';
import { presentBasis } from './basis.ts';
import { CONTEXT_MS } from '../pipeline/proof/evidence.ts';
import { Grouping, type Sum } from './fulfilment-grouping.ts';
import { statusAt } from './live-plan.ts';
import { bringUpToDate } from './outdated.ts';
import type { Plans } from './plans.ts';
import { prove, type ProveParts } from './prove.ts';
import type { Revisions } from './revisions.ts';

export interface FulfilmentParts extends ProveParts {
  readonly plans: Plans;
  readonly revisions: Revisions;
  /** Changes with everything that is stored of the vehicle in [from, to). */
  readonly versionWithin: (vehicle: string, from_ms: number, to_ms: number) => number;
  readonly now: () => number;
}

interface Proven {
  readonly stamp: string;
  readonly legs: Promise<LegFigures[]>;
}

/** Assignments that are over and not sealed yet whose legs are kept: some days of a large fleet. */
const MOST_PROVEN = 2_000;

/**
 * How far plans were carried out. What is sealed comes from the sums kept with each revision, what is over but not sealed is
 * proved once for the same evidence, and what is still open comes from the live ledgers: nothing of it is "not done" yet.
 */
export class Fulfilment {
  private readonly parts: FulfilmentParts;
  private readonly proven = new Map<string, Proven>();

  constructor(parts: FulfilmentParts) {
    this.parts = parts;
  }

  async answer(ask: FulfilmentAsk): Promise<FulfilmentAnswer> {
    const { municipality, timezone, from, to, by } = ask;
    const { db, networks } = this.parts;
    const assignments = await this.dated(ask);
    const grouping = new Grouping(ask, await networks.of(municipality));
    const sums = [
      ...(await this.sealedSums(grouping, assignments)),
      ...(await this.unsealedSums(grouping, assignments)),
    ];
    const groups = grouping.collect(sums);
    const contractors = by === 'contractor' ? await contractorNames(db, municipality) : new Map<string, string>();
    const routes =
      by === 'route' || by === 'assignment' ? await routeNames(db, municipality) : new Map<string, string>();
    const byId = new Map(assignments.map((assignment) => [assignment.id, assignment]));
    // In the order of their windows, as they were read.
    const order = new Map(assignments.map(({ id }, place) => [id, place]));
    if (by === 'assignment') groups.sort((a, b) => order.get(a.key)! - order.get(b.key)!);
    const nameOf = (key: string): string | null => {
      if (by === 'contractor') return contractors.get(key) ?? null;
      if (by === 'route') return routes.get(key) ?? null;
      if (by === 'assignment') return routes.get(byId.get(key)?.route ?? '') ?? null;
      return grouping.nameOf(key);
    };
    const total = outwardFigures(sumOf(groups.map(({ figures }) => figures)));
    return {
      municipality,
      from,
      to,
      timezone,
      by,
      total: { assignments: grouping.assignmentsIn(sums, assignments.length), ...total },
      groups: groups.map(({ key, figures, assignments: count, trend, edges }): FulfilmentGroup => {
        const assignment = by === 'assignment' ? byId.get(key) : undefined;
        return {
          key,
          name: nameOf(key),
          ...outwardFigures(figures),
          ...(count === null ? {} : { assignments: count }),
          ...(trend === null ? {} : { trend }),
          ...(edges === null ? {} : { edges }),
          ...(assignment === undefined ? {} : { assignment: this.outward(assignment) }),
        };
      }),
    };
  }

  /** The assignments of the dates, with their results brought up to what was received and planned before the call. */
  async dated(
    ask: Pick<FulfilmentAsk, 'municipality' | 'timezone' | 'from' | 'to' | 'contractor' | 'route'>,
  ): Promise<DatedAssignment[]> {
    const { municipality, timezone, from, to } = ask;
    const dated = () => assignmentsDated(this.parts.db, municipality, timezone, from, to, ask);
    let assignments = await dated();
    const sealed = assignments.filter(({ revision }) => revision !== null);
    if (await bringUpToDate(this.parts, sealed)) assignments = await dated();
    await this.sumStored(assignments);
    return assignments;
  }

  /** What the sealed ones of these came to, by assignment. */
  async sealedFigures(assignments: readonly DatedAssignment[]): Promise<Map<string, Figures>> {
    const chosen = assignments.flatMap(({ id, revision }) =>
      revision === null ? [] : [{ assignment: id, revision, group: id }],
    );
    return new Map((await sumWhole(this.parts.db, chosen)).map(({ group, figures }) => [group, figures]));
  }

  /** What one that is not sealed came to so far. */
  async openFigures(assignment: DatedAssignment): Promise<Figures> {
    return sumOf(await this.legsOf(assignment));
  }

  private outward({ route, vehicle, contractor, from_ms, to_ms, revision }: DatedAssignment) {
    const status = statusAt({ plan: { to_ms }, sealed: revision !== null }, this.parts.now());
    const plate = this.parts.directory.vehicle(vehicle)?.plate ?? vehicle;
    return { route, vehicle, plate, contractor, from: instantOf(from_ms), to: instantOf(to_ms), status };
  }

  /** Sums what was sealed before sums were kept. */
  private async sumStored(assignments: readonly DatedAssignment[]): Promise<void> {
    const { db } = this.parts;
    for (const { id, revision, summed } of assignments) {
      if (revision === null || summed) continue;
      const result = await findResult(db, id, revision);
      if (result) await addFulfilment(db, id, revision, legsOfAnswer(result.answer));
    }
  }

  private async sealedSums(grouping: Grouping, assignments: readonly DatedAssignment[]): Promise<Sum[]> {
    const { db } = this.parts;
    const chosen = assignments.flatMap((assignment) =>
      assignment.revision === null
        ? []
        : [{ assignment: assignment.id, revision: assignment.revision, group: grouping.groupOf(assignment) }],
    );
    if (!grouping.byLeg) return sumWhole(db, chosen);
    const places = (await legPlaces(db, chosen, grouping.edges)).flatMap((leg) => {
      const place = grouping.placeOf(leg);
      return place === null ? [] : [{ ...leg, place }];
    });
    return sumByPlace(db, chosen, places);
  }

  private async unsealedSums(grouping: Grouping, assignments: readonly DatedAssignment[]): Promise<Sum[]> {
    const sums: Sum[] = [];
    for (const assignment of assignments)
      if (assignment.revision === null) sums.push(...grouping.sum(assignment, await this.legsOf(assignment)));
    return sums;
  }

  private async legsOf(assignment: DatedAssignment): Promise<LegFigures[]> {
    const { plans, now } = this.parts;
    const live = assignment.to_ms > now() ? plans.find(assignment.id) : undefined;
    return live ? legsOfLedger(live.ledger) : this.prove(assignment);
  }

  private prove(assignment: DatedAssignment): Promise<LegFigures[]> {
    const { id } = assignment;
    const stamp = this.stampOf(assignment);
    const known = this.proven.get(id);
    this.proven.delete(id);
    const proven = known?.stamp === stamp ? known : { stamp, legs: this.legsProved(id) };
    this.proven.set(id, proven);
    proven.legs.catch(() => this.proven.get(id) === proven && this.proven.delete(id));
    for (const oldest of this.proven.keys()) {
      if (this.proven.size <= MOST_PROVEN) break;
      this.proven.delete(oldest);
    }
    return proven.legs;
  }

  private async legsProved(id: string): Promise<LegFigures[]> {
    const basis = await presentBasis(this.parts, id);
    const status = () =>
      statusAt({ plan: { to_ms: Date.parse(basis.assignment.to) }, sealed: false }, this.parts.now());
    const { answer } = await prove(this.parts, basis, { remembered: true, status, revision: 0, sealedAt_ms: null });
    return legsOfAnswer(answer);
  }

  /** Changes with everything a result follows from: its plan, its streets, and what any of the contractor's vehicles sent then. */
  private stampOf({ vehicle, contractor, route, from_ms, to_ms, excuses }: DatedAssignment): string {
    const { directory, networks, versionWithin } = this.parts;
    const municipality = directory.vehicle(vehicle)?.municipality ?? '';
    const versions = [...directory.allVehicles()]
      .filter((one) => one.municipality === municipality && one.contractor === contractor)
      .map(({ id }) => versionWithin(id, from_ms - CONTEXT_MS, to_ms + CONTEXT_MS));
    const running = to_ms > this.parts.now();
    return [networks.now(municipality)?.version, vehicle, route, from_ms, to_ms, running, excuses, ...versions].join(
      ' ',
    );
  }
}
