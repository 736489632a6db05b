import { describe, expect, test } from 'vitest';
import { portions } from './portions.ts';

/** A message of so many bytes in all. */
function message(tag: string, bytes: number): Buffer {
  const made = Buffer.alloc(bytes);
  made.write(tag, 0, 'latin1');
  made.writeUInt32BE(bytes - 1, 1);
  return made;
}

const lengthsOf = (messages: readonly Buffer[]) => portions(Buffer.concat(messages)).map((portion) => portion.length);

describe('portions of a batch', () => {
  test('a batch whose messages end anywhere but at a piece of the input stays whole', () => {
    expect(lengthsOf([message('P', 100), message('B', 8_091), message('S', 5)])).toEqual([8_196]);
  });

  test('a message that ends with a piece of the input ends its portion', () => {
    expect(lengthsOf([message('P', 100), message('B', 8_092), message('E', 10), message('S', 5)])).toEqual([8_192, 15]);
    expect(lengthsOf([message('P', 3 * 8_192), message('S', 5)])).toEqual([24_576, 5]);
  });

  test('pieces are counted anew in each portion', () => {
    const full = message('B', 8_192);
    expect(lengthsOf([full, full, message('S', 5)])).toEqual([8_192, 8_192, 5]);
    expect(lengthsOf([full, message('D', 8_000), message('E', 192), message('S', 5)])).toEqual([8_192, 8_192, 5]);
  });

  test('the last message may end there', () => {
    expect(lengthsOf([message('Q', 8_192)])).toEqual([8_192]);
  });
});
