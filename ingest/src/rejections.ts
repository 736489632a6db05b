import { instantOf, type RejectedMessage } from '@sweepline/contract';
import type { Refusal } from './port.ts';

/** A whole batch may come back at once; after that a device that sends only rubbish hears ten times a second. */
const BURST = 1_000;
const PER_SECOND = 10;

/** What a device is told about one refusal. */
export function rejectedPayload({ reason, detail, index }: Refusal, received_ms: number): string {
  const message: RejectedMessage = {
    receivedAt: instantOf(received_ms),
    reason,
    detail,
    ...(index === undefined ? {} : { index }),
  };
  return JSON.stringify(message);
}

/** How many refusals a device may still be told of: a token bucket. */
export class RejectionAllowance {
  #tokens = BURST;
  #filled_ms: number;

  constructor(now_ms: number) {
    this.#filled_ms = now_ms;
  }

  /** True, and one less left, where the next one may be sent. */
  take(now_ms: number): boolean {
    this.#tokens = Math.min(BURST, this.#tokens + (Math.max(0, now_ms - this.#filled_ms) / 1_000) * PER_SECOND);
    this.#filled_ms = Math.max(now_ms, this.#filled_ms);
    if (this.#tokens < 1) return false;
    this.#tokens--;
    return true;
  }
}
