import { centimetresOf, type Arithmetic, type ClaimLine, type Factor } from '@sweepline/contract';
import { evaluate } from './evaluate.ts';
import { metresText } from './exact.ts';

const isLength = ({ unit, divides }: Factor): boolean => unit === 'metres' && !divides;

/** Whether a line's amount follows from its metres, so that metres taken off it can be computed. */
export const isByMetres = ({ metres, arithmetic }: Pick<ClaimLine, 'metres' | 'arithmetic'>): boolean =>
  metres !== null && metres > 0 && arithmetic.terms.every((factors) => factors.some(isLength));

/**
 * The arithmetic of a line of which so many metres were found not to be owed. Where every product has just the line's own
 * metres they are replaced; else each product is taken by the share that is left.
 * @throws RangeError for more metres than the line is about, or for a line that is not counted by metres
 */
export function reducedArithmetic(line: Pick<ClaimLine, 'metres' | 'arithmetic'>, excused_m: number): Arithmetic {
  if (!isByMetres(line)) throw new RangeError('the line is not counted by metres');
  const all_cm = centimetresOf(line.metres!);
  const left_cm = all_cm - centimetresOf(excused_m);
  if (left_cm < 0 || left_cm > all_cm) throw new RangeError(`expected 0 to ${line.metres} metres, got ${excused_m}`);
  const [all, left] = [metresText(all_cm), metresText(left_cm)];
  const ownMetres = (factor: Factor): boolean => isLength(factor) && factor.value === all;
  const { terms } = line.arithmetic;
  const simple = terms.length === 1 && terms[0]!.some(ownMetres);
  const share: Factor[] = [
    { value: left, unit: 'metres' },
    { value: all, unit: 'metres', divides: true },
  ];
  return {
    ...line.arithmetic,
    terms: simple
      ? [terms[0]!.map((factor) => (ownMetres(factor) ? { ...factor, value: left } : factor))]
      : terms.map((factors) => [...factors, ...share]),
  };
}

/** What is left of a line, in minor units, of which so many metres were found not to be owed. @throws RangeError */
export const reducedAmount = (
  line: Pick<ClaimLine, 'metres' | 'arithmetic'>,
  excused_m: number,
  currency: string,
): number => evaluate(reducedArithmetic(line, excused_m), currency);
