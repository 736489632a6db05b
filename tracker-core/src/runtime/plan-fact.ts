import { setImmediate } from 'node:timers/promises';
import {
  localOf,
  metresOf,
  type PlanFactMonth,
  type PlanFactRow,
  type WeekAssignment,
  says,
} from '@sweepline/contract';
import { monthsOf, type MonthWork } from '../coverage/months.ts';
import type { Driven } from '../coverage/driven.ts';
import { outwardFigures, type Figures } from '../coverage/fulfilment.ts';
import type { PlanFactAsk, PlanFactPort } from '../gateway/ports.ts';
import { Refused } from '../refused.ts';
import { contractorNames } from '../store/objects/contractors.ts';
import { routeNames } from '../store/objects/routes.ts';
import { assignmentHeads } from '../store/objects/week.ts';
import type { Db } from '../store/db.ts';
import { drivenWorks, type DrivenWork } from '../store/series/driven.ts';
import type { DatedAssignment } from '../store/series/fulfilment.ts';
import type { Directory } from './directory.ts';
import type { Fulfilment } from './fulfilment.ts';
import type { Results } from './results.ts';
import type { Revisions } from './revisions.ts';

export interface PlanFactParts {
  readonly db: Db;
  readonly directory: Directory;
  readonly fulfilment: Fulfilment;
  readonly results: Results;
  readonly revisions: Revisions;
  readonly now: () => number;
}

const MOST_ROWS = 20_000;
const NOTHING: Driven = { distance_cm: 0, deadhead_cm: 0, worked_s: 0, idle_s: 0 };

/**
 * What was planned and what came of it. Of what is sealed nothing is computed again: metres and ways are kept with each
 * revision, so that a month of many shifts is a few queries.
 */
export class PlanFact implements PlanFactPort {
  private readonly parts: PlanFactParts;

  constructor(parts: PlanFactParts) {
    this.parts = parts;
  }

  async rows(ask: PlanFactAsk): Promise<PlanFactRow[]> {
    const { db, directory, fulfilment } = this.parts;
    const dated = await fulfilment.dated({ ...ask, route: null });
    if (dated.length > MOST_ROWS)
      throw new Refused('bad-request', says('too-many-assignments', { count: dated.length }));
    const heads = await assignmentHeads(
      db,
      dated.map(({ id }) => id),
    );
    const figures = await fulfilment.sealedFigures(dated);
    const driven = await this.sealedDriven(dated);
    const names = await contractorNames(db, ask.municipality);
    const rows: PlanFactRow[] = [];
    for (const one of dated) {
      const head = heads.get(one.id);
      if (head === undefined) continue;
      const plate = directory.vehicle(one.vehicle)?.plate ?? one.vehicle;
      const about = {
        ...aboutOf(one, head, ask.timezone),
        plate,
        contractorName: names.get(one.contractor) ?? one.contractor,
      };
      const sealed = driven.get(one.id);
      rows.push({ ...about, ...(sealed ? sealedPart(one, figures.get(one.id)!, sealed) : await this.openPart(one)) });
    }
    return rows;
  }

  async months(ask: PlanFactAsk): Promise<PlanFactMonth[]> {
    const { db, fulfilment } = this.parts;
    const dated = await fulfilment.dated({ ...ask, route: null });
    const figures = await fulfilment.sealedFigures(dated);
    const driven = await this.sealedDriven(dated);
    const works: MonthWork[] = [];
    for (const one of dated) {
      const sealed = driven.get(one.id);
      const { route, contractor, from_ms, to_ms } = one;
      const work = { route, contractor, from_ms, to_ms, sealed: sealed !== undefined };
      if (sealed) works.push({ ...work, figures: figures.get(one.id)!, driven: sealed, grade: sealed.grade });
      else works.push({ ...work, ...(await this.openWork(one)) });
    }
    const contractors = await contractorNames(db, ask.municipality);
    const routes = await routeNames(db, ask.municipality);
    return monthsOf(works, ask.timezone, {
      contractor: (id) => contractors.get(id) ?? id,
      route: (id) => routes.get(id) ?? id,
    });
  }

  private async sealedDriven(dated: readonly DatedAssignment[]): Promise<Map<string, DrivenWork>> {
    const wanted = dated.flatMap(({ id, revision }) => (revision === null ? [] : [{ assignment: id, revision }]));
    const known = await drivenWorks(this.parts.db, wanted);
    for (const { assignment, revision } of wanted) {
      if (known.has(assignment)) continue;
      known.set(assignment, await this.parts.revisions.driven(assignment, revision));
      await setImmediate();
    }
    return known;
  }

  private async openWork(one: DatedAssignment): Promise<Pick<MonthWork, 'figures' | 'driven' | 'grade'>> {
    const { fulfilment, results, now } = this.parts;
    const figures = await fulfilment.openFigures(one);
    if (one.from_ms > now()) return { figures, driven: NOTHING, grade: null };
    const driven = await results.driven(one.vehicle, one.from_ms, one.to_ms);
    if (one.to_ms > now()) return { figures, driven, grade: null };
    return { figures, driven, grade: (await results.coverage(one.id)).quality.grade };
  }

  private async openPart(one: DatedAssignment) {
    const { results } = this.parts;
    const { status, revision, planned_m, covered_m, excused_m, uncovered_m, quality } = await results.coverage(one.id);
    const driven = await results.driven(one.vehicle, one.from_ms, one.to_ms);
    const metres = { planned_m, covered_m, excused_m, uncovered_m };
    return { status, revision, ...metres, ...outwardDriven(driven), grade: quality.grade };
  }
}

const outwardDriven = ({ distance_cm, deadhead_cm, worked_s, idle_s }: Driven) => ({
  worked_s,
  idle_s,
  distance_m: metresOf(distance_cm),
  deadhead_m: metresOf(deadhead_cm),
});

function sealedPart({ revision }: DatedAssignment, figures: Figures, driven: DrivenWork) {
  const { open_m: _, ...metres } = outwardFigures(figures);
  return {
    status: 'sealed' as const,
    revision: revision!,
    ...metres,
    ...outwardDriven(driven),
    grade: driven.grade,
  };
}

function aboutOf(one: DatedAssignment, head: WeekAssignment, zone: string) {
  const { id, route, routeName, operation, vehicle, crew, from, to } = head;
  return {
    assignment: id,
    date: localOf(zone, one.from_ms).date,
    route,
    routeName,
    operation,
    vehicle,
    contractor: one.contractor,
    crew,
    from,
    to,
    window_s: Math.round((one.to_ms - one.from_ms) / 1_000),
  };
}
