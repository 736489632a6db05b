import type { EdgeNo } from '../pipeline/stages.ts';
import type { LivePlan } from './live-plan.ts';

/** What of a live plan its places in the index follow from. */
interface Indexed {
  readonly stored: Pick<LivePlan['stored'], 'id' | 'municipality'>;
  readonly plan: Pick<LivePlan['plan'], 'vehicle' | 'from_ms'>;
  readonly ledger: { readonly byEdge: ReadonlyMap<EdgeNo, unknown> };
}

const earlier = (a: Indexed, b: Indexed): boolean =>
  a.plan.from_ms !== b.plan.from_ms ? a.plan.from_ms < b.plan.from_ms : a.stored.id < b.stored.id;

/** Live plans by vehicle and by edge, in the order of their windows. One comes or goes without the others being touched. */
export class PlanIndex<Live extends Indexed = LivePlan> {
  private readonly byVehicle = new Map<string, Live[]>();
  /** What a vehicle's pipeline is handed; made when asked for after one of its plans changed. */
  private readonly planned = new Map<string, readonly Live['plan'][]>();
  private readonly byEdge = new Map<string, Map<EdgeNo, Live[]>>();

  assignmentsOf(vehicle: string): readonly Live['plan'][] {
    let plans = this.planned.get(vehicle);
    if (!plans) this.planned.set(vehicle, (plans = (this.byVehicle.get(vehicle) ?? []).map(({ plan }) => plan)));
    return plans;
  }

  onEdge(municipality: string, edge: EdgeNo): readonly Live[] {
    return this.byEdge.get(municipality)?.get(edge) ?? [];
  }

  add(live: Live): void {
    const { vehicle } = live.plan;
    insert(this.byVehicle, vehicle, live);
    this.planned.delete(vehicle);
    const { municipality } = live.stored;
    let edges = this.byEdge.get(municipality);
    if (!edges) this.byEdge.set(municipality, (edges = new Map()));
    for (const edge of live.ledger.byEdge.keys()) insert(edges, edge, live);
  }

  /** Takes out what was added; nothing happens where it was not. */
  remove(live: Live): void {
    const { vehicle } = live.plan;
    takeOut(this.byVehicle, vehicle, live);
    this.planned.delete(vehicle);
    const { municipality } = live.stored;
    const edges = this.byEdge.get(municipality);
    if (!edges) return;
    for (const edge of live.ledger.byEdge.keys()) takeOut(edges, edge, live);
    if (edges.size === 0) this.byEdge.delete(municipality);
  }
}

function insert<Key, Live extends Indexed>(lists: Map<Key, Live[]>, key: Key, live: Live): void {
  const there = lists.get(key);
  if (there) there.splice(placeOf(there, live), 0, live);
  else lists.set(key, [live]);
}

function takeOut<Key, Live extends Indexed>(lists: Map<Key, Live[]>, key: Key, live: Live): void {
  const there = lists.get(key);
  const at = there === undefined ? -1 : placeOf(there, live);
  if (there?.[at] !== live) return;
  if (there.length === 1) lists.delete(key);
  else there.splice(at, 1);
}

/** Where the plan stands among those in order, or would stand. */
function placeOf(there: readonly Indexed[], live: Indexed): number {
  let low = 0;
  let high = there.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (earlier(there[middle]!, live)) low = middle + 1;
    else high = middle;
  }
  return low;
}
