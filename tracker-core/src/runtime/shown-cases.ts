import type { StoredIncident } from '../store/objects/incidents.ts';

type ById = Map<string, StoredIncident>;
const NONE: ById = new Map();

/** The cases that first pictures hold, and which of them are of a vehicle or an assignment, in the order they came. */
export class ShownCases {
  private readonly byId: ById = new Map();
  private readonly byVehicle = new Map<string, ById>();
  private readonly byAssignment = new Map<string, ById>();

  all(): Iterable<StoredIncident> {
    return this.byId.values();
  }

  get(id: string): StoredIncident | undefined {
    return this.byId.get(id);
  }

  ofVehicle(vehicle: string): Iterable<StoredIncident> {
    return (this.byVehicle.get(vehicle) ?? NONE).values();
  }

  ofAssignment(assignment: string): Iterable<StoredIncident> {
    return (this.byAssignment.get(assignment) ?? NONE).values();
  }

  /** What a case is of never changes. */
  set(incident: StoredIncident): void {
    const { id, vehicle, assignment } = incident;
    this.byId.set(id, incident);
    within(this.byVehicle, vehicle).set(id, incident);
    if (assignment !== null) within(this.byAssignment, assignment).set(id, incident);
  }

  delete({ id, vehicle, assignment }: StoredIncident): void {
    this.byId.delete(id);
    without(this.byVehicle, vehicle, id);
    if (assignment !== null) without(this.byAssignment, assignment, id);
  }
}

function within(index: Map<string, ById>, key: string): ById {
  let there = index.get(key);
  if (!there) index.set(key, (there = new Map()));
  return there;
}

function without(index: Map<string, ById>, key: string, id: string): void {
  const there = index.get(key);
  if (there?.delete(id) && there.size === 0) index.delete(key);
}
