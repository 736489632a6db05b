import type { Factor, IncidentKind, Rule, TermsVersion } from '@sweepline/contract';
import type { Aside } from '../facts/fact.ts';

/**
 * What a line of a rule is settled by: what it comes to, and what it meets other lines on. Small enough to be kept beside the
 * claim, so that a line can be dropped without drafting again. Lines without a rule hang on no other.
 */
export interface Stake {
  readonly no: number;
  readonly terms: TermsVersion;
  readonly rule: Rule;
  /** Local month by which its facts are counted and its caps run. */
  readonly month: string;
  readonly aside: Aside | null;
  /** Before it is repeated and cut, and their sum once and repeated. */
  readonly products: Factor[][];
  readonly once: number;
  readonly repeated: number;
  /** What is charged at most once, by numbers of the claim: what it takes, and what nobody else may have taken. */
  readonly takes: readonly number[];
  readonly meets: readonly number[];
  /** How much it is about, of what is left of a price: the least is the widest. */
  readonly width: number;
  /** Two cases of such a kind are two facts of a rule, though both explain metres of one route. */
  readonly separate: IncidentKind | null;
}

export const withFactor = (products: Factor[][], factor: string): Factor[][] =>
  products.map((product) => [...product, { value: factor, unit: 'factor' }]);

/** A stake as it is stored. */
export type PackedStake = readonly [
  no: number,
  version: number,
  rule: number,
  month: string,
  aside: string,
  products: Factor[][],
  once: number,
  repeated: number,
  takes: readonly number[],
  /** Null: what it takes. */
  meets: readonly number[] | null,
  width: number,
  separate: IncidentKind | null,
];

export function packStake(stake: Stake): PackedStake {
  const { no, terms, rule, month, aside, products, once, repeated, takes, meets, width, separate } = stake;
  const alike = takes.length === meets.length && takes.every((atom, i) => atom === meets[i]);
  return [
    no,
    terms.version,
    terms.terms.rules.indexOf(rule),
    month,
    aside === null ? '' : aside.state === 'held' ? aside.grade : aside.state,
    products,
    once,
    repeated,
    takes,
    alike ? null : meets,
    width,
    separate,
  ];
}

/** @throws RangeError for a rule that these terms do not have */
export function unpackStakes(packed: Iterable<PackedStake>, versions: readonly TermsVersion[]): Stake[] {
  const byVersion = new Map(versions.map((terms) => [terms.version, terms]));
  return Array.from(packed, (one) => {
    const [no, version, index, month, aside, products, once, repeated, takes, meets, width, separate] = one;
    const terms = byVersion.get(version);
    const rule = terms?.terms.rules[index];
    if (terms === undefined || rule === undefined)
      throw new RangeError(`line ${no} is of rule ${index} of version ${version} of the terms, which is not there`);
    const set: Aside | null =
      aside === '' ? null : aside === 'cured' ? { state: 'cured' } : { state: 'held', grade: aside as 'A' };
    return {
      no,
      terms,
      rule,
      month,
      aside: set,
      products,
      once,
      repeated,
      takes,
      meets: meets ?? takes,
      width,
      separate,
    };
  });
}
