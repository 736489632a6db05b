import { metresOf, UNCOVERED_REASONS, type FulfilmentDay, type FulfilmentGrouping } from '@sweepline/contract';
import { districtOf } from '../coverage/districts.ts';
import { addFigures, noFigures, type Figures, type LegFigures } from '../coverage/fulfilment.ts';
import type { FulfilmentAsk } from '../gateway/ports.ts';
import type { DatedAssignment, GroupSum, LegPlace } from '../store/series/fulfilment.ts';
import type { Ground } from './networks.ts';

export type Sum = GroupSum;

/** A group with all that was summed into it. */
export interface Collected {
  readonly key: string;
  readonly figures: Figures;
  /** Null where an assignment may count in several groups. */
  readonly assignments: number | null;
  readonly trend: FulfilmentDay[] | null;
  readonly edges: string[] | null;
}

/** Whose figures are told day by day. */
const WITH_TREND: readonly FulfilmentGrouping[] = ['contractor', 'district', 'route'];
const BY_PLACE: readonly FulfilmentGrouping[] = ['district', 'street', 'edge'];
const DATE_LENGTH = 'YYYY-MM-DD'.length;

/** By what an answer sums, and what of the plan it is about. */
export class Grouping {
  private readonly ask: FulfilmentAsk;
  private readonly ground: Ground;
  private readonly withTrend: boolean;
  /** Whether legs are looked at one by one; else whole results are enough. */
  readonly byLeg: boolean;
  /** Edges of the street that is asked for; null: all. */
  readonly edges: readonly string[] | null;
  /** Names of streets, where it is summed by them. */
  private readonly streets: ReadonlySet<string | null>;

  constructor(ask: FulfilmentAsk, ground: Ground) {
    this.ask = ask;
    this.ground = ground;
    this.withTrend = WITH_TREND.includes(ask.by);
    this.byLeg = BY_PLACE.includes(ask.by) || ask.district !== null || ask.street !== null;
    this.edges =
      ask.street === null
        ? null
        : ground.network.edges.filter(({ id }) => this.streetOf(id) === ask.street).map(({ id }) => id);
    this.streets = new Set(ask.by === 'street' ? ground.network.edges.map(({ name }) => name) : []);
  }

  groupOf({ id, route, contractor, date }: DatedAssignment): string {
    switch (this.ask.by) {
      case 'day':
        return date;
      case 'contractor':
        return `${date} ${contractor}`;
      case 'route':
        return `${date} ${route}`;
      case 'district':
        return date;
      case 'assignment':
        return id;
      case 'street':
      case 'edge':
        return '';
    }
  }

  /** Under which name a leg's place is summed; null where it is not asked for. */
  placeOf(leg: LegPlace): string | null {
    const { by, district, street } = this.ask;
    if (street !== null && this.streetOf(leg.edge) !== street) return null;
    if (district !== null || by === 'district') {
      const there = districtOf(this.ground.districts, this.ground.network, leg)?.id ?? '';
      if (district !== null && there !== district) return null;
      if (by === 'district') return there;
    }
    return by === 'street' || by === 'edge' ? leg.edge : '';
  }

  /** An assignment's legs as sums by place, as the store answers them. */
  sum(assignment: DatedAssignment, legs: readonly LegFigures[]): Sum[] {
    const places = new Map<string, Figures>();
    for (const leg of legs) {
      const place = this.byLeg ? this.placeOf(leg) : '';
      if (place === null) continue;
      let figures = places.get(place);
      if (figures === undefined) places.set(place, (figures = noFigures()));
      addFigures(figures, leg);
    }
    if (!this.byLeg && places.size === 0) places.set('', noFigures());
    const group = this.groupOf(assignment);
    return [...places].map(([place, figures]) => ({ group, place, assignments: 1, figures }));
  }

  /** Days one after the other, everything else by what is missing, most first. */
  collect(sums: readonly Sum[]): Collected[] {
    const groups = new Map<
      string,
      { figures: Figures; assignments: number; days: Map<string, Figures>; edges: Set<string> }
    >();
    for (const { group, place, assignments, figures } of sums) {
      const key = this.keyOf(group, place);
      let known = groups.get(key);
      if (known === undefined)
        groups.set(key, (known = { figures: noFigures(), assignments: 0, days: new Map(), edges: new Set() }));
      addFigures(known.figures, figures);
      known.assignments += assignments;
      if (this.ask.by === 'street') known.edges.add(place);
      if (!this.withTrend) continue;
      const date = group.slice(0, DATE_LENGTH);
      const day = known.days.get(date) ?? noFigures();
      known.days.set(date, day);
      addFigures(day, figures);
    }
    const { by } = this.ask;
    return [...groups]
      .map(([key, { figures, assignments, days, edges }]) => ({
        key,
        figures,
        assignments: by === 'street' || by === 'edge' ? null : assignments,
        trend: this.withTrend ? trendOf(days) : null,
        edges: by === 'street' ? [...edges].sort() : null,
      }))
      .sort(by === 'day' ? byKey : byMissing);
  }

  /** How many assignments the sums are about. */
  assignmentsIn(sums: readonly Sum[], all: number): number {
    if (!this.byLeg || (this.ask.district === null && this.ask.street === null)) return all;
    return sums.reduce((count, { assignments }) => count + assignments, 0);
  }

  /** Of what the streets and areas tell. */
  nameOf(key: string): string | null {
    if (this.ask.by === 'district') return this.ground.districts.find(({ id }) => id === key)?.name ?? null;
    if (this.ask.by === 'street') return this.streets.has(key) ? key : null;
    return this.ask.by === 'edge' ? this.edgeName(key) : null;
  }

  private keyOf(group: string, place: string): string {
    switch (this.ask.by) {
      case 'district':
      case 'edge':
        return place;
      case 'street':
        return this.streetOf(place);
      case 'contractor':
      case 'route':
        return group.slice(DATE_LENGTH + 1);
      case 'day':
      case 'assignment':
        return group;
    }
  }

  /** A street is all edges of one name; an edge without one is a street by itself. */
  private streetOf(edge: string): string {
    return this.edgeName(edge) ?? edge;
  }

  private edgeName(edge: string): string | null {
    const { network } = this.ground;
    const no = network.edgeNo(edge);
    const name = no === undefined ? null : network.edges[no]!.name;
    return name === '' ? null : name;
  }
}

const missingOf = ({ uncovered_cm }: Figures): number =>
  UNCOVERED_REASONS.reduce((sum, reason) => sum + uncovered_cm[reason], 0);

const byKey = (a: Collected, b: Collected): number => (a.key < b.key ? -1 : 1);
const byMissing = (a: Collected, b: Collected): number =>
  missingOf(b.figures) - missingOf(a.figures) || b.figures.open_cm - a.figures.open_cm || byKey(a, b);

const trendOf = (days: ReadonlyMap<string, Figures>): FulfilmentDay[] =>
  [...days]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, { planned_cm, covered_cm, excused_cm, open_cm }]) => ({
      date,
      planned_m: metresOf(planned_cm),
      covered_m: metresOf(covered_cm),
      excused_m: metresOf(excused_cm),
      open_m: metresOf(open_cm),
    }));
