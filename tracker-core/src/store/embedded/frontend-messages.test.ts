import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { statusAfter } from './backend-messages.ts';
import { FrontendMessages } from './frontend-messages.ts';

function tagged(tag: string, body: Uint8Array): Buffer {
  const head = Buffer.from([tag.charCodeAt(0), 0, 0, 0, 0]);
  head.writeUInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
}

const STARTUP = Buffer.from([0, 0, 0, 9, 0, 3, 0, 0, 0]);
const ends = fc.constantFrom('Q', 'S');
const inner = fc.array(fc.tuple(fc.constantFrom('P', 'B', 'D', 'E', 'H'), fc.uint8Array({ maxLength: 40 })), {
  maxLength: 5,
});
const batch = fc.tuple(inner, ends, fc.uint8Array({ maxLength: 20 }));

test('however the stream is cut, batches go whole up to Query or Sync', () => {
  fc.assert(
    fc.property(
      fc.array(batch, { maxLength: 6 }),
      fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }),
      (batches, cuts) => {
        const wanted = batches.map(([messages, end, body]) =>
          Buffer.concat([...messages.map(([tag, bytes]) => tagged(tag, bytes)), tagged(end, body)]),
        );
        const stream = Buffer.concat([STARTUP, ...wanted, tagged('X', new Uint8Array())]);
        const reader = new FrontendMessages();
        const read = [];
        for (let at = 0, cut = 0; at < stream.length; cut += 1) {
          const length = cuts[cut % cuts.length]!;
          read.push(...reader.push(stream.subarray(at, at + length)));
          at += length;
        }
        expect(read[0]).toEqual({ kind: 'startup' });
        expect(read.at(-1)).toEqual({ kind: 'terminate' });
        const got = read.slice(1, -1).map((message) => (message.kind === 'batch' ? Buffer.from(message.bytes) : null));
        expect(got).toEqual(wanted);
      },
    ),
  );
});

test('a request for encryption is told apart from a session, and another protocol refused', () => {
  const reader = new FrontendMessages();
  const ssl = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);
  expect(reader.push(Buffer.concat([ssl, STARTUP])).map((message) => message.kind)).toEqual([
    'encryption-request',
    'startup',
  ]);
  expect(() => new FrontendMessages().push(Buffer.from([0, 0, 0, 8, 0, 2, 0, 0]))).toThrow('protocol 2.0');
});

test('the last ReadyForQuery says how the session is left', () => {
  const ready = (status: string) => tagged('Z', Buffer.from(status));
  expect(statusAfter(ready('I'))).toBe('idle');
  expect(statusAfter(Buffer.concat([ready('I'), ready('T')]))).toBe('in-transaction');
  expect(statusAfter(ready('E'))).toBe('in-transaction');
  expect(statusAfter(tagged('2', Buffer.alloc(0)))).toBeNull();
});
