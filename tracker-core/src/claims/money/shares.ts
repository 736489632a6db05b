import { compare, decimalText, exactOf, times, wholeOf } from './exact.ts';

const HUNDRED = wholeOf(100);

/** Whether a length is more than so many per cent of another. */
export const isAbove = (length_cm: number, percent: string, of_cm: number): boolean =>
  compare(times(wholeOf(length_cm), HUNDRED), times(exactOf(percent), wholeOf(of_cm))) > 0;

/** Whether a length is at least so many per cent of another. */
export const isAtLeast = (length_cm: number, percent: string, of_cm: number): boolean =>
  compare(times(wholeOf(length_cm), HUNDRED), times(exactOf(percent), wholeOf(of_cm))) >= 0;

/** What a per cent of at most a hundred leaves of it. */
export function restOf(percent: string): string {
  const { over, under } = exactOf(percent);
  return decimalText(100n * under - over, under.toString().length - 1);
}
