import type { Piece } from '@sweepline/contract';
import { placeOn, timeAt, type Edge, type Point, type Run } from '@sweepline/simulator/pure';
import type { Passage } from '@sweepline/tracker-core/pure';
import { playOut, type Play, type Stand } from '../play.ts';
import { START_MS } from '../plans.ts';
import type { Case } from '../scenarios.ts';
import type { LegError } from '../score/figures.ts';
import { commonOf, unionOf, withoutOf, type Interval } from '../score/intervals.ts';
import type { World } from '../world.ts';
import { partOf, type Line } from './line.ts';
import { reasonOf } from './reason.ts';

/** A leg that was told wrongly, and the run that did so. */
export interface WorstLeg {
  readonly world: World;
  readonly of: Case;
  readonly seed: string;
  readonly leg: LegError;
}

/** A stretch of the leg: told as it was, done and not told, told and not done, or neither done nor told. */
export interface LegPart {
  readonly verdict: 'agreed' | 'lost' | 'invented' | 'open';
  readonly line: Line;
}

export interface SceneFix extends Point {
  readonly t_s: number;
  /** Where the matcher put it; null off the network, and where it was not matched. */
  readonly place: Point | null;
}

/** All that is drawn of one leg; metres of the town's plane, seconds since the scenario's start. */
export interface Scene {
  readonly town: string;
  readonly attribution: string | null;
  readonly streets: readonly Edge[];
  readonly scenario: string;
  readonly about: string;
  readonly seed: string;
  readonly assignment: string;
  readonly vehicle: string;
  readonly interval_s: number;
  /** When the vehicle was on the metres in question. */
  readonly from_s: number;
  readonly to_s: number;
  readonly street: Edge;
  readonly side: string;
  readonly pass: number;
  readonly true_m: number;
  readonly told_m: number;
  readonly leg: readonly LegPart[];
  readonly driven: Line;
  readonly told: readonly Line[];
  readonly fixes: readonly SceneFix[];
  /** What the picture must show whole. */
  readonly focus: Line;
  readonly reason: string;
}

/** The drive is shown so long before and after the metres in question, and at least for so many reports. */
const LEAD_S = 30;
const LEAD_FIXES = 1.2;

interface Wrong {
  readonly parts: readonly { readonly verdict: LegPart['verdict']; readonly intervals: readonly Interval[] }[];
  /** Where told and true differ, from end to end. */
  readonly whole: Interval;
}

function compared(edge: Edge, truth: readonly Interval[], pieces: readonly Piece[]): Wrong {
  const real = unionOf(truth);
  const said = unionOf(
    pieces.filter(({ state }) => state === 'covered').map(({ from_m, to_m }): Interval => [from_m, to_m]),
  );
  const [lost, invented] = [withoutOf(real, said), withoutOf(said, real)];
  const planned = unionOf(pieces.map(({ from_m, to_m }): Interval => [from_m, Math.min(to_m, edge.length_m)]));
  const ends = [...lost, ...invented].flat();
  return {
    parts: [
      { verdict: 'open', intervals: withoutOf(withoutOf(planned, real), said) },
      { verdict: 'agreed', intervals: commonOf(said, real) },
      { verdict: 'lost', intervals: lost },
      { verdict: 'invented', intervals: invented },
    ],
    whole: [Math.min(...ends), Math.max(...ends)],
  };
}

/** Who was there, and when: the true drive, or else what the answer says of the metres that nobody did. */
function driveOver(
  { runs, truth, plan }: Play,
  { assignment, edge, side, pass }: LegError,
  [from_m, to_m]: Interval,
  pieces: readonly Piece[],
): { readonly vehicle: string; readonly run: Run | null; readonly from_s: number; readonly to_s: number } {
  const lines = truth.filter((one) => one.assignment === assignment && one.edge === edge && one.pass === pass);
  const ends = new Set(lines.filter((one) => one.side === side).map(({ at_s }) => at_s));
  const common_m = (one: { from_m: number; to_m: number }): number =>
    Math.min(one.to_m, to_m) - Math.max(one.from_m, from_m);
  const run = runs
    .filter((one) => plan.graph.town.edges[one.edge]!.id === edge && one.side === side && ends.has(one.to_s))
    .reduce<Run | null>((best, one) => (best === null || common_m(one) > common_m(best) ? one : best), null);
  if (run !== null) {
    const times = [Math.max(from_m, run.from_m), Math.min(to_m, run.to_m)].map((at_m) => timeAt(run, at_m));
    return { vehicle: run.vehicle.id, run, from_s: Math.min(...times), to_s: Math.max(...times) };
  }
  const piece = pieces.find((one) => one.state === 'covered' && common_m(one) > 0);
  const own = plan.assignments.find(({ id }) => id === assignment)!;
  const to_s = piece?.at === undefined ? own.to_s : (Date.parse(piece.at) - START_MS) / 1000;
  return { vehicle: piece?.vehicle ?? own.vehicle.id, run, from_s: to_s - (to_m - from_m) / 2, to_s };
}

