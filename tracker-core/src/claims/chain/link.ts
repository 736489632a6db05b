import { hash } from 'node:crypto';

/** Before a device's first link. */
export const NO_LINK: Uint8Array = new Uint8Array(32);

const HEADER_BYTES = NO_LINK.length + 8;
let scratch = Buffer.alloc(4_096);

/**
 * A link of a device's chain: SHA-256 over the 32 bytes of the previous link, the milliseconds of receipt since 1970 as an
 * unsigned big-endian integer of 8 bytes, and the UTF-8 bytes of the fix's RFC 8785 JSON.
 */
export function linkOf(previous: Uint8Array, received_ms: number, body: string): Buffer {
  // One code unit takes at most three bytes of UTF-8.
  const most = HEADER_BYTES + 3 * body.length;
  if (scratch.length < most) scratch = Buffer.alloc(most);
  scratch.set(previous);
  scratch.writeBigUInt64BE(BigInt(received_ms), NO_LINK.length);
  const end = HEADER_BYTES + scratch.write(body, HEADER_BYTES, 'utf8');
  return hash('sha256', scratch.subarray(0, end), 'buffer');
}
