/** Lengths of the PostgreSQL protocol 3.0, in bytes. */
const LENGTH_BYTES = 4;
const TAG_BYTES = 1;

const QUERY = 'Q'.charCodeAt(0);
const SYNC = 'S'.charCodeAt(0);
const TERMINATE = 'X'.charCodeAt(0);

const PROTOCOL_3 = 196_608;
const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;
const CANCEL_REQUEST = 80_877_102;

/** What a client's bytes amount to: the start of a session, one batch that ends in an answer, or the end. */
export type FrontendMessage =
  | { readonly kind: 'startup' }
  | { readonly kind: 'encryption-request' }
  | { readonly kind: 'cancel-request' }
  | { readonly kind: 'batch'; readonly bytes: Uint8Array }
  | { readonly kind: 'terminate' };

/** Cuts one client's byte stream. The session of the embedded database is shared, so a batch (up to Query or Sync) must go in whole. */
export class FrontendMessages {
  /** What arrived since `#received` was last joined: a large parameter comes in hundreds of pieces. */
  #pieces: Buffer[] = [];
  #pieces_bytes = 0;
  #received: Buffer = Buffer.alloc(0);
  /** Bytes of `#received` with which the next message can be complete at the earliest. */
  #needed = 0;
  /** Bytes of complete messages that wait for their Sync. */
  #scanned = 0;
  #started = false;

  /** Takes the next bytes; answers what became complete with them. @throws on bytes that are no protocol 3.0. */
  push(chunk: Buffer): FrontendMessage[] {
    this.#pieces.push(chunk);
    this.#pieces_bytes += chunk.length;
    if (this.#received.length + this.#pieces_bytes < this.#needed) return [];
    this.#received = Buffer.concat([this.#received, ...this.#pieces]);
    this.#pieces = [];
    this.#pieces_bytes = 0;
    const complete: FrontendMessage[] = [];
    for (;;) {
      const message = this.#started ? this.#next() : this.#first();
      if (message === null) return complete;
      complete.push(message);
    }
  }

  #take(length: number): Buffer {
    const taken = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    return taken;
  }

  /** Before the session starts messages carry no tag. */
  #first(): FrontendMessage | null {
    if (this.#received.length < 2 * LENGTH_BYTES) return null;
    const length = this.#received.readUInt32BE(0);
    if (this.#received.length < length) return null;
    const code = this.#take(length).readUInt32BE(LENGTH_BYTES);
    if (code === SSL_REQUEST || code === GSS_REQUEST) return { kind: 'encryption-request' };
    if (code === CANCEL_REQUEST) return { kind: 'cancel-request' };
    if (code !== PROTOCOL_3) throw new Error(`protocol ${code >> 16}.${code & 0xffff} is not spoken`);
    this.#started = true;
    return { kind: 'startup' };
  }

  #next(): FrontendMessage | null {
    while (this.#received.length >= this.#scanned + TAG_BYTES + LENGTH_BYTES) {
      const tag = this.#received[this.#scanned];
      const end = this.#scanned + TAG_BYTES + this.#received.readUInt32BE(this.#scanned + TAG_BYTES);
      this.#needed = end;
      if (this.#received.length < end) return null;
      this.#scanned = end;
      if (tag !== QUERY && tag !== SYNC && tag !== TERMINATE) continue;
      this.#scanned = 0;
      this.#needed = 0;
      const bytes = this.#take(end);
      return tag === TERMINATE ? { kind: 'terminate' } : { kind: 'batch', bytes };
    }
    return null;
  }
}
