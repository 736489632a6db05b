import { localOf, metresOf, type Grade, type PlanFactMonth } from '@sweepline/contract';
import type { Driven } from './driven.ts';
import { addFigures, noFigures, outwardFigures, type Figures } from './fulfilment.ts';

/** An assignment with what it came to. */
export interface MonthWork {
  readonly route: string;
  readonly contractor: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly sealed: boolean;
  readonly figures: Figures;
  readonly driven: Driven;
  /** Null while its window is not over. */
  readonly grade: Grade | null;
}

class Sums {
  private readonly figures = noFigures();
  private readonly grades = { A: 0, B: 0, C: 0, none: 0 };
  private assignments = 0;
  private sealed = 0;
  private window_ms = 0;
  private worked_s = 0;
  private idle_s = 0;
  private distance_cm = 0;
  private deadhead_cm = 0;

  add({ figures, driven, grade, sealed, from_ms, to_ms }: MonthWork): void {
    addFigures(this.figures, figures);
    this.assignments++;
    this.sealed += Number(sealed);
    // Elapsed time: a night of a changed clock has 23 or 25 hours.
    this.window_ms += to_ms - from_ms;
    this.worked_s += driven.worked_s;
    this.idle_s += driven.idle_s;
    this.distance_cm += driven.distance_cm;
    this.deadhead_cm += driven.deadhead_cm;
    if (grade !== null) this.grades[grade]++;
  }

  outward() {
    const { assignments, sealed, worked_s, idle_s } = this;
    return {
      assignments,
      sealed,
      ...outwardFigures(this.figures),
      window_s: Math.round(this.window_ms / 1_000),
      worked_s,
      idle_s,
      distance_m: metresOf(this.distance_cm),
      deadhead_m: metresOf(this.deadhead_cm),
      grades: { ...this.grades },
    };
  }
}

interface Names {
  contractor(id: string): string;
  route(id: string): string;
}

/** By the local month of their windows' begin and contractor; months in order, then contractors and routes by id. */
export function monthsOf(works: Iterable<MonthWork>, zone: string, names: Names): PlanFactMonth[] {
  const months = new Map<string, { sums: Sums; routes: Map<string, Sums>; month: string; contractor: string }>();
  for (const work of works) {
    const month = localOf(zone, work.from_ms).date.slice(0, 7);
    const key = `${month} ${work.contractor}`;
    let known = months.get(key);
    if (known === undefined)
      months.set(key, (known = { sums: new Sums(), routes: new Map(), month, contractor: work.contractor }));
    known.sums.add(work);
    let route = known.routes.get(work.route);
    if (route === undefined) known.routes.set(work.route, (route = new Sums()));
    route.add(work);
  }
  return inOrder(months).map(([, { month, contractor, sums, routes }]) => ({
    month,
    contractor,
    contractorName: names.contractor(contractor),
    ...sums.outward(),
    routes: inOrder(routes).map(([route, of]) => ({ route, routeName: names.route(route), ...of.outward() })),
  }));
}

const inOrder = <Value>(of: ReadonlyMap<string, Value>): [string, Value][] =>
  [...of].sort(([a], [b]) => (a < b ? -1 : 1));
