import { centimetresOf, type Arithmetic, type ClaimLine, type Factor } from '@sweepline/contract';
import { evaluate } from './evaluate.ts';
import { exactOf, metresText } from './exact.ts';

type Counted = Pick<ClaimLine, 'metres' | 'arithmetic'>;

const isLength = ({ unit, divides }: Factor): boolean => unit === 'metres' && !divides;
const takesTime = (factors: readonly Factor[]): boolean =>
  factors.some(({ unit }) => unit === 'days' || unit === 'hours');

/**
 * Whether metres taken off a line say what is left of it: there is one product with metres in it, or all are of late metres.
 * Of fixed sums, and of sums over several prices, a person says it.
 */
export function isByMetres({ metres, arithmetic: { terms } }: Counted): boolean {
  if (metres === null || metres === 0 || !terms.every((factors) => factors.some(isLength))) return false;
  return terms.length === 1 || terms.every(takesTime);
}

/**
 * The arithmetic of a line of which so many metres were found not to be owed. They are taken off the metres of its product,
 * whether these are what was not done or what was owed; of late metres each product keeps the share that is left.
 * @throws RangeError for more metres than the line is about, or for a line that is not counted by metres
 */
export function reducedArithmetic(line: Counted, excused_m: number): Arithmetic {
  if (!isByMetres(line)) throw new RangeError('the line is not counted by metres');
  const { arithmetic } = line;
  const all_cm = centimetresOf(line.metres!);
  const off_cm = centimetresOf(excused_m);
  if (!(off_cm >= 0 && off_cm <= all_cm)) throw new RangeError(`expected 0 to ${line.metres} metres, got ${excused_m}`);
  const terms = arithmetic.terms.every(takesTime)
    ? arithmetic.terms.map((factors) => withShare(factors, all_cm - off_cm, all_cm))
    : arithmetic.terms.map((factors) => factors.map((factor) => lessMetres(factor, off_cm, off_cm === all_cm)));
  return { ...arithmetic, terms };
}

function lessMetres(factor: Factor, off_cm: number, nothingLeft: boolean): Factor {
  if (!isLength(factor)) return factor;
  const { over, under } = exactOf(factor.value);
  const length_cm = Number((over * 100n) / under);
  return { ...factor, value: metresText(nothingLeft ? 0 : length_cm - off_cm) };
}

/** Late metres: of one length its own are replaced, of several each is taken by the same share. */
function withShare(factors: readonly Factor[], left_cm: number, all_cm: number): Factor[] {
  const [left, all] = [metresText(left_cm), metresText(all_cm)];
  if (factors.some((factor) => isLength(factor) && factor.value === all))
    return factors.map((factor) => (isLength(factor) ? { ...factor, value: left } : factor));
  return [...factors, { value: left, unit: 'metres' }, { value: all, unit: 'metres', divides: true }];
}

/** What is left of a line, in minor units, of which so many metres were found not to be owed. @throws RangeError */
export const reducedAmount = (line: Counted, excused_m: number, currency: string): number =>
  evaluate(reducedArithmetic(line, excused_m), currency);
