import type { EdgePassage, WorkVerdict } from '@sweepline/contract';

/** One vehicle's stay on a street: its drives there that follow one another. */
export interface Visit {
  readonly vehicle: string;
  readonly plate: string;
  readonly from_ms: number;
  readonly to_ms: number;
  readonly length_m: number;
  /** Mean while it drove there; null for an instant. */
  readonly speed_kmh: number | null;
  /** Metres by how they count. */
  readonly metres: Readonly<Partial<Record<WorkVerdict, number>>>;
  /** Where it does not turn on the way, the kerb it served. */
  readonly side: EdgePassage['side'] | null;
  /** When the first stretch began that was worked but does not count. */
  readonly refused_ms: number | null;
}

/** Away from the street for longer: another visit. */
const AWAY_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;

interface Open {
  vehicle: string;
  plate: string;
  from_ms: number;
  to_ms: number;
  driven_ms: number;
  length_m: number;
  metres: Partial<Record<WorkVerdict, number>>;
  sides: Set<EdgePassage['side']>;
  edges: Set<string>;
  refused_ms: number | null;
}

/** @param passages in the order of their beginning */
export function visitsOf(passages: readonly EdgePassage[]): Visit[] {
  const visits: Open[] = [];
  const last = new Map<string, Open>();
  for (const passage of passages) {
    const from_ms = Date.parse(passage.from);
    const to_ms = Date.parse(passage.to);
    const length_m = passage.to_m - passage.from_m;
    let visit = last.get(passage.vehicle);
    if (visit === undefined || from_ms - visit.to_ms > AWAY_MS) {
      visit = {
        vehicle: passage.vehicle,
        plate: passage.plate,
        from_ms,
        to_ms,
        driven_ms: 0,
        length_m: 0,
        metres: {},
        sides: new Set(),
        edges: new Set(),
        refused_ms: null,
      };
      visits.push(visit);
      last.set(passage.vehicle, visit);
    }
    visit.to_ms = Math.max(visit.to_ms, to_ms);
    visit.driven_ms += to_ms - from_ms;
    visit.length_m += length_m;
    visit.metres[passage.verdict] = (visit.metres[passage.verdict] ?? 0) + length_m;
    visit.sides.add(passage.side);
    visit.edges.add(passage.edge);
    if (passage.verdict === 'too-fast' || passage.verdict === 'gear-off') visit.refused_ms ??= from_ms;
  }
  return visits.map(({ sides, edges, driven_ms, ...visit }) => ({
    ...visit,
    speed_kmh: driven_ms > 0 ? (visit.length_m / driven_ms) * (HOUR_MS / 1_000) : null,
    // Left and right are those of each edge as it was drawn: only within one edge they say the same.
    side: edges.size === 1 && sides.size === 1 ? [...sides][0]! : null,
  }));
}

/** As most metres of a visit count. */
export function mostly({ metres }: Pick<Visit, 'metres'>): WorkVerdict {
  const [first] = Object.entries(metres).sort(([, a], [, b]) => b - a);
  return (first?.[0] ?? 'driven') as WorkVerdict;
}
