import { centimetresOf } from '@sweepline/contract';
import { LINE_ACCURACY_M } from '../matching/match-line.ts';

/** A stretch of one edge in integer centimetres that a line asks for so many times. */
export interface PassedStretch {
  readonly from_cm: number;
  readonly to_cm: number;
  readonly passes: number;
}

interface Span {
  readonly from_cm: number;
  readonly to_cm: number;
}

/** An end this near to the edge's own is that end: no line is drawn better. */
const SNAP_CM = 100 * LINE_ACCURACY_M;
/** A second time over less than this (and not over the whole edge) is a shaky hand or a line that begins where it ended. */
const AGAIN_CM = 2_000;
const WHOLE_EDGE = 0.9;

/** How often runs in one direction along an edge of this length ask for which of its metres, from its first vertex on. */
export function passesOf(
  runs: readonly { readonly from_m: number; readonly to_m: number }[],
  length_cm: number,
): PassedStretch[] {
  const spans = runs.map(({ from_m, to_m }): Span => snapped(centimetresOf(from_m), centimetresOf(to_m), length_cm));
  const levels: Span[][] = [];
  for (let times = 1; times <= spans.length; times++) {
    const level = atLeast(spans, times).filter(
      ({ from_cm, to_cm }) => times === 1 || to_cm - from_cm >= Math.min(AGAIN_CM, WHOLE_EDGE * length_cm),
    );
    if (level.length === 0) break;
    levels.push(level);
  }
  return stacked(levels);
}

/** The same for both directions together: whichever asks for more. */
export function greaterOf(one: readonly PassedStretch[], other: readonly PassedStretch[]): PassedStretch[] {
  return merged([...one, ...other], (there) => Math.max(...there.map(({ passes }) => passes)));
}

function snapped(from_cm: number, to_cm: number, length_cm: number): Span {
  const from = Math.max(0, from_cm);
  const to = Math.min(length_cm, to_cm);
  if (2 * (to - from) < length_cm && to - from < 2 * SNAP_CM) return { from_cm: from, to_cm: to };
  return { from_cm: from <= SNAP_CM ? 0 : from, to_cm: length_cm - to <= SNAP_CM ? length_cm : to };
}

/** Where at least so many of the spans lie over one another. */
function atLeast(spans: readonly Span[], times: number): Span[] {
  const turns = spans
    .flatMap(({ from_cm, to_cm }) => [
      { at_cm: from_cm, by: 1 },
      { at_cm: to_cm, by: -1 },
    ])
    // spans that touch go on: what begins counts before what ends
    .sort((a, b) => a.at_cm - b.at_cm || b.by - a.by);
  const found: Span[] = [];
  let count = 0;
  let since_cm = 0;
  for (const { at_cm, by } of turns) {
    if (by === 1 && ++count === times) since_cm = at_cm;
    else if (by === -1 && count-- === times && at_cm > since_cm) found.push({ from_cm: since_cm, to_cm: at_cm });
  }
  return found;
}

const stacked = (levels: readonly (readonly Span[])[]): PassedStretch[] =>
  merged(
    levels.flat().map((span) => ({ ...span, passes: 1 })),
    (there) => there.length,
  );

/** Cuts the stretches at each other's ends; neighbours with equal passes are one. */
function merged(
  stretches: readonly PassedStretch[],
  passesOver: (there: readonly PassedStretch[]) => number,
): PassedStretch[] {
  const cuts = [...new Set(stretches.flatMap(({ from_cm, to_cm }) => [from_cm, to_cm]))].sort((a, b) => a - b);
  const found: PassedStretch[] = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const [from_cm, to_cm] = [cuts[i]!, cuts[i + 1]!];
    const there = stretches.filter((one) => one.from_cm <= from_cm && one.to_cm >= to_cm);
    if (there.length === 0) continue;
    const passes = passesOver(there);
    const last = found.at(-1);
    if (last?.to_cm === from_cm && last.passes === passes) found[found.length - 1] = { ...last, to_cm };
    else found.push({ from_cm, to_cm, passes });
  }
  return found;
}
