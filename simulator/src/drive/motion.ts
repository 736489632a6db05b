import type { Random } from '../random/random.ts';
import { placeOn, turnAt, type Graph, type Link } from '../town/graph.ts';
import { headingOf } from '../town/plane.ts';
import type { Body, Witness } from './body.ts';

/** How a way is driven. */
export interface Manner {
  speed_kmh(link: Link): number;
  lateral_m(link: Link): number;
  /** Whether the gear is down, by the metres driven and left on this way. */
  gear(driven_m: number, left_m: number): boolean;
  /** Speed at the way's end. */
  readonly exit_ms: number;
}

const ACCELERATION_MS2 = 0.9;
const BRAKING_MS2 = 1.3;
const CREEP_MS = 0.7;
/** The vehicle swings to its lateral place over about this way. */
const SWING_M = 7;
const ROUND_DEG = 150;
const BUSY = /^(primary|secondary|tertiary|trunk)/;

/** The speed at which one takes a turn; straight on costs nothing. */
function turnSpeed(turn_deg: number): number {
  if (turn_deg < 25) return Infinity;
  return turn_deg < 70 ? 6 : turn_deg < 120 ? 3.8 : turn_deg < ROUND_DEG ? 2.5 : 1.4;
}

/** Seconds one waits at the end of a link: turning round, giving way, lights. */
function pauseAfter(graph: Graph, link: Link, next: Link | undefined, random: Random): number {
  if (next === undefined) return 0;
  const draw = random.next();
  const length = random.next();
  if (turnAt(graph.town, link, next) > ROUND_DEG) return Math.round(4 + 6 * length);
  const ways = graph.out[link.to]!;
  if (ways.length < 3) return 0;
  const classOf = (other: Link): string => graph.town.edges[other.edge]!.class;
  const crossesBusy = ways.some((way) => way.edge !== link.edge && BUSY.test(classOf(way)));
  if (BUSY.test(classOf(link))) return crossesBusy && draw < 0.1 ? Math.round(8 + 32 * length) : 0;
  return crossesBusy && draw < 0.35 ? Math.round(3 + 14 * length) : draw < 0.05 ? Math.round(2 + 5 * length) : 0;
}

/** Speeds at which each link may be left so that the next turns and stops can be met by braking. */
function exitSpeeds(
  graph: Graph,
  links: readonly Link[],
  limits: readonly number[],
  pauses: readonly number[],
  exit_ms: number,
): number[] {
  const exits = new Array<number>(links.length);
  for (let i = links.length - 1; i >= 0; i--) {
    const next = links[i + 1];
    if (next === undefined) exits[i] = exit_ms;
    else if (pauses[i]! > 0) exits[i] = 0;
    else {
      const braking = Math.sqrt(exits[i + 1]! ** 2 + 2 * BRAKING_MS2 * next.length_m);
      exits[i] = Math.min(limits[i + 1]!, turnSpeed(turnAt(graph.town, links[i]!, next)), braking);
    }
  }
  return exits;
}

/** Puts the body beside the line at a place of a link. */
function place(body: Body, graph: Graph, link: Link, way_m: number, lateral_m: number, moved_m: number): void {
  const at_m = link.forward ? link.from_m + way_m : link.from_m - way_m;
  const { x, y, heading_deg } = placeOn(graph.town.edges[link.edge]!, at_m);
  const ahead = ((link.forward ? heading_deg : heading_deg + 180) * Math.PI) / 180;
  const share = Math.min(1, moved_m / SWING_M);
  body.beside_x += (Math.cos(ahead) * lateral_m - body.beside_x) * share;
  body.beside_y += (-Math.sin(ahead) * lateral_m - body.beside_y) * share;
  const [dx, dy] = [x + body.beside_x - body.x, y + body.beside_y - body.y];
  if (Math.hypot(dx, dy) > 0.3) body.heading_deg = headingOf(dx, dy);
  body.x += dx;
  body.y += dy;
}

/** Lets the vehicle stand for whole seconds. */
export function stand(body: Body, seconds: number, witness: Witness): void {
  body.speed_ms = 0;
  for (let left = Math.round(seconds); left > 0; left--) {
    body.t_s += 1;
    witness.second(body);
  }
}

/** Drives along links from where the body is, one second a step, with braking for turns, waits and the way's end. */
export function travel(
  body: Body,
  graph: Graph,
  links: readonly Link[],
  manner: Manner,
  random: Random,
  witness: Witness,
): void {
  if (links.length === 0) return;
  const pauses = links.map((link, i) => pauseAfter(graph, link, links[i + 1], random));
  const limits = links.map((link) => manner.speed_kmh(link) / 3.6);
  const exits = exitSpeeds(graph, links, limits, pauses, manner.exit_ms);
  let left_m = links.reduce((sum, link) => sum + link.length_m, 0);
  let driven_m = 0;
  let wobble = 0;
  for (let i = 0, way_m = 0; i < links.length;) {
    wobble = 0.95 * wobble + 0.02 * random.normal();
    const target_ms = Math.min(
      limits[i]! * (1 + wobble),
      Math.sqrt(exits[i]! ** 2 + 2 * BRAKING_MS2 * (links[i]!.length_m - way_m)),
    );
    body.speed_ms += Math.max(-BRAKING_MS2, Math.min(ACCELERATION_MS2, target_ms - body.speed_ms));
    body.speed_ms = Math.max(CREEP_MS, body.speed_ms);
    body.gear = manner.gear(driven_m, left_m);
    let step_m = body.speed_ms;
    let moved_m = 0;
    let pause_s = 0;
    let last = { link: links[i]!, way_m };
    while (step_m > 1e-9 && i < links.length && pause_s === 0) {
      const link = links[i]!;
      const part_m = Math.min(step_m, link.length_m - way_m);
      const along = (metres: number): number => (link.forward ? link.from_m + metres : link.from_m - metres);
      witness.stride({
        edge: link.edge,
        forward: link.forward,
        from_m: along(way_m),
        to_m: along(way_m + part_m),
        from_s: body.t_s + moved_m / body.speed_ms,
        to_s: body.t_s + (moved_m + part_m) / body.speed_ms,
        speed_kmh: body.speed_ms * 3.6,
        gear: body.gear,
        lateral_m: manner.lateral_m(link),
      });
      way_m += part_m;
      moved_m += part_m;
      step_m -= part_m;
      last = { link, way_m };
      if (way_m >= link.length_m - 1e-9) {
        pause_s = pauses[i]!;
        body.node = link.to;
        i++;
        way_m = 0;
      }
    }
    driven_m += moved_m;
    left_m -= moved_m;
    body.driven_m += moved_m;
    place(body, graph, last.link, last.way_m, manner.lateral_m(last.link), moved_m);
    body.t_s += 1;
    witness.second(body);
    if (pause_s > 0) stand(body, pause_s, witness);
  }
}
