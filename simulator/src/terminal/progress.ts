import { SingleBar } from 'cli-progress';

/** What a run has done so far. */
export interface Figures {
  sent: number;
  connected: number;
  devices: number;
  rejected: number;
  /** The `ts` of the latest fix that was acknowledged, epoch milliseconds. */
  latest_ms: number | null;
}

export interface Progress {
  update(figures: Readonly<Figures>): void;
  stop(): void;
}

const LINE_EVERY_MS = 10_000;

const clockOf = (latest_ms: number | null): string =>
  latest_ms === null ? '–' : `${new Date(latest_ms).toISOString().slice(11, 19)}Z`;

/** A bar on a terminal; elsewhere a plain line every ten seconds. Everything goes to standard error. */
export function progressOf(total: number, stream: NodeJS.WriteStream = process.stderr): Progress {
  if (stream.isTTY) {
    const format =
      '{bar} {percentage}% {value}/{total} fixes · {connected}/{devices} devices · {clock} · {rejected} refused';
    const bar = new SingleBar({ format, stream, hideCursor: true, clearOnComplete: false, barsize: 24, fps: 4 });
    bar.start(total, 0, { connected: 0, devices: 0, clock: '–', rejected: 0 });
    return {
      update: ({ sent, connected, devices, rejected, latest_ms }) =>
        bar.update(sent, { connected, devices, rejected, clock: clockOf(latest_ms) }),
      stop: () => bar.stop(),
    };
  }
  let last_ms = Date.now();
  const line = ({ sent, connected, devices, rejected, latest_ms }: Readonly<Figures>): void => {
    stream.write(
      `${sent}/${total} fixes sent, ${connected}/${devices} devices connected, at ${clockOf(latest_ms)}, ${rejected} refused\n`,
    );
  };
  let figures: Figures | null = null;
  return {
    update(now) {
      figures = { ...now };
      if (Date.now() - last_ms < LINE_EVERY_MS) return;
      last_ms = Date.now();
      line(now);
    },
    stop: () => {
      if (figures !== null) line(figures);
    },
  };
}
