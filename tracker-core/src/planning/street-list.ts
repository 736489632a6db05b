import { centimetresOf, metresOf, type DriverStreet, type Leg } from '@sweepline/contract';

/**
 * Legs as a driver is told of them: his streets in the order in which the legs first come to each, with the metres of all
 * passes. Streets without a name are one.
 */
export function streetList(legs: readonly Leg[], nameOf: (edge: string) => string | null): DriverStreet[] {
  const streets = new Map<string | null, { side: DriverStreet['side']; length_cm: number }>();
  for (const { edge, side, passes, from_m, to_m } of legs) {
    const street = nameOf(edge);
    const known = streets.get(street) ?? { side, length_cm: 0 };
    const length_cm = known.length_cm + passes * (centimetresOf(to_m) - centimetresOf(from_m));
    streets.set(street, { side: known.side === side ? side : 'both', length_cm });
  }
  return [...streets].map(([street, { side, length_cm }]) => ({ street, side, length_m: metresOf(length_cm) }));
}
