import type { EventKind } from '@sweepline/contract';
import type { Troubles } from '../faults/effects.ts';
import {
  kerbOffset,
  linksOf,
  servedForwards,
  type FleetPlan,
  type PlannedAssignment,
  type PlannedVehicle,
} from '../plan/plan.ts';
import type { Random } from '../random/random.ts';
import { transitSpeed, turnAt, type Link } from '../town/graph.ts';
import { shortestBetween, wayBetween } from '../town/shortest.ts';
import type { Body, Witness } from './body.ts';
import type { Errand, WorkErrand } from './errand.ts';
import { stand, travel, type Manner } from './motion.ts';

export interface Watcher extends Witness {
  said(kind: EventKind, note: string | undefined, body: Readonly<Body>): void;
  /** A drive without work from one place of it to the next has ended. */
  went(way: Way): void;
}

/** Drivers take the quickest way: `way_m` of it beside the shortest there is. */
export interface Way {
  readonly from_s: number;
  readonly to_s: number;
  readonly way_m: number;
  readonly shortest_m: number;
}

/** Metres of work that fill the hopper, or empty the tank. */
const CAPACITY_M = { sweep: 6_200, wash: 4_600 } as const;
const GEAR_LEAD_M = 3;
const GEAR_LAG_M = 2;
/** Driving between legs keeps this far right of the line. */
const LANE_M = 1.8;

/** One vehicle's whole scenario: parked, out to the route, leg by leg, unloading and breaks, and home. */
export class Driver {
  readonly #plan: FleetPlan;
  readonly #vehicle: PlannedVehicle;
  readonly #troubles: Troubles;
  readonly #random: Random;
  readonly #watcher: Watcher;
  readonly #body: Body;
  #lastLink: Link | null = null;

