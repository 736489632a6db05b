import {
  casesChannel,
  decodePositionFrame,
  positionsChannel,
  progressChannel,
  type ClientMessage,
  type HelloMessage,
  type LiveInput,
  type ServerMessage,
} from '@sweepline/contract';
import { readServerMessage } from './guard.ts';
import { stepLink, type Link, type LinkEvent } from './link.ts';
import { Sequence } from './sequence.ts';
import { PROBE_AFTER_MS } from './staleness.ts';

export interface LiveClientPort {
  readonly url: string;
  input(input: LiveInput): void;
  hello(message: HelloMessage): void;
  link(link: Link): void;
  /** True when the service still answers over plain HTTP. */
  probe(): Promise<boolean>;
}

/** After a `resume` the service answers within this, or is asked for a whole snapshot. */
const RESUME_ANSWER_MS = 3_000;
const PROBE_EVERY_MS = 5_000;
/** Policy violation and the service's own codes for an audience that may not listen. */
const REFUSING_CLOSE_CODES: readonly number[] = [1008, 4401, 4403];

/** One live connection to one municipality, mended by itself until it is stopped. */
export class LiveClient {
  readonly #port: LiveClientPort;
  readonly #municipality: string;
  readonly #sequence = new Sequence();
  /** A `view` is on its way: what else asks for one, as three `resync` do, is served by it. */
  #viewing = false;
  #link: Link = { phase: 'idle' };
  #socket: WebSocket | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #resume: ReturnType<typeof setTimeout> | undefined;
  #probe: ReturnType<typeof setInterval> | undefined;

  constructor(municipality: string, port: LiveClientPort) {
    this.#municipality = municipality;
    this.#port = port;
  }

  start(): void {
    this.#step({ type: 'start' });
    this.#connect();
    this.#probe = setInterval(() => void this.#probeWhenQuiet(), PROBE_EVERY_MS);
  }

  stop(): void {
    this.#step({ type: 'stop' });
    clearTimeout(this.#retry);
    clearTimeout(this.#resume);
    clearInterval(this.#probe);
    this.#socket?.close();
    this.#socket = null;
  }

  /** A person asks not to wait for the next attempt. */
  retryNow(): void {
    if (this.#link.phase !== 'offline') return;
    clearTimeout(this.#retry);
    this.#step({ type: 'retry' });
    this.#connect();
  }

  #connect(): void {
    const socket = new WebSocket(this.#port.url, ['sweepline.v1']);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.addEventListener('open', () => {
      this.#viewing = false;
      if (this.#sequence.empty) this.#view();
      else this.#askResume();
    });
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (socket !== this.#socket) return;
      this.#step({ type: 'heard' });
      if (typeof data === 'string') this.#text(data);
      else this.#binary(new Uint8Array(data));
    });
    socket.addEventListener('close', ({ code }) => {
      if (socket !== this.#socket) return;
      this.#socket = null;
      clearTimeout(this.#resume);
      if (REFUSING_CLOSE_CODES.includes(code)) return this.#step({ type: 'refused' });
      this.#closed();
    });
  }

  #closed(): void {
    this.#step({ type: 'closed', jitter: Math.random() });
    if (this.#link.phase !== 'offline') return;
    this.#retry = setTimeout(() => this.retryNow(), this.#link.retry_ms - Date.now());
  }

  #text(text: string): void {
    const message = readServerMessage(text);
    if (message !== null) this.#take(message);
  }

  #take(message: ServerMessage): void {
    clearTimeout(this.#resume);
    if (message.type === 'error') return;
    if (message.type === 'hello') {
      this.#viewing = false;
      this.#sequence.begin(message.channels);
      this.#port.hello(message);
      return this.#port.input(message);
    }
    if (!this.#ours(message.ch)) return;
    if (message.type === 'resync') return this.#view();
    const verdict = this.#sequence.judge(message.ch, message.seq, message.type === 'legs' && message.whole);
    if (verdict === 'next') this.#port.input(message);
    if (verdict === 'gap') this.#askResume();
  }

  #binary(bytes: Uint8Array): void {
    clearTimeout(this.#resume);
    const frame = decodePositionFrame(bytes);
    this.#sequence.jump(positionsChannel(this.#municipality), frame.seq);
    this.#port.input({ type: 'positions', ...frame });
  }

  #ours(channel: string): boolean {
    const m = this.#municipality;
    return [positionsChannel(m), progressChannel(m), casesChannel(m)].includes(channel);
  }

  #view(): void {
    if (this.#viewing) return;
    this.#viewing = true;
    this.#send({ type: 'view', municipality: this.#municipality });
  }

  #askResume(): void {
    this.#send({ type: 'resume', channels: this.#sequence.channels() });
    clearTimeout(this.#resume);
    this.#resume = setTimeout(() => this.#view(), RESUME_ANSWER_MS);
  }

  #send(message: ClientMessage): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }

  /** A pulled cable closes no socket for minutes: when nothing was heard, plain HTTP tells a quiet night from a dead line. */
  async #probeWhenQuiet(): Promise<void> {
    const socket = this.#socket;
    if (this.#link.phase !== 'live' || socket === null || Date.now() - this.#link.heard_ms < PROBE_AFTER_MS) return;
    if ((await this.#port.probe()) || socket !== this.#socket) return;
    this.#socket = null;
    socket.close();
    this.#closed();
  }

  #step(event: LinkEvent): void {
    const next = stepLink(this.#link, event, Date.now());
    if (next === this.#link) return;
    this.#link = next;
    this.#port.link(next);
  }
}