/** The part of a passage within a time, as if driven at one speed. */
function toldWithin(edge: Edge, passage: Passage, from_ms: number, to_ms: number): Line {
  const { enter_ms, leave_ms, from_cm, to_cm, forward } = passage;
  const share = (ms: number): number =>
    leave_ms === enter_ms ? 0 : Math.min(1, Math.max(0, (ms - enter_ms) / (leave_ms - enter_ms)));
  const [low, high] = [from_cm / 100, Math.min(to_cm / 100, edge.length_m)];
  const [a, b] = [share(from_ms) * (high - low), (leave_ms <= to_ms ? 1 : share(to_ms)) * (high - low)];
  return forward ? partOf(edge, low + a, low + b) : partOf(edge, high - a, high - b);
}

/** Plays the run again and gathers what is to be seen around the leg. */
export function sceneOf({ world, of, seed, leg }: WorstLeg): Scene {
  const stands = new Map<string, Stand[]>();
  const play = playOut(world, of, seed, (vehicle, stand) => {
    const there = stands.get(vehicle);
    if (there) there.push(stand);
    else stands.set(vehicle, [stand]);
  });
  const { town } = play.plan.graph;
  const street = town.edges.find(({ id }) => id === leg.edge)!;
  const same = (one: { edge: string; side: string; pass: number }): boolean =>
    one.edge === leg.edge && one.side === leg.side && one.pass === leg.pass;
  const answer = play.coverage.find(({ assignment }) => assignment === leg.assignment)!;
  const pieces = answer.legs.filter(same).flatMap((one) => one.pieces);
  const lines = play.truth.filter((one) => one.assignment === leg.assignment && same(one));
  const wrong = compared(
    street,
    lines.map(({ from_m, to_m }) => [from_m, to_m]),
    pieces,
  );
  const drive = driveOver(play, leg, wrong.whole, pieces);
  const { interval_s } = play.plan.vehicles.find(({ id }) => id === drive.vehicle)!;
  const lead_s = Math.max(LEAD_S, LEAD_FIXES * interval_s);
  const isShown = (t_s: number): boolean => t_s >= drive.from_s - lead_s && t_s <= drive.to_s + lead_s;
  const [from_ms, to_ms] = [drive.from_s - lead_s, drive.to_s + lead_s].map((s) => START_MS + s * 1000) as [
    number,
    number,
  ];
  const facts = play.facts.get(drive.vehicle)!;
  const edgeOf = (edge: number): Edge => town.edges.find(({ id }) => id === world.network.edges[edge]!.id)!;
  const passages = facts.passages
    .filter(({ enter_ms, leave_ms }) => leave_ms > from_ms && enter_ms < to_ms)
    .map((passage) => ({ passage, street: edgeOf(passage.edge) }));
  const driven = stands.get(drive.vehicle)!.filter(({ t_s }) => isShown(t_s));
  const fixes = facts.matched.flatMap(({ fix: { ts_ms, lon, lat }, place }): SceneFix[] => {
    const t_s = (ts_ms - START_MS) / 1000;
    if (!isShown(t_s)) return [];
    const on = place === null ? null : placeOn(edgeOf(place.edge), place.offset_m);
    return [{ t_s, ...town.plane.toPlane([lon, lat]), place: on && { x: on.x, y: on.y } }];
  });
  const during = ({ t_s }: { readonly t_s: number }): boolean => t_s >= drive.from_s - 1 && t_s <= drive.to_s + 1;
  const stretch = partOf(street, ...wrong.whole);
  return {
    town: world.town,
    attribution: town.attribution,
    streets: town.edges,
    scenario: of.name,
    about: of.about,
    seed,
    assignment: leg.assignment,
    vehicle: drive.vehicle,
    interval_s,
    from_s: drive.from_s,
    to_s: drive.to_s,
    street,
    side: leg.side,
    pass: leg.pass,
    true_m: leg.true_m,
    told_m: leg.told_m,
    leg: wrong.parts.flatMap(({ verdict, intervals }) =>
      intervals.map(([from_m, to_m]) => ({ verdict, line: partOf(street, from_m, to_m) })),
    ),
    driven: driven.map(({ x, y }) => ({ x, y })),
    told: passages.map(({ passage, street: on }) => toldWithin(on, passage, from_ms, to_ms)),
    fixes,
    focus: [...stretch, ...driven.filter(during), ...fixes.filter(during)].map(({ x, y }) => ({ x, y })),
    reason: reasonOf({
      street,
      side: leg.side,
      stretch,
      from_s: drive.from_s,
      to_s: drive.to_s,
      wasDone: drive.run !== null,
      interval_s,
      fixes,
      driven,
      told: passages.map(({ passage, street: on }) => ({
        street: on,
        from_s: (passage.enter_ms - START_MS) / 1000,
        to_s: (passage.leave_ms - START_MS) / 1000,
        verdict: passage.verdict,
        serves: passage.serves,
        against: passage.marks.includes('against-oneway'),
      })),
    }),
  };
}
