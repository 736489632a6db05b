import { instantOf, type DecodedFields, type DeviceMessage } from '@sweepline/contract';
import type { Delivery } from '@sweepline/ingest';
import type { WriteOutcome } from '../store/series/delivery.ts';

/** So long after the last question a device is still listened to. */
const LISTENS_MS = 10 * 60_000;
const KEPT_MESSAGES = 60;
const KEPT_BYTES = 4_096;
/** Who fits devices does it one after the other; a fleet is not listened to. */
const MOST_DEVICES = 200;

interface Ear {
  until_ms: number;
  readonly messages: DeviceMessage[];
}

/** The messages of devices that somebody fits at this moment, as they came: kept in memory, for as long as he looks. */
export class Listening {
  private readonly ears = new Map<string, Ear>();
  private readonly now: () => number;
  private heard = 0;

  constructor(now: () => number) {
    this.now = now;
  }

  /** The newest first; from the first call on. */
  messages(device: string): readonly DeviceMessage[] {
    const now_ms = this.now();
    for (const [other, { until_ms }] of this.ears) if (until_ms < now_ms) this.ears.delete(other);
    const ear = this.ears.get(device) ?? { until_ms: 0, messages: [] };
    ear.until_ms = now_ms + LISTENS_MS;
    this.ears.delete(device);
    this.ears.set(device, ear);
    if (this.ears.size > MOST_DEVICES) this.ears.delete(this.ears.keys().next().value!);
    return ear.messages;
  }

  /** A committed delivery. */
  hear(delivery: Delivery, { known, refusals: found }: Pick<WriteOutcome, 'known' | 'refusals'>): void {
    const { sender, received_ms, original, fixes, refusals } = delivery;
    const ear = this.ears.get(sender.device);
    if (ear === undefined || original === undefined) return;
    const { kind, payload } = original;
    const last = fixes.at(-1);
    this.heard += 1;
    ear.messages.unshift({
      no: this.heard,
      receivedAt: instantOf(received_ms),
      kind,
      bytes: payload.length,
      payload: Buffer.from(payload.subarray(0, KEPT_BYTES)).toString('utf8'),
      fixes: fixes.length,
      known,
      fix: last === undefined ? null : (JSON.parse(last.body) as DecodedFields),
      fieldErrors: [...new Set(fixes.flatMap(({ fieldErrors }) => fieldErrors))].sort(),
      refusals: [...refusals, ...found].map(({ reason, detail, index }) => ({ reason, detail, index: index ?? null })),
    });
    if (ear.messages.length > KEPT_MESSAGES) ear.messages.length = KEPT_MESSAGES;
  }
}
