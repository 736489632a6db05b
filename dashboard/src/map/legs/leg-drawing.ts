import type { LiveLeg } from '@sweepline/contract';
import type { LegPiece } from '../map-input.ts';
import type { Streets } from '../streets/edge-lines.ts';
import { cut, placeAlong } from '../streets/measured-line.ts';
import { Drawn, type SourceDiff } from '../drawn-source.ts';
import { foldEdge } from './folded-edge.ts';
import { legFeatures, legKey } from './leg-pieces.ts';

export interface LegDiff {
  readonly kerbs: SourceDiff;
  readonly folded: SourceDiff;
  readonly beads: SourceDiff;
}

/** A pass is driven when this share of it is, as for a leg's completion. */
const PASS_DONE_SHARE = 0.95;

/** Near mid-leg, each kerb's counter at a place of its own. */
const BEAD_AT = { left: 0.44, centre: 0.5, right: 0.56 } as const;

function passDone(leg: LiveLeg): boolean {
  let done_m = 0;
  let planned_m = 0;
  for (const { from_m, to_m, state } of leg.pieces) {
    planned_m += to_m - from_m;
    if (state === 'done') done_m += to_m - from_m;
  }
  return planned_m > 0 && done_m >= planned_m * PASS_DONE_SHARE;
}

/** Turns planned legs into lines, and a change of them into the difference of the drawing. */
export class LegDrawing {
  readonly #streets: Streets;
  readonly #drivesOn: 'left' | 'right';
  readonly #legs = new Map<string, { assignment: string; leg: LiveLeg }>();
  readonly #ofEdge = new Map<string, Set<string>>();
  readonly #ofAssignment = new Map<string, { legs: readonly LiveLeg[]; keys: Set<string> }>();
  readonly #about = new Map<string, LegPiece>();
  readonly #kerbs = new Drawn();
  readonly #folded = new Drawn();
  readonly #beads = new Drawn();

  constructor(streets: Streets, drivesOn: 'left' | 'right') {
    this.#streets = streets;
    this.#drivesOn = drivesOn;
  }

  /** What the line of a key stands for. */
  about(key: string): LegPiece | undefined {
    return this.#about.get(key);
  }

  edgesOf(assignment: string): string[] {
    return [...new Set(this.#ofAssignment.get(assignment)?.legs.map(({ edge }) => edge))];
  }

  /** Edges with a stretch that will be missed. */
  atRisk(): Set<string> {
    const edges = new Set<string>();
    for (const { leg } of this.#legs.values())
      if (leg.pieces.some(({ state }) => state === 'will-miss')) edges.add(leg.edge);
    return edges;
  }

  show(assignments: ReadonlyMap<string, readonly LiveLeg[]>): LegDiff {
    const edges = new Set<string>();
    for (const [assignment, { keys }] of this.#ofAssignment) {
      if (assignments.has(assignment)) continue;
      for (const key of keys) this.#forget(key, edges);
      this.#ofAssignment.delete(assignment);
    }
    for (const [assignment, legs] of assignments) {
      const before = this.#ofAssignment.get(assignment);
      if (before?.legs === legs) continue;
      const keys = new Set(legs.map((leg) => legKey(assignment, leg)));
      for (const key of before?.keys ?? []) if (!keys.has(key)) this.#forget(key, edges);
      for (const leg of legs) this.#put(assignment, leg, edges);
      this.#ofAssignment.set(assignment, { legs, keys });
    }
    for (const edge of edges) this.#redrawEdge(edge);
    return { kerbs: this.#kerbs.take(), folded: this.#folded.take(), beads: this.#beads.take() };
  }

  #put(assignment: string, leg: LiveLeg, edges: Set<string>): void {
    const key = legKey(assignment, leg);
    const before = this.#legs.get(key)?.leg;
    if (before === leg) return;
    const street = this.#streets.get(leg.edge);
    const drawn = street ? legFeatures(assignment, leg, street, this.#drivesOn) : [];
    before?.pieces.forEach((_, i) => this.#about.delete(`${key}\n${i}`));
    for (const { feature, about } of drawn) this.#about.set(feature.properties.key, about);
    this.#kerbs.put(
      key,
      drawn.map(({ feature }) => feature),
    );
    this.#legs.set(key, { assignment, leg });
    const ofEdge = this.#ofEdge.get(leg.edge) ?? new Set();
    this.#ofEdge.set(leg.edge, ofEdge.add(key));
    edges.add(leg.edge);
  }

  #forget(key: string, edges: Set<string>): void {
    const known = this.#legs.get(key);
    if (!known) return;
    known.leg.pieces.forEach((_, i) => this.#about.delete(`${key}\n${i}`));
    this.#kerbs.put(key, []);
    this.#legs.delete(key);
    this.#ofEdge.get(known.leg.edge)?.delete(key);
    edges.add(known.leg.edge);
  }

  #redrawEdge(edge: string): void {
    const street = this.#streets.get(edge);
    const here = [...(this.#ofEdge.get(edge) ?? [])].map((key) => this.#legs.get(key)!);
    if (!street) return;
    const folded = foldEdge(here.map(({ leg }) => leg)).flatMap(({ from_m, to_m, state }, i): GeoJSON.Feature[] => {
      const coordinates = cut(street.line, from_m, to_m);
      const properties = {
        key: `${edge}\n${i}`,
        state,
        assignment: here[0]!.assignment,
        kerb: 0,
        shift: 0,
        share: 1,
        turn_deg: 0,
      };
      return coordinates ? [{ type: 'Feature', properties, geometry: { type: 'LineString', coordinates } }] : [];
    });
    this.#folded.put(edge, folded);

    const repeated = new Map<string, typeof here>();
    for (const one of here) {
      if (one.leg.passes < 2) continue;
      const key = `${one.assignment}\n${edge}\n${one.leg.side}`;
      repeated.set(key, [...(repeated.get(key) ?? []), one]);
    }
    const beads = [...repeated].map(([key, passes]): GeoJSON.Feature => {
      const { pieces, passes: asked, side } = passes[0]!.leg;
      const [from_m, to_m] = [pieces[0]?.from_m ?? 0, pieces.at(-1)?.to_m ?? 0];
      const bead_m = from_m + (to_m - from_m) * BEAD_AT[side];
      const text = `${passes.filter(({ leg }) => passDone(leg)).length}/${asked}`;
      const coordinates = placeAlong(street.line, bead_m);
      return { type: 'Feature', properties: { key, text, side }, geometry: { type: 'Point', coordinates } };
    });
    this.#beads.put(edge, beads);
  }
}
