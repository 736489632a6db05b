import { GEAR_OF, GEARS, type ClaimLine, type CoverageAnswer, type Operation } from '@sweepline/contract';
import { boxAround, type Box } from '../../geometry/box.ts';
import { cutLine } from '../../geometry/line.ts';
import { metresBetween } from '../../geometry/ruler.ts';
import type { Network, StreetNetwork } from '../../network/network.ts';
import { choiceOf, spansOf, type Basis } from '../../pipeline/proof/basis.ts';
import { settingOf } from '../../pipeline/proof/evidence.ts';
import { RULES, workingSpeeds } from '../../pipeline/rules.ts';
import type { Matched } from '../../pipeline/stages.ts';
import type { PaperFix, PaperPiece, PaperPlace, PaperStreet } from '../../reports/claim/claim-paper.ts';
import { boxShown, MAP } from '../../reports/claim/map-frame.ts';
import { findResult } from '../../store/series/results.ts';
import { presentBasis } from '../basis.ts';
import type { ProveParts } from '../prove.ts';

/** Lines of one assignment about the same streets. */
export interface PlaceWish {
  readonly assignment: string;
  readonly revision: number;
  readonly operation: Operation;
  readonly lines: readonly ClaimLine[];
}

/**
 * What is drawn of a place: the streets around, the assignment's legs as its sealed result has them, and what its vehicle did
 * by the fixes that count in that result. What came after the seal changes nothing of it.
 */
export async function readPlace(parts: ProveParts, wish: PlaceWish): Promise<PaperPlace | null> {
  const { db, networks } = parts;
  const result = await findResult<Basis>(db, wish.assignment, wish.revision);
  if (result === null) return null;
  const basis = result.basis ?? { ...(await presentBasis(parts, wish.assignment)), until_ms: result.sealed_ms };
  const { municipality, from, to } = basis.assignment;
  const ground = await networks.version(municipality, basis.network);
  const own = basis.vehicles.find(({ vehicle }) => vehicle.id === basis.assignment.vehicle)!;
  const setting = settingOf(own.vehicle, basis.drivesOn, own.interval_s);
  const subject = { setting, devices: spansOf(own), ground };
  const window = [Date.parse(from), Date.parse(to)] as const;
  const { proof } = await parts.evidence.read(subject, ...window, [], choiceOf(basis));
  const { network } = ground;
  const all = piecesOf(network, result.answer, wish.lines);
  const charged = all.filter((piece) => piece.charged);
  const box = boxShown(
    charged.map(({ line }) => line),
    MAP,
  );
  const there = new Set(wish.lines.flatMap(({ stretches }) => stretches.map(({ edge }) => edge)));
  return {
    lines: wish.lines.map(({ no }) => no),
    assignment: wish.assignment,
    streets: box === null ? [] : streetsIn(network, box),
    pieces: box === null ? [] : all.filter(({ line }) => overlaps(boxAround([line]), box)),
    track: trackOf(network, proof.facts.matched, { there, gear: gearBit(wish.operation, setting.gearWired) }).filter(
      ({ ts_ms }) => ts_ms >= window[0] && ts_ms < window[1],
    ),
    join_s: Math.max(RULES.gapLeast_ms / 1_000, RULES.gapIntervals * setting.interval_s),
    band: workingSpeeds(RULES)[wish.operation],
  };
}

const overlaps = (a: Box | null, b: Box): boolean =>
  a !== null && a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];

function streetsIn({ index, graph, edges }: Network, box: Box): PaperStreet[] {
  const found = new Set<number>();
  for (const segment of index.search(...box)) {
    const edge = graph.arcEdge[graph.segmentArc[segment]!]!;
    if (edge >= 0) found.add(edge);
  }
  return [...found]
    .sort((a, b) => a - b)
    .map((edge) => {
      const { name, class: given, coordinates } = edges[edge]!;
      return { name, class: given, line: coordinates };
    });
}

/** Every piece of every leg; those that the lines are about cut to what they claim. */
function piecesOf(network: StreetNetwork, answer: CoverageAnswer, lines: readonly ClaimLine[]): PaperPiece[] {
  const claimed = new Map<string, { from_m: number; to_m: number }[]>();
  for (const { stretches } of lines)
    for (const { edge, side, pass, pieces } of stretches) {
      const key = `${pass} ${side} ${edge}`;
      claimed.set(key, [...(claimed.get(key) ?? []), ...pieces]);
    }
  return answer.legs.flatMap(({ edge, side, pass, pieces }): PaperPiece[] => {
    const no = network.edgeNo(edge);
    if (no === undefined) return [];
    const { coordinates, name } = network.edges[no]!;
    const wanted = claimed.get(`${pass} ${side} ${edge}`) ?? [];
    return pieces.map(({ from_m, to_m, state, reason }) => ({
      edge,
      street: name,
      side,
      state,
      reason: reason ?? null,
      line: cutLine(coordinates, from_m, to_m),
      charged: state === 'uncovered' && wanted.some((one) => one.from_m < to_m && one.to_m > from_m),
    }));
  });
}

/** The bit of the operation's gear; 0 where there is none or it is not wired. */
function gearBit(operation: Operation, wired: number): number {
  const gear = GEAR_OF[operation];
  return gear === null ? 0 : wired & (1 << GEARS.indexOf(gear));
}

function trackOf(
  network: StreetNetwork,
  matched: readonly Matched[],
  { there, gear }: { readonly there: ReadonlySet<string>; readonly gear: number },
): PaperFix[] {
  return matched.map(({ fix, place }, i) => ({
    ts_ms: fix.ts_ms,
    speed_kmh: fix.speed_kmh ?? speedBetween(matched[i - 1]?.fix, fix),
    gear: gear === 0 || (fix.gearSeen & gear) === 0 ? null : (fix.gear & gear) !== 0,
    there: place !== null && there.has(network.edges[place.edge]!.id),
  }));
}

/** Of a device that sends none: over the way from the fix before. */
function speedBetween(before: Matched['fix'] | undefined, { ts_ms, lon, lat }: Matched['fix']): number | null {
  if (before === undefined || before.ts_ms >= ts_ms) return null;
  return (metresBetween(before.lon, before.lat, lon, lat) / (ts_ms - before.ts_ms)) * 3_600;
}
