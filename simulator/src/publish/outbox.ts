import type { DeviceLink } from './device-link.ts';
import type { Timeline } from './timeline.ts';

/** One message of a device before it is sent; `body` is everything but its `ts`. Times count from the stretch's beginning. */
export interface Item {
  readonly at_ms: number;
  readonly ts_ms: number;
  readonly leaf: 'telemetry' | 'event';
  readonly body: Readonly<Record<string, unknown>>;
}

export interface SendOptions {
  readonly timeline: Timeline;
  /** Fixes that are due together go in arrays of at most this many. */
  readonly batch: number;
  readonly signal: AbortSignal;
  /** Shortest time between two fixes that the device was told to keep; 0 for all. */
  interval_ms(): number;
  acknowledged(fixes: number, last: Item): void;
}

/** Waits until the clock shows `due_ms`; resolves early when the signal fires. */
function waitUntil(due_ms: number, signal: AbortSignal): Promise<void> {
  const left_ms = due_ms - Date.now();
  if (left_ms <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    // Node's timers hold 31 bits of milliseconds.
    const timer = setTimeout(done, Math.min(left_ms, 2_147_483_647));
    signal.addEventListener('abort', done, { once: true });
  });
}

/** Sends a device's items in the order of publication, each not before it is due, one message under way at a time. */
export async function sendItems(link: DeviceLink, items: readonly Item[], options: SendOptions): Promise<void> {
  const { timeline, batch, signal } = options;
  const message = (item: Item): Record<string, unknown> => ({
    ts: new Date(timeline.ts_ms(item.ts_ms)).toISOString(),
    ...item.body,
  });
  let kept_ms = -Infinity;
  for (let i = 0; i < items.length && !signal.aborted;) {
    const first = items[i]!;
    await waitUntil(timeline.due_ms(first.at_ms), signal);
    if (signal.aborted) return;
    if (first.leaf === 'event') {
      await link.publish('event', JSON.stringify(message(first)));
      options.acknowledged(0, first);
      i++;
      continue;
    }
    const now_ms = Date.now();
    const fixes: Item[] = [];
    let last = first;
    for (; i < items.length && fixes.length < batch; i++) {
      const item = items[i]!;
      if (item.leaf !== 'telemetry' || timeline.due_ms(item.at_ms) > now_ms) break;
      last = item;
      const apart_ms = item.ts_ms - kept_ms;
      if (apart_ms >= 0 && apart_ms < options.interval_ms()) continue;
      kept_ms = item.ts_ms;
      fixes.push(item);
    }
    if (fixes.length > 0)
      await link.publish('telemetry', JSON.stringify(fixes.length === 1 ? message(fixes[0]!) : fixes.map(message)));
    options.acknowledged(fixes.length, last);
  }
}
