import { createHash } from 'node:crypto';
import {
  centimetresOf,
  metresOf,
  type Leg,
  type LegBody,
  type NetworkAnswer,
  type Route,
  type RouteBody,
  type Side,
} from '@sweepline/contract';
import type { NetworkFormat, PlanPort } from '../gateway/ports.ts';
import { vertexOffsets } from '../geometry/line.ts';
import { matchLine, type LineLeg } from '../matching/match-line.ts';
import { importNetwork } from '../network/importing/import-network.ts';
import type { Network } from '../network/network.ts';
import { encodeNetwork } from '../network/snapshot.ts';
import { Refused } from '../refused.ts';
import type { Db } from '../store/db.ts';
import { addNetwork, latestBasemap } from '../store/objects/networks.ts';
import type { Networks } from './networks.ts';

/** At most so many unknown edges are named in one answer. */
const NAMED = 50;

export interface PlanPortParts {
  readonly db: Db;
  readonly networks: Networks;
  readonly now: () => number;
  readonly networkChanged: (municipality: string) => Promise<void>;
  readonly changed: PlanPort['changed'];
}

/** Streets and routes: what needs geometry before it can be stored. */
export class Planning implements PlanPort {
  readonly changed: PlanPort['changed'];
  private readonly parts: PlanPortParts;

  constructor(parts: PlanPortParts) {
    this.parts = parts;
    this.changed = parts.changed;
  }

  async importNetwork(municipality: string, format: NetworkFormat, body: Uint8Array): Promise<NetworkAnswer> {
    const { network, basemap, warnings, edges, length_m } = await importNetwork(format, body);
    const basemapJson = Buffer.from(JSON.stringify(basemap));
    const tag = createHash('sha256').update(basemapJson).digest('base64url').slice(0, 22);
    await addNetwork(
      this.parts.db,
      { municipality, tag, edges, length_m, warnings, snapshot: encodeNetwork(network), basemap: basemapJson },
      this.parts.now(),
    );
    await this.parts.networkChanged(municipality);
    return { edges, length_m, warnings };
  }

  basemap(municipality: string): Promise<{ tag: string; json: Uint8Array } | null> {
    return latestBasemap(this.parts.db, municipality);
  }

  async resolveRoute(body: RouteBody): Promise<Pick<Route, 'legs' | 'planned_m' | 'unmatched'>> {
    const { network } = await this.parts.networks.of(body.municipality);
    const matched = body.legs ? null : matchedLegs(network, body);
    const legs = (body.legs ?? matched?.legs ?? []).flatMap((leg) => resolveLeg(network, leg));
    refuseUnknown(network, body.legs ?? []);
    refuseOverlaps(legs);
    const planned_cm = legs.reduce(
      (sum, { from_m, to_m, passes }) => sum + (centimetresOf(to_m) - centimetresOf(from_m)) * passes,
      0,
    );
    return { legs, planned_m: metresOf(planned_cm), ...(matched ? { unmatched: matched.unmatched } : {}) };
  }
}

function matchedLegs(
  network: Network,
  { geometry, side }: RouteBody,
): { legs: LegBody[]; unmatched: NonNullable<Route['unmatched']> } {
  if (!geometry || !side) throw new Refused('invalid', 'a route needs `legs`, or `geometry` with `side`');
  const lines = linesOf(geometry);
  const legs: LineLeg[] = [];
  const unmatched: { from_m: number; to_m: number }[] = [];
  let along_m = 0;
  for (const line of lines) {
    const matched = matchLine(network, line);
    legs.push(...matched.legs);
    for (const { from_m, to_m } of matched.unmatched)
      unmatched.push({ from_m: along_m + from_m, to_m: along_m + to_m });
    along_m += vertexOffsets(line).at(-1) ?? 0;
  }
  if (legs.length === 0)
    throw new Refused('invalid', 'no part of the line lies on a street of the network', { unmatched });
  // A line that comes along a street twice asks for it once.
  const spans = new Map<string, LegBody[]>();
  for (const { edge, from_m, to_m } of legs) {
    const id = network.edges[edge]!.id;
    const own = spans.get(id) ?? [];
    spans.set(id, own);
    own.push({ edge: id, side, from_m: metresOf(centimetresOf(from_m)), to_m: metresOf(centimetresOf(to_m)) });
  }
  return { legs: [...spans.values()].flatMap(united), unmatched };
}

