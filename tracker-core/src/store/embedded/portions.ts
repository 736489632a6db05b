/** The engine reads its input in pieces of this size: PQ_RECV_BUFFER_SIZE of PostgreSQL's pqcomm.c. */
const PIECE_BYTES = 8_192;

const TAG_BYTES = 1;

/**
 * Cuts a batch so that the engine answers all of it. It stops at a message that ends exactly where a piece of its input
 * does, as if no more followed; what followed would never be run, and its client would wait for ever.
 */
export function portions(batch: Uint8Array): Uint8Array[] {
  const view = new DataView(batch.buffer, batch.byteOffset, batch.byteLength);
  const found: Uint8Array[] = [];
  let from = 0;
  for (let at = 0; at < batch.length;) {
    at += TAG_BYTES + view.getUint32(at + TAG_BYTES);
    if (at < batch.length && (at - from) % PIECE_BYTES !== 0) continue;
    found.push(batch.subarray(from, at));
    from = at;
  }
  return found;
}
