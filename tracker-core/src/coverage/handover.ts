import { centimetresOf, metresOf, type Leg, type LegCoverage, type Piece } from '@sweepline/contract';

/** A plan in parts that together are the plan, pass by pass and centimetre by centimetre. */
export interface Parted {
  /** What was covered before the instant, or is excused. */
  readonly kept: readonly Leg[];
  readonly given: readonly Leg[];
  /** What is neither kept nor wanted: nothing where the whole rest is given. */
  readonly left: readonly Leg[];
}

/** What somebody takes of a rest: one side of one edge, from and to metres of it. */
export type Stretch = Omit<Leg, 'passes'>;

interface Span {
  readonly from_cm: number;
  readonly to_cm: number;
}
interface Cut extends Span {
  readonly passes: number;
}
type Lane<Part> = Pick<Leg, 'edge' | 'side'> & { readonly parts: Part[] };

/**
 * Parts an assignment's legs at an instant: a pass over a metre stays where it was done by then or needs not be done, and
 * goes with the rest otherwise. Passes over a metre are alike, so each part asks for a number of them. Of the rest all is
 * given, or what lies on the wanted stretches.
 */
export function partAt(legs: readonly LegCoverage[], at_ms: number, wanted: readonly Stretch[] | null = null): Parted {
  const kept: Leg[] = [];
  const given: Leg[] = [];
  const left: Leg[] = [];
  const spans = wanted && lanesOf(wanted, (stretch) => [spanOf(stretch)]);
  for (const [key, { edge, side, parts }] of lanesOf(legs, ({ pieces }) => pieces)) {
    const put = (into: Leg[], cuts: readonly Span[]) => {
      for (const cut of cutsOf(cuts)) into.push(legOf(edge, side, cut));
    };
    const open = parts.filter((piece) => !staysAt(piece, at_ms)).map(spanOf);
    put(kept, parts.filter((piece) => staysAt(piece, at_ms)).map(spanOf));
    if (spans === null) put(given, open);
    else {
      const there = cutsOf(spans.get(key)?.parts ?? []);
      put(
        given,
        open.flatMap((span) => within(span, there)),
      );
      put(
        left,
        open.flatMap((span) => besides(span, there)),
      );
    }
  }
  return { kept, given, left };
}

/** Parts of a plan as one. */
export function together(...parts: readonly (readonly Leg[])[]): readonly Leg[] {
  const all = lanesOf(parts.flat(), (leg) => Array.from({ length: leg.passes }, () => spanOf(leg)));
  return [...all.values()].flatMap(({ edge, side, parts: spans }) =>
    cutsOf(spans).map((cut) => legOf(edge, side, cut)),
  );
}

/** Metres of all passes. */
export const lengthOf = (legs: readonly Leg[]): number =>
  metresOf(
    legs.reduce((sum, { passes, from_m, to_m }) => sum + passes * (centimetresOf(to_m) - centimetresOf(from_m)), 0),
  );

/** Parts of all that lies along one side of one edge. */
function lanesOf<Of extends Pick<Leg, 'edge' | 'side'>, Part>(
  all: readonly Of[],
  partsOf: (one: Of) => readonly Part[],
): ReadonlyMap<string, Lane<Part>> {
  const lanes = new Map<string, Lane<Part>>();
  for (const one of all) {
    const { edge, side } = one;
    const lane = lanes.get(`${side} ${edge}`);
    if (lane) lane.parts.push(...partsOf(one));
    else lanes.set(`${side} ${edge}`, { edge, side, parts: [...partsOf(one)] });
  }
  return lanes;
}

const spanOf = ({ from_m, to_m }: Pick<Leg, 'from_m' | 'to_m'>): Span => ({
  from_cm: centimetresOf(from_m),
  to_cm: centimetresOf(to_m),
});

/** What of a span lies on others, which lie beside each other in their order. */
const within = ({ from_cm, to_cm }: Span, others: readonly Span[]): readonly Span[] =>
  others
    .map((other) => ({ from_cm: Math.max(from_cm, other.from_cm), to_cm: Math.min(to_cm, other.to_cm) }))
    .filter((span) => span.from_cm < span.to_cm);

function besides(span: Span, others: readonly Span[]): readonly Span[] {
  const between: Span[] = [];
  let from_cm = span.from_cm;
  for (const taken of within(span, others)) {
    if (from_cm < taken.from_cm) between.push({ from_cm, to_cm: taken.from_cm });
    from_cm = taken.to_cm;
  }
  if (from_cm < span.to_cm) between.push({ from_cm, to_cm: span.to_cm });
  return between;
}

const staysAt = ({ state, at }: Piece, at_ms: number): boolean =>
  state === 'excused' || (state === 'covered' && (at === undefined || Date.parse(at) < at_ms));

/** Stretches that lie over each other, as stretches beside each other that say how many lay there. */
function cutsOf(spans: readonly Span[]): Cut[] {
  const steps = new Map<number, number>();
  const step = (at_cm: number, by: number) => steps.set(at_cm, (steps.get(at_cm) ?? 0) + by);
  for (const { from_cm, to_cm } of spans) {
    step(from_cm, 1);
    step(to_cm, -1);
  }
  const cuts: Cut[] = [];
  let passes = 0;
  let from_cm = 0;
  for (const [at_cm, by] of [...steps].filter(([, by]) => by !== 0).sort(([a], [b]) => a - b)) {
    if (passes > 0) cuts.push({ from_cm, to_cm: at_cm, passes });
    passes += by;
    from_cm = at_cm;
  }
  return cuts;
}

const legOf = (edge: string, side: Leg['side'], { from_cm, to_cm, passes }: Cut): Leg => ({
  edge,
  side,
  passes,
  from_m: metresOf(from_cm),
  to_m: metresOf(to_cm),
});