/** The lines of a GeoJSON geometry as flat lon, lat pairs. @throws Refused `invalid` naming the first bad position. */
function linesOf({ type, coordinates }: NonNullable<RouteBody['geometry']>): Float64Array[] {
  const lines = type === 'LineString' ? [coordinates] : (coordinates as unknown[][]);
  return lines.map((line, index) => {
    if (!Array.isArray(line) || line.length < 2)
      throw new Refused('invalid', `line ${index} of the geometry has fewer than two positions`);
    const flat = new Float64Array(2 * line.length);
    for (const [at, position] of (line as unknown[]).entries()) {
      const [lon, lat] = Array.isArray(position) ? (position as unknown[]) : [];
      const usable = typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
      if (!usable)
        throw new Refused('invalid', `line ${index} of the geometry: position ${at} is not [longitude, latitude]`);
      flat[2 * at] = lon;
      flat[2 * at + 1] = lat;
    }
    return flat;
  });
}

function united(spans: readonly LegBody[]): LegBody[] {
  const sorted = [...spans].sort((a, b) => (a.from_m ?? 0) - (b.from_m ?? 0));
  const joined: LegBody[] = [];
  for (const span of sorted) {
    const last = joined.at(-1);
    if (last && (span.from_m ?? 0) <= (last.to_m ?? 0)) last.to_m = Math.max(last.to_m ?? 0, span.to_m ?? 0);
    else joined.push({ ...span });
  }
  return joined;
}

function refuseUnknown(network: Network, legs: readonly LegBody[]): void {
  const unknown = [...new Set(legs.map(({ edge }) => edge).filter((edge) => network.edgeNo(edge) === undefined))];
  if (unknown.length === 0) return;
  throw new Refused(
    'unknown-edge',
    `${unknown.length === 1 ? 'an edge is' : `${unknown.length} edges are`} not in the network: ${unknown.slice(0, 5).join(', ')}`,
    {
      edges: unknown.slice(0, NAMED),
    },
  );
}

function resolveLeg(network: Network, { edge: id, side, passes, from_m, to_m }: LegBody): Leg[] {
  const edge = network.edgeNo(id);
  if (edge === undefined) return [];
  const { length_cm } = network.edges[edge]!;
  const from_cm = centimetresOf(from_m ?? 0);
  const to_cm = to_m === undefined ? length_cm : centimetresOf(to_m);
  // A plan made elsewhere may have measured the street a little longer.
  const end_cm = to_cm > length_cm && to_cm <= length_cm * 1.01 + 100 ? length_cm : to_cm;
  if (from_cm >= end_cm || end_cm > length_cm) {
    throw new Refused(
      'invalid',
      `leg ${id}: from_m ${metresOf(from_cm)} to_m ${metresOf(to_cm)} does not lie within 0 and ${metresOf(length_cm)}`,
      { edge: id },
    );
  }
  const sides: readonly Side[] = side === 'both' ? ['right', 'left'] : [side];
  return sides.map((one) => ({
    edge: id,
    side: one,
    passes: passes ?? 1,
    from_m: metresOf(from_cm),
    to_m: metresOf(end_cm),
  }));
}

function refuseOverlaps(legs: readonly Leg[]): void {
  const ends = new Map<string, Leg[]>();
  for (const leg of legs) {
    const key = `${leg.side} ${leg.edge}`;
    const there = ends.get(key) ?? [];
    ends.set(key, there);
    if (there.some(({ from_m, to_m }) => leg.from_m < to_m && from_m < leg.to_m)) {
      throw new Refused(
        'duplicate-leg',
        `the ${leg.side} side of ${leg.edge} is planned twice; ask for more \`passes\` instead`,
        { edge: leg.edge, side: leg.side },
      );
    }
    there.push(leg);
  }
}
