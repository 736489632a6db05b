import {
  isId,
  type LegBody,
  type LineSide,
  type Operation,
  type PlanColumn,
  type PlanProblem,
  type PlanProblemCode,
  type PlanRow,
} from '@sweepline/contract';
import type { Network } from '../../network/network.ts';
import { Refused } from '../../refused.ts';
import { geoJsonLines } from '../geojson-lines.ts';
import { planLines } from '../plan-lines.ts';
import type { StreetIndex } from './street-index.ts';
import { idOf, operationOf, sideOf } from './vocabulary.ts';

/** A row by itself, before it is held against the others. */
export interface ReadRow {
  readonly row: PlanRow;
  readonly operation: Operation | null;
  readonly problems: PlanProblem[];
  readonly legs: readonly LegBody[];
}

export interface Ground {
  readonly network: Network;
  readonly streets: StreetIndex;
  readonly drivesOn: 'left' | 'right';
}

const MOST_PASSES = 20;
const LONGEST_NAME = 200;
/** Of a line that lies on the streets so far, nothing need be said. */
const WHOLE_SHARE = 0.98;

export const problem = (
  column: PlanColumn,
  code: PlanProblemCode,
  about?: string,
  suggestions?: readonly string[],
): PlanProblem => ({
  column,
  code,
  level: code === 'differs' || code === 'partly-fits' ? 'warning' : 'error',
  ...(about === undefined ? {} : { about }),
  ...(suggestions === undefined || suggestions.length === 0 ? {} : { suggestions }),
});

/** What cannot be read as a line, or is none that a route can have. */
const badLine = ({ message, saying }: Refused): PlanProblem => ({
  ...problem('street', 'bad-line', message.slice(0, 200)),
  ...(saying === null ? {} : { reason: saying.reason }),
  ...(saying?.values === undefined ? {} : { values: saying.values }),
});

/** «12,5» as well as `12.5`; undefined where it is no number. */
function numberOf(text: string): number | undefined {
  const plain = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.');
  return /^\d{1,9}(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}

export function* readRow(row: PlanRow, ground: Ground): Generator<void, ReadRow> {
  const { cells, geometry } = row;
  const problems: PlanProblem[] = [];
  const say = (...given: Parameters<typeof problem>): void => void problems.push(problem(...given));
  if (!cells.route) say('route', 'missing');
  else if (!isId(cells.route)) say('route', 'bad-id', undefined, isId(idOf(cells.route)) ? [idOf(cells.route)] : []);
  if ((cells.name?.length ?? 0) > LONGEST_NAME) say('name', 'too-long', String(LONGEST_NAME));
  const operation = cells.operation === undefined ? null : (operationOf(cells.operation) ?? null);
  if (cells.operation !== undefined && operation === null) say('operation', 'unknown-operation');
  const side = cells.side === undefined ? (geometry ? 'driving' : 'both') : sideOf(cells.side);
  if (side === undefined || (side === 'driving' && !geometry)) say('side', 'unknown-side');
  const number = (column: 'passes' | 'from_m' | 'to_m'): number | undefined => {
    const text = cells[column];
    const read = text === undefined ? undefined : numberOf(text);
    const good =
      read !== undefined && (column !== 'passes' || (Number.isInteger(read) && read >= 1 && read <= MOST_PASSES));
    if (text !== undefined && !good) say(column, 'bad-number', column === 'passes' ? `1–${MOST_PASSES}` : undefined);
    return good ? read : undefined;
  };
  const passes = number('passes');
  const from_m = number('from_m');
  const to_m = number('to_m');
  if (geometry) {
    const legs = side === undefined ? [] : yield* legsOfLine(geometry, side, ground, problems);
    return { row, operation, problems, legs: passes === undefined ? legs : legs.map((leg) => ({ ...leg, passes })) };
  }
  const edges = edgesOf(cells, ground, say);
  const cut = from_m !== undefined || to_m !== undefined;
  if (cut && edges.length > 1) say(from_m === undefined ? 'to_m' : 'from_m', 'needs-edge', String(edges.length));
  else if (cut && edges[0] !== undefined) checkCut(edges[0], from_m, to_m, ground, say);
  if (problems.some(({ level }) => level === 'error') || side === undefined || side === 'driving')
    return { row, operation, problems, legs: [] };
  const legs = edges.map((edge): LegBody => ({
    edge,
    side,
    ...(passes === undefined ? {} : { passes }),
    ...(from_m === undefined ? {} : { from_m }),
    ...(to_m === undefined ? {} : { to_m }),
  }));
  return { row, operation, problems, legs };
}

type Say = (...given: Parameters<typeof problem>) => void;

function edgesOf({ edge, street }: PlanRow['cells'], { network, streets }: Ground, say: Say): readonly string[] {
  if (edge !== undefined) {
    if (network.edgeNo(edge) !== undefined) return [edge];
    say('edge', 'unknown-edge');
    return [];
  }
  if (street === undefined) {
    say('street', 'missing');
    return [];
  }
  const found = streets.find(street);
  if (found === null) say('street', 'unknown-street', undefined, streets.like(street));
  return found ?? [];
}

function checkCut(
  edge: string,
  from_m: number | undefined,
  to_m: number | undefined,
  { network }: Ground,
  say: Say,
): void {
  const length_m = network.edges[network.edgeNo(edge)!]!.length_cm / 100;
  // as legs are cut: a plan made elsewhere may have measured the street a little longer
  const most_m = length_m * 1.01 + 1;
  const about = length_m.toFixed(2);
  if (to_m !== undefined && (to_m > most_m || to_m <= (from_m ?? 0))) say('to_m', 'outside-street', about);
  else if ((from_m ?? 0) >= length_m) say('from_m', 'outside-street', about);
}

function* legsOfLine(
  geometry: NonNullable<PlanRow['geometry']>,
  side: LineSide,
  { network, drivesOn }: Ground,
  problems: PlanProblem[],
): Generator<void, readonly LegBody[]> {
  try {
    const { legs, line } = yield* planLines(network, geoJsonLines(geometry), side, drivesOn);
    const lost = line.warnings.some(({ code }) => code === 'swapped') ? 'swapped' : 'no-fit';
    if (legs.length === 0) problems.push(problem('street', lost));
    else if (line.share < WHOLE_SHARE)
      problems.push(problem('street', 'partly-fits', String(Math.round(line.share * 100))));
    return legs;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    problems.push(badLine(error));
    return [];
  }
}
