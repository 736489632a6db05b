import type { ChainHead } from '@sweepline/contract';

/** A head as the letter to the contractor has it: day, device, links up to the day's end, fixes of the day, hash. */
const LINE = /^[ \t>]*(\d{4}-\d{2}-\d{2}) (\S+) (\d{1,15}) (\d{1,15}) ([0-9a-f]{64})[ \t\r]*$/gm;
/** Where a saved letter is wrapped (RFC 2045, 6.7). */
const SOFT_BREAK = /=\r?\n/g;

const fromLetter = (text: string): ChainHead[] =>
  Array.from(text.replaceAll(SOFT_BREAK, '').matchAll(LINE), ([, day, device, count, fixes, head]) => ({
    ...{ device: device!, day: day!, count: Number(count), fixes: Number(fixes), head: head! },
  }));

const fromAnswers = (value: unknown): ChainHead[] => {
  if (Array.isArray(value)) return value.flatMap(fromAnswers);
  const { items } = value as { items?: unknown };
  return items === undefined ? [value as ChainHead] : fromAnswers(items);
};

/**
 * Heads that a text names: the answer of `chain-heads`, an array of heads or of answers, or the letter in which they were
 * told, as it was saved. @throws RangeError where there are none, or what there is are no heads
 */
export function headsIn(text: string): ChainHead[] {
  const heads = /^\s*[[{]/.test(text) ? fromAnswers(JSON.parse(text)) : fromLetter(text);
  if (
    heads.length === 0 ||
    heads.some(({ device, day, head }) => [device, day, head].some((one) => typeof one !== 'string'))
  )
    throw new RangeError(
      'expected heads of chains with device, day, count, fixes and head, or the letter that tells them',
    );
  return heads;
}
