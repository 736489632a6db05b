import type { PlannedSide, Serves, UncoveredReason } from '@sweepline/contract';
import { assess, type Assessment } from '../coverage/assess.ts';
import { createLedger, credit } from '../coverage/ledger.ts';
import type { Excuse, PlannedAssignment } from '../pipeline/plan.ts';
import { recomputeVehicle } from '../pipeline/recompute.ts';
import type { VehicleSetting } from '../pipeline/stages.ts';
import { planOf, SWEEPER, type LegText } from '../pipeline/testing/town.ts';
import { asciiMap, type AsciiMap, type Street } from './ascii-map.ts';
import { tell, type Device } from './told-drive.ts';

/**
 * What became of planned kerbs, drawn as strips: a letter for each step of the map's grid along the street, in the order
 * in which the street is drawn. `#` covered, `x` excused, and for each reason a letter of its own.
 */
const LETTERS: Readonly<Record<UncoveredReason, string>> = {
  'not-reached': '.',
  'no-data': '?',
  'gear-off': 'u',
  'too-fast': 'f',
  'wrong-side': 'w',
};

/** A plan, who drives, and how. */
export interface Sweeping extends Device {
  /** A line each: `street side`, then `2 passes`, then `50-150 m` where not all of it is meant. */
  readonly plan: string;
  /** Excused stretches, told like the plan's. */
  readonly excused?: string;
  readonly window?: Partial<Pick<PlannedAssignment, 'from_ms' | 'to_ms' | 'othersMayCover'>>;
  /** How the sweeper drives, in the words of `tell`; `other`: another vehicle of the contractor. */
  readonly sweeper?: string;
  readonly other?: string;
  readonly serves?: Serves;
  readonly drivesOn?: 'left' | 'right';
  readonly gearWired?: number;
  /** What another assignment of the contractor asks for in the same time. */
  readonly otherPlan?: string;
  readonly lateCounts?: boolean;
  /** Nothing was received, and nothing more is waited for. */
  readonly blind?: boolean;
}

export function sweepings(map: AsciiMap, { plan: text, excused, window, ...how }: Sweeping): Assessment {
  const { network } = map;
  const excuses = excused === undefined ? [] : planOf(network, legsOf(excused)).legs;
  const plan = planOf(network, legsOf(text), {
    ...window,
    excuses: excuses.map(({ edge, side, from_cm, to_cm }): Excuse => ({ edge, side, from_cm, to_cm, ground: 'works' })),
  });
  const { drivesOn = 'right', serves = 'kerb', gearWired = 1, lateCounts = false, blind = false, otherPlan } = how;
  const ledger = createLedger(plan, network, { drivesOn, lateCounts });
  const silences = (['sweeper', 'other'] as const).flatMap((vehicle) => {
    const words = how[vehicle];
    if (words === undefined) return [];
    const setting: VehicleSetting = { ...SWEEPER, vehicle, drivesOn, serves, gearWired };
    const facts = recomputeVehicle({ setting, network }, tell(map, words, how), [plan]);
    for (const passage of facts.passages) credit(ledger, passage);
    return facts.silences;
  });
  const otherPlans = otherPlan === undefined ? [] : [planOf(network, legsOf(otherPlan), { assignment: 'b' })];
  return assess(ledger, network, { silences, otherPlans, blind });
}

/** A line for each leg and pass: the kerb, its strip, and in brackets the marks of what was covered. */
export function kerbs(map: AsciiMap, sweeping: Sweeping): string {
  const { legs } = sweepings(map, sweeping);
  const grid_cm = map.grid_m * 100;
  return legs
    .map(({ leg, pass, pieces }) => {
      const { id, length_cm } = map.network.edges[leg.edge]!;
      const strip = Array.from({ length: Math.round(length_cm / grid_cm) }, (_, i) => {
        const at_cm = (i + 0.5) * grid_cm;
        const piece = pieces.find(({ from_cm, to_cm }) => from_cm <= at_cm && at_cm < to_cm);
        if (piece === undefined) return ' ';
        if (piece.state === 'covered') return '#';
        return piece.state === 'excused' ? 'x' : LETTERS[piece.reason];
      });
      const covered = pieces.flatMap((piece) => (piece.state === 'covered' ? piece.pass.marks : []));
      const marks = covered.length === 0 ? '' : ` (${[...new Set(covered)].join(', ')})`;
      const name = `${id} ${leg.side}${leg.passes > 1 ? ` ${pass}` : ''}`;
      return `${name} |${strip.join('')}|${marks}`;
    })
    .sort()
    .join('\n');
}

/** Strips drawn in a test, to compare with those that `kerbs` draws: without indent, in the same order. */
export const strips = (drawing: string): string =>
  drawing
    .split('\n')
    .map((line) => line.trim().replace(/\s+\|/, ' |'))
    .filter((line) => line !== '')
    .sort()
    .join('\n');

/** The same town seen in a mirror that turns north to south: left is right, and driven on the other side. */
export function mirrored(drawing: string, streets: Readonly<Record<string, Street>>, grid_m: number): AsciiMap {
  return asciiMap(drawing.split('\n').reverse().join('\n'), streets, grid_m);
}

const OPPOSITE: Readonly<Record<string, string>> = { left: 'right', right: 'left', north: 'south', south: 'north' };

export const inMirror = <Text extends string>(text: Text): Text =>
  text.replace(/\b(left|right|north|south)\b/g, (word) => OPPOSITE[word]!) as Text;

export function sweepingInMirror(sweeping: Sweeping): Sweeping {
  const { drivesOn = 'right', ...rest } = sweeping;
  const turned = Object.entries(rest).map(([name, value]) => [
    name,
    typeof value === 'string' ? inMirror(value) : value,
  ]);
  return { ...(Object.fromEntries(turned) as typeof rest), drivesOn: inMirror(drivesOn) };
}

function legsOf(text: string): LegText[] {
  return text.split(/[\n,]/).flatMap((line): LegText[] => {
    if (line.trim() === '') return [];
    const [, street, side, passes, from, to] =
      /^\s*(\w+) (\w+)(?: (\d+) passes)?(?: (\d+)-(\d+) m)?\s*$/.exec(line) ?? [];
    if (street === undefined || side === undefined) throw new Error(`no leg is told by "${line}"`);
    const stretch = from === undefined ? {} : { from_cm: Number(from) * 100, to_cm: Number(to) * 100 };
    const leg = { street, passes: Number(passes ?? 1), ...stretch };
    // as the service takes a plan: `both` makes two legs
    const sides = (side as PlannedSide) === 'both' ? (['left', 'right'] as const) : ([side] as LegText['side'][]);
    return sides.map((own) => ({ ...leg, side: own }));
  });
}
