import type { ExcuseStretch, LegCoverage } from '@sweepline/contract';

/** The legs of a plan on one street, with what of them is not covered. */
export interface PlannedStreet {
  readonly name: string;
  readonly edges: readonly string[];
  readonly planned_m: number;
  readonly left_m: number;
}

/** A plan street by street, those with most left first. */
export function streetsOfLegs(
  legs: readonly Pick<LegCoverage, 'edge' | 'length_m' | 'pieces'>[],
  nameOf: (edge: string) => string | null,
): readonly PlannedStreet[] {
  const streets = new Map<string, { edges: Set<string>; planned_cm: number; left_cm: number }>();
  for (const { edge, length_m, pieces } of legs) {
    const name = nameOf(edge) ?? edge;
    let street = streets.get(name);
    if (street === undefined) streets.set(name, (street = { edges: new Set(), planned_cm: 0, left_cm: 0 }));
    street.edges.add(edge);
    street.planned_cm += Math.round(length_m * 100);
    for (const { state, from_m, to_m } of pieces)
      if (state === 'uncovered') street.left_cm += Math.round((to_m - from_m) * 100);
  }
  return [...streets]
    .map(([name, { edges, planned_cm, left_cm }]) => ({
      name,
      edges: [...edges],
      planned_m: planned_cm / 100,
      left_m: left_cm / 100,
    }))
    .sort((a, b) => b.left_m - a.left_m || a.name.localeCompare(b.name));
}

/** The names of the streets that an excuse concerns, each once. */
export const namesOf = (
  stretches: readonly Pick<ExcuseStretch, 'edge'>[],
  nameOf: (edge: string) => string | null,
): readonly string[] => [...new Set(stretches.map(({ edge }) => nameOf(edge) ?? edge))];
