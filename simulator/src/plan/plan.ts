import type { Gear, Operation } from '@sweepline/contract';
import type { Graph, Link } from '../town/graph.ts';
import type { Edge } from '../town/town.ts';

/** What a virtual fleet does. All times are seconds since the scenario's start; ids are those of the contract. */

export type Kerb = 'left' | 'right';
export type DrivesOn = 'right' | 'left';
export type FleetOperation = Extract<Operation, 'sweep' | 'wash'>;

/** One kerb of one edge between two of its junctions, left and right as digitised. */
export interface PlannedLeg {
  /** Index into the town's edges. */
  readonly edge: number;
  readonly side: Kerb;
  readonly from_m: number;
  readonly to_m: number;
  readonly passes: number;
}

export interface PlannedRoute {
  readonly id: string;
  readonly name: string;
  readonly operation: FleetOperation;
  /** In driving order of their first pass. */
  readonly legs: readonly PlannedLeg[];
  /** The order in which the driver takes them: a leg's index and the pass. */
  readonly order: readonly { readonly leg: number; readonly pass: number }[];
  /** What it takes with everyday delays. */
  readonly estimate_s: number;
}

export interface PlannedVehicle {
  /** 1, 2, 3 … as scenarios name it. */
  readonly number: number;
  readonly id: string;
  readonly device: string;
  readonly plate: string;
  readonly contractor: string;
  readonly operation: FleetOperation;
  readonly gearSensors: readonly Gear[];
  readonly interval_s: number;
  /** Standard deviation of the correlated part of the position error, per axis. */
  readonly sigma_m: number;
  readonly work_kmh: number;
  /** Node of the graph. */
  readonly depot: number;
}

export interface PlannedAssignment {
  readonly id: string;
  readonly route: PlannedRoute;
  readonly vehicle: PlannedVehicle;
  readonly from_s: number;
  readonly to_s: number;
  readonly crew: string;
}

export interface FleetPlan {
  readonly graph: Graph;
  readonly drivesOn: DrivesOn;
  readonly depots: readonly number[];
  readonly dump: number;
  readonly vehicles: readonly PlannedVehicle[];
  readonly routes: readonly PlannedRoute[];
  readonly assignments: readonly PlannedAssignment[];
  readonly length_s: number;
}

/** True where a side of the edge is served by driving along its digitised direction. */
export function servedForwards(edge: Edge, side: Kerb, drivesOn: DrivesOn): boolean {
  if (edge.oneway !== 'no') return edge.oneway === 'yes';
  return side === drivesOn;
}

/** The links one drives to serve a leg, in driving order. */
export function linksOf(
  graph: Graph,
  leg: Pick<PlannedLeg, 'edge' | 'from_m' | 'to_m'>,
  forward: boolean,
): readonly Link[] {
  const links = (forward ? graph.along : graph.against)[leg.edge]!;
  const [low, high] = [leg.from_m - 0.01, leg.to_m + 0.01];
  return links.filter((link) => Math.min(link.from_m, link.to_m) >= low && Math.max(link.from_m, link.to_m) <= high);
}

/** Metres to the right of the line, seen in driving direction, at which the vehicle keeps for that kerb. */
export function kerbOffset(edge: Edge, side: Kerb, forward: boolean): number {
  const wide = /primary|secondary|tertiary|trunk/.test(edge.class);
  const offset_m = edge.oneway === 'no' ? (wide ? 3.4 : 2.6) : wide ? 3.9 : 3.4;
  return (side === 'right') === forward ? offset_m : -offset_m;
}
