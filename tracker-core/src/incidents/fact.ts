import type { IncidentFigure, IncidentKind, Severity } from '@sweepline/contract';
import type { EdgeNo } from '../pipeline/stages.ts';

/** Only figures the contract names: whoever shows them has a word for each. */
export type Figures = Readonly<Partial<Record<IncidentFigure, number>>>;

/** A judged incident as it stands: handed on again, under the same key, whenever something about it changed. */
export interface IncidentFact {
  /** Kind, subject and start: the same for the same fixes, whenever and however often they are judged. */
  readonly key: string;
  readonly kind: IncidentKind;
  readonly severity: Severity;
  readonly vehicle: string;
  readonly assignment: string | null;
  /** Event time. `to_ms` is null while the cause lasts. */
  readonly from_ms: number;
  readonly to_ms: number | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly edge: EdgeNo | null;
  /** The numbers behind the sentence, named with their unit. */
  readonly figures: Figures;
  readonly note: string | null;
  /** Later fixes show that it never was: it is taken back. */
  readonly disproved?: true;
}

/** What an incident is about: a vehicle, and the assignment where the kind belongs to one. */
export interface Subject {
  readonly vehicle: string;
  readonly assignment: string | null;
}

/** Where it happened; nulls where nobody can say. */
export interface Spot {
  readonly lat: number | null;
  readonly lon: number | null;
  readonly edge: EdgeNo | null;
}

export const NOWHERE: Spot = { lat: null, lon: null, edge: null };

export function fact(
  kind: IncidentKind,
  severity: Severity,
  { vehicle, assignment }: Subject,
  from_ms: number,
  to_ms: number | null,
  { lat, lon, edge }: Spot,
  figures: Figures,
  note: string | null = null,
): IncidentFact {
  const key = `${kind}:${assignment ?? vehicle}:${from_ms}`;
  return { key, kind, severity, vehicle, assignment, from_ms, to_ms, lat, lon, edge, figures, note };
}

/** The last word on each incident that was not taken back, in the order in which they began. */
export function standing(facts: Iterable<IncidentFact>): IncidentFact[] {
  const byKey = new Map<string, IncidentFact>();
  for (const one of facts) {
    if (one.disproved) byKey.delete(one.key);
    else byKey.set(one.key, one);
  }
  return [...byKey.values()].sort((a, b) => a.from_ms - b.from_ms || (a.key < b.key ? -1 : 1));
}

/** Figures: tenths are enough for people. */
export const tenth = (value: number): number => Math.round(value * 10) / 10;
