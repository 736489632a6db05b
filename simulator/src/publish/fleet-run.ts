import { progressOf, type Figures } from '../terminal/progress.ts';
import { connectDevice, type Broker, type DeviceLink } from './device-link.ts';
import { sendItems, type Item } from './outbox.ts';
import type { Timeline } from './timeline.ts';

/** What one device has to send, in order of publication. */
export interface Load {
  readonly device: string;
  readonly secret: string;
  readonly interval_s: number | null;
  readonly items: readonly Item[];
}

export interface RunOptions {
  readonly broker: Broker;
  readonly municipality: string;
  readonly timeline: Timeline;
  readonly batch: number;
  readonly signal: AbortSignal;
  /** After every acknowledgement. */
  readonly reached?: (device: string, last: Item) => void;
}

/** Connections are opened a few at a time: a broker that hashes passwords needs some milliseconds for each. */
const CONNECTING_AT_ONCE = 16;

/** Connects every device and sends each one's load by the timeline. Resolves when all is sent or the signal fires. */
export async function runFleet(loads: readonly Load[], options: RunOptions): Promise<Figures> {
  const { timeline, signal } = options;
  const total = loads.reduce((sum, { items }) => sum + items.filter((item) => item.leaf === 'telemetry').length, 0);
  const figures: Figures = { sent: 0, connected: 0, devices: loads.length, rejected: 0, latest_ms: null };
  const reasons = new Map<string, number>();
  const progress = progressOf(total);
  const links: DeviceLink[] = [];
  const wanted_ms = new Map<string, number>();
  const up = new Set<string>();
  const queue = [...loads];
  const connect = async (): Promise<void> => {
    for (let load = queue.shift(); load !== undefined && !signal.aborted; load = queue.shift()) {
      const { device, secret, interval_s, items } = load;
      const link = await connectDevice(options.broker, options.municipality, device, secret, {
        rejected: (_, { reason }) => {
          figures.rejected++;
          reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
        },
        interval: (seconds) => {
          wanted_ms.set(device, seconds * 1000);
          return interval_s === null || seconds >= interval_s;
        },
        connection: (name, isUp) => {
          if (isUp) up.add(name);
          else up.delete(name);
          figures.connected = up.size;
        },
      });
      links.push(link);
      const sending = sendItems(link, items, {
        timeline,
        signal,
        batch: options.batch,
        interval_ms: () => wanted_ms.get(device) ?? 0,
        acknowledged: (fixes, last) => {
          figures.sent += fixes;
          figures.latest_ms = Math.max(figures.latest_ms ?? 0, timeline.ts_ms(last.ts_ms));
          progress.update(figures);
          options.reached?.(device, last);
        },
      });
      // Awaited below; a failure before that must not count as unhandled.
      sending.catch(() => {});
      senders.push(sending);
    }
  };
  const senders: Promise<void>[] = [];
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  try {
    await Promise.all(Array.from({ length: CONNECTING_AT_ONCE }, connect));
    await Promise.race([Promise.all(senders), stopped]);
  } finally {
    progress.stop();
    await Promise.all(links.map((link) => link.close().catch(() => {})));
  }
  if (reasons.size > 0)
    process.stderr.write(`refused: ${[...reasons].map(([reason, count]) => `${count} ${reason}`).join(', ')}\n`);
  return figures;
}
