import { createHash } from 'node:crypto';
import { canonicalJson } from '@sweepline/contract';
import { fixOf, type Fix, type FixBody, type VehicleReport } from '@sweepline/tracker-core/pure';
import type { Sent, Fix as MeasuredFix, Trip } from '@sweepline/simulator/pure';
import { START_MS } from '../plans.ts';

/** Fixes due within so long of each other leave in one message, as after an outage. */
const TOGETHER_MS = 100;
/** A fix farther ahead of the service's clock is refused. */
const FUTURE_MS = 120_000;

/** What reaches the service in one message. Times are epoch milliseconds. */
export interface Message {
  readonly at_ms: number;
  readonly device: string;
  readonly fixes: readonly { readonly ts_ms: number; readonly body: FixBody }[];
  readonly report: VehicleReport | null;
}

const fixMessage = (device: string, sent: readonly Sent<MeasuredFix>[], start_ms: number): Message => ({
  at_ms: start_ms + sent.at(-1)!.at_ms,
  device,
  fixes: sent.map(({ what: { ts_ms, ...body } }) => ({
    ts_ms: start_ms + ts_ms,
    body: { ts: start_ms + ts_ms, ...body },
  })),
  report: null,
});

/** All that a vehicle's devices and its driver send, in the order of arrival. */
export function messagesOf(trip: Trip, start_ms = START_MS): Message[] {
  const messages: Message[] = [];
  let together: Sent<MeasuredFix>[] = [];
  const deviceOf = ({ device }: Sent<MeasuredFix>): string => device ?? trip.vehicle.device;
  const put = (): void => {
    if (together.length > 0) messages.push(fixMessage(deviceOf(together[0]!), together, start_ms));
    together = [];
  };
  for (const sent of trip.fixes) {
    const first = together[0];
    if (first && (sent.at_ms - first.at_ms > TOGETHER_MS || deviceOf(sent) !== deviceOf(first))) put();
    together.push(sent);
  }
  put();
  for (const { at_ms, what } of trip.events) {
    const { ts_ms, kind, note, lat, lon } = what;
    const report = { type: 'message', ts_ms: start_ms + ts_ms, kind, note: note ?? null, lat, lon } as const;
    messages.push({ at_ms: start_ms + at_ms, device: trip.vehicle.device, fixes: [], report });
  }
  return messages.sort((a, b) => a.at_ms - b.at_ms);
}

interface Stored {
  readonly digest: string;
  readonly device: string;
  readonly fix: Fix;
}

/** What the service keeps of a vehicle: of two contents of one instant the one with the smaller digest. */
export class FixStore {
  readonly #byInstant = new Map<number, Stored>();

  /** Fixes that are new or count instead of others, and what is to be reported besides. */
  take({ at_ms, device, fixes }: Message): {
    readonly fresh: readonly Fix[];
    readonly replaced: boolean;
    readonly reports: readonly VehicleReport[];
  } {
    const fresh: Fix[] = [];
    const reports: VehicleReport[] = [];
    let replaced = false;
    let accepted = 0;
    for (const { ts_ms, body } of fixes) {
      if (ts_ms > at_ms + FUTURE_MS) {
        reports.push({ type: 'future', received_ms: at_ms });
        continue;
      }
      const digest = createHash('sha256').update(canonicalJson(body)).digest('hex');
      const known = this.#byInstant.get(ts_ms);
      if (known?.digest === digest) continue;
      if (known?.device === device) reports.push({ type: 'conflict', ts_ms });
      if (known !== undefined && known.digest < digest) continue;
      const fix = fixOf(body, at_ms, ts_ms);
      this.#byInstant.set(ts_ms, { digest, device, fix });
      if (known === undefined) {
        fresh.push(fix);
        accepted++;
      } else replaced = true;
    }
    if (accepted === 1 && fixes.length === 1)
      reports.push({ type: 'lag', received_ms: at_ms, lag_ms: at_ms - fresh[0]!.ts_ms });
    return { fresh, replaced, reports };
  }

  /** The counting fixes in the order of time. */
  counting(): Fix[] {
    return [...this.#byInstant.values()].map(({ fix }) => fix).sort((a, b) => a.ts_ms - b.ts_ms);
  }
}