  constructor(plan: FleetPlan, vehicle: PlannedVehicle, troubles: Troubles, random: Random, watcher: Watcher) {
    [this.#plan, this.#vehicle, this.#troubles, this.#random, this.#watcher] = [
      plan,
      vehicle,
      troubles,
      random,
      watcher,
    ];
    const home = plan.graph.nodes[vehicle.depot]!;
    const [beside_x, beside_y] = [random.between(-8, 8), random.between(-8, 8)];
    this.#body = {
      t_s: 0,
      node: vehicle.depot,
      x: home.x + beside_x,
      y: home.y + beside_y,
      beside_x,
      beside_y,
      ...{
        heading_deg: random.between(0, 360),
        speed_ms: 0,
        gear: false,
        engine: false,
        driven_m: 0,
      },
      load_m: random.between(0, 0.4) * CAPACITY_M[vehicle.operation],
    };
  }

  /** Drives the assignments in order and stays parked until the plan's end. */
  drive(assignments: readonly PlannedAssignment[]): void {
    for (const assignment of assignments) this.#serve(assignment);
    this.#park(this.#plan.length_s);
  }

  #park(until_s: number): void {
    this.#body.engine = false;
    this.#body.gear = false;
    if (until_s > this.#body.t_s)
      stand(this.#body, Math.min(until_s, this.#plan.length_s) - this.#body.t_s, this.#watcher);
  }

  #serve(assignment: PlannedAssignment): void {
    const { graph } = this.#plan;
    const body = this.#body;
    const errands: Errand[] = assignment.route.order.map(({ leg }) => this.#work(assignment, leg));
    const first = errands[0] as WorkErrand;
    const out_s = wayBetween(graph, body.node, this.#linksOf(first)[0]!.from).reduce(
      (sum, link) => sum + link.cost_s,
      0,
    );
    const wanted_s = Math.round(assignment.from_s + this.#random.between(20, 360) - out_s);
    const depart_s = this.#troubles.departure(wanted_s, assignment);
    if (depart_s >= assignment.to_s) return;
    this.#park(depart_s);
    body.engine = true;
    stand(body, this.#random.whole(20, 60), this.#watcher);
    const length_s = assignment.to_s - assignment.from_s;
    let break_s = length_s > 140 * 60 && this.#random.chance(0.6) ? assignment.from_s + length_s * 0.5 : Infinity;
    let unfinished = false;
    for (let next = errands.shift(); next !== undefined; next = errands.shift()) {
      if (body.t_s >= Math.min(assignment.to_s, this.#plan.length_s)) break;
      if (body.t_s > break_s) {
        break_s = Infinity;
        body.engine = false;
        this.#raise();
        stand(body, this.#random.whole(600, 1_080), this.#watcher);
        body.engine = true;
      }
      if (next.do !== 'work') {
        this.#do(next);
        continue;
      }
      const moment = { body, plan: this.#plan, assignment, random: this.#random };
      const instead = this.#troubles.errand(next, moment);
      if (instead[0] !== next) errands.unshift(...instead);
      else if (this.#fits(next, assignment)) this.#do(next);
      else unfinished = true;
    }
    if (unfinished) this.#park(assignment.to_s);
    body.engine = true;
    this.#go(this.#vehicle.depot);
    this.#raise();
    stand(body, this.#random.whole(40, 120), this.#watcher);
    body.engine = false;
  }

  #work(assignment: PlannedAssignment, index: number): WorkErrand {
    const leg = assignment.route.legs[index]!;
    const edge = this.#plan.graph.town.edges[leg.edge]!;
    const forward = servedForwards(edge, leg.side, this.#plan.drivesOn);
    return { do: 'work', leg, forward, lateral_m: kerbOffset(edge, leg.side, forward) };
  }

  #linksOf(errand: WorkErrand): readonly Link[] {
    return linksOf(this.#plan.graph, errand.leg, errand.forward);
  }

  /** No driver begins a leg that he cannot end inside the window. */
  #fits(errand: WorkErrand, assignment: PlannedAssignment): boolean {
    const links = this.#linksOf(errand);
    const way_s = wayBetween(this.#plan.graph, this.#body.node, links[0]!.from).reduce(
      (sum, link) => sum + link.cost_s,
      0,
    );
    const work_s = (errand.leg.to_m - errand.leg.from_m) / (this.#vehicle.work_kmh / 3.6);
    return this.#body.t_s + (way_s + work_s) * 1.15 + 20 < assignment.to_s;
  }

  #do(errand: Errand): void {
    const body = this.#body;
    if (errand.do === 'say') this.#watcher.said(errand.kind, errand.note, body);
    else if (errand.do === 'drive') this.#go(errand.to);
    else if (errand.do === 'stand') {
      body.engine = errand.engine;
      body.gear = this.#troubles.gear(errand.gear, body.t_s);
      stand(body, errand.seconds, this.#watcher);
      body.engine = true;
    } else this.#serveLeg(errand);
  }

  #serveLeg(errand: WorkErrand): void {
    const body = this.#body;
    const { graph } = this.#plan;
    const links = this.#linksOf(errand);
    const drove = this.#go(links[0]!.from, true);
    if (drove || !body.gear) this.#lower();
    if (this.#lastLink !== null && turnAt(graph.town, this.#lastLink, links[0]!) > 150)
      stand(body, this.#random.whole(5, 9), this.#watcher);
    const own_kmh = this.#vehicle.work_kmh;
    this.#travel(links, {
      speed_kmh: () => this.#troubles.work_kmh(own_kmh, body.t_s),
      lateral_m: () => errand.lateral_m,
      gear: () => this.#troubles.gear(true, body.t_s),
      exit_ms: own_kmh / 3.6,
    });
    body.load_m += errand.leg.to_m - errand.leg.from_m;
    if (this.#random.chance((errand.leg.to_m - errand.leg.from_m) / 900))
      stand(body, this.#random.whole(5, 30), this.#watcher);
    if (body.load_m > CAPACITY_M[this.#vehicle.operation]) this.#unload();
  }

  #unload(): void {
    const wash = this.#vehicle.operation === 'wash';
    this.#watcher.said(wash ? 'refuel' : 'unload', wash ? 'water' : undefined, this.#body);
    this.#go(this.#plan.dump);
    this.#raise();
    stand(this.#body, this.#random.whole(300, 480), this.#watcher);
    this.#body.load_m = 0;
  }

  /** Lowering takes some seconds, and a careful driver waits for it. */
  #lower(): void {
    this.#body.gear = this.#troubles.gear(true, this.#body.t_s);
    stand(this.#body, this.#random.whole(3, 6), this.#watcher);
  }

  #raise(): void {
    this.#body.gear = this.#troubles.gear(false, this.#body.t_s);
  }

  /** Drives to a node without work, `toWork` with the gear lowered just before it; false where it is there already. */
  #go(node: number, toWork = false): boolean {
    const { graph, drivesOn } = this.#plan;
    const body = this.#body;
    const lane_m = drivesOn === 'right' ? LANE_M : -LANE_M;
    const way = wayBetween(graph, body.node, node);
    const from_s = body.t_s;
    const shortest_m = shortestBetween(graph, body.node, node);
    this.#travel(way, {
      speed_kmh: (link) => transitSpeed(graph.town.edges[link.edge]!),
      lateral_m: (link) => (graph.town.edges[link.edge]!.oneway === 'no' ? lane_m : lane_m / 3),
      gear: (driven_m, left_m) => {
        const lag = driven_m < GEAR_LAG_M && body.gear;
        return this.#troubles.gear(lag || (toWork && left_m < GEAR_LEAD_M), body.t_s);
      },
      exit_ms: toWork ? 1.2 : 0,
    });
    const way_m = way.reduce((sum, link) => sum + link.length_m, 0);
    if (way.length > 0) this.#watcher.went({ from_s, to_s: body.t_s, way_m, shortest_m });
    return way.length > 0;
  }

  #travel(links: readonly Link[], manner: Manner): void {
    travel(this.#body, this.#plan.graph, links, manner, this.#random, this.#watcher);
    this.#lastLink = links.at(-1) ?? this.#lastLink;
  }
}
