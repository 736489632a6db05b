import { MAX_PAYLOAD_BYTES } from '@sweepline/contract';
import { KEPT_BYTES } from '../decode/outcome.ts';

const CONNECT = 1;
const PUBLISH = 3;
/** MQTT 3.1.1, 2.2.3: the remaining length takes one to four bytes. */
const MAX_LENGTH_BYTES = 4;
const MAX_TOPIC_BYTES = 65_535;
const MAX_CONNECT_BYTES = 4_096;
/** A PUBLISH of more cannot hold a payload within the limit, however long its topic. */
const MAX_PUBLISH_BYTES = MAX_PAYLOAD_BYTES + 2 + MAX_TOPIC_BYTES + 2;
/** No packet but PUBLISH is ever large: the longest SUBSCRIBE that makes sense has some dozens of filters. */
const MAX_OTHER_BYTES = 65_536;

/** A PUBLISH that is too large, while its bytes go by: only its head is kept. */
interface Cut {
  readonly flags: number;
  readonly length: number;
  readonly kept: Buffer[];
  kept_bytes: number;
}

/**
 * Stands between a socket and the broker and knows where each packet begins, so that nothing large is ever gathered.
 * Before the client is accepted only a CONNECT of at most 4 KiB passes; what comes behind it waits. A PUBLISH above the
 * limit passes with the first 4 KiB of its payload, and its number among the connection's PUBLISHes is remembered, so
 * that it is refused and acknowledged like any other bad message instead of coming again for ever.
 */
export class PacketCutter {
  #accepted = false;
  #first = true;
  /** Bytes of the present packet still to pass. */
  #left = 0;
  /** An incomplete fixed header at the end of a chunk, or everything behind a CONNECT not yet accepted. */
  #held: Buffer | null = null;
  #cut: Cut | null = null;
  #publishesPassed = 0;
  #publishesTaken = 0;
  readonly #cutSizes = new Map<number, number>();
  readonly #violated: (what: string) => void;

  /** `violated` is called once for a stream that breaks the protocol or the limits; nothing passes after it. */
  constructor(violated: (what: string) => void) {
    this.#violated = violated;
  }

  /** From now on everything may pass. */
  accept(): void {
    this.#accepted = true;
  }

  /** Called once for each PUBLISH that the broker works off: the size of its payload where it was cut, else null. */
  takePublish(): number | null {
    const number = ++this.#publishesTaken;
    const size_bytes = this.#cutSizes.get(number) ?? null;
    if (size_bytes !== null) this.#cutSizes.delete(number);
    return size_bytes;
  }

  /** What the broker may see of what the socket gave. */
  pass(chunk: Buffer | null): Buffer | null {
    const bytes = this.#held && chunk ? Buffer.concat([this.#held, chunk]) : (this.#held ?? chunk);
    this.#held = null;
    if (bytes === null) return null;
    const passed: Buffer[] = [];
    let at = 0;
    let from = 0;
    while (at < bytes.length) {
      if (this.#cut) {
        at = this.#skip(this.#cut, bytes, at, passed);
        from = at;
      } else if (this.#left > 0) {
        const step = Math.min(this.#left, bytes.length - at);
        this.#left -= step;
        at += step;
      } else if (!this.#first && !this.#accepted) {
        break;
      } else {
        const header = this.#header(bytes, at);
        if (header === 'incomplete') break;
        if (header === 'violation') return null;
        if (header.cut) {
          if (at > from) passed.push(bytes.subarray(from, at));
          this.#cut = header.cut;
          from = at + header.bytes;
        }
        at += header.bytes;
      }
    }
    if (!this.#cut && at > from) passed.push(bytes.subarray(from, at));
    if (at < bytes.length) this.#held = bytes.subarray(at);
    return passed.length === 0 ? null : passed.length === 1 ? (passed[0] as Buffer) : Buffer.concat(passed);
  }

  #header(bytes: Buffer, at: number): { bytes: number; cut: Cut | null } | 'incomplete' | 'violation' {
    const flags = bytes[at] as number;
    const type = flags >> 4;
    let length = 0;
    let size = 1;
    for (let more = true; more; size++) {
      if (size > MAX_LENGTH_BYTES) return this.#violation('remaining length of more than four bytes');
      const next = bytes[at + size];
      if (next === undefined) return 'incomplete';
      length += (next & 127) * 128 ** (size - 1);
      more = next > 127;
    }
    if (this.#first && (type !== CONNECT || length > MAX_CONNECT_BYTES))
      return this.#violation('no CONNECT of at most 4 KiB');
    this.#first = false;
    if (type === PUBLISH) {
      this.#publishesPassed++;
      if (length > MAX_PUBLISH_BYTES) {
        this.#left = length;
        return { bytes: size, cut: { flags, length, kept: [], kept_bytes: 0 } };
      }
    } else if (length > MAX_OTHER_BYTES) {
      return this.#violation(`packet of type ${type} and ${length} bytes`);
    }
    this.#left = length;
    return { bytes: size, cut: null };
  }

  #violation(what: string): 'violation' {
    this.#violated(what);
    return 'violation';
  }

  /** Lets the bytes of a large PUBLISH go by; at its end puts the short one in its place. */
  #skip(cut: Cut, bytes: Buffer, at: number, passed: Buffer[]): number {
    const end = at + Math.min(this.#left, bytes.length - at);
    const room = 2 + MAX_TOPIC_BYTES + 2 + KEPT_BYTES - cut.kept_bytes;
    if (room > 0) {
      const part = Buffer.from(bytes.subarray(at, Math.min(end, at + room)));
      cut.kept.push(part);
      cut.kept_bytes += part.length;
    }
    this.#left -= end - at;
    if (this.#left === 0) {
      const head = Buffer.concat(cut.kept);
      const qos = (cut.flags >> 1) & 3;
      const payloadAt = 2 + head.readUInt16BE(0) + (qos > 0 ? 2 : 0);
      const body = head.subarray(0, payloadAt + KEPT_BYTES);
      this.#cutSizes.set(this.#publishesPassed, cut.length - payloadAt);
      passed.push(Buffer.from([cut.flags, ...remainingLength(body.length)]), body);
      this.#cut = null;
    }
    return end;
  }
}

function remainingLength(length: number): number[] {
  const bytes: number[] = [];
  for (let rest = length; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 128)) {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
  }
  return bytes;
}
