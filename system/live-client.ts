import { expect } from 'vitest';
import WebSocket from 'ws';
import {
  decodePositionFrame,
  EMPTY_LIVE_STATE,
  foldLive,
  type HelloMessage,
  type LiveInput,
  type LiveState,
  type ServerMessage,
} from '@sweepline/contract';
import type { ServiceProcess } from './service.ts';
import { until } from './until.ts';

type Positions = Extract<LiveInput, { type: 'positions' }>;
export type Heard = ServerMessage | Positions;

/** A live socket that keeps everything it hears, in order. */
export class LiveSocket {
  readonly heard: Heard[] = [];
  readonly socket: WebSocket;
  closed: { code: number } | null = null;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer, isBinary) => {
      if (!isBinary) this.heard.push(JSON.parse(data.toString()) as ServerMessage);
      else this.heard.push({ type: 'positions', ...decodePositionFrame(new Uint8Array(data)) });
    });
    socket.on('close', (code) => (this.closed = { code }));
    socket.on('error', () => undefined);
  }

  /** Opens by token; resolves once the server has taken it. @throws with the HTTP status where it does not. */
  static async open({ http }: Pick<ServiceProcess, 'http'>, token: string): Promise<LiveSocket> {
    const socket = new WebSocket(`${http.replace('http', 'ws')}/api/v1/live`, ['sweepline.v1', `bearer.${token}`]);
    const live = new LiveSocket(socket);
    await new Promise<void>((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('unexpected-response', (_request, answer) => reject(new Error(`refused with ${answer.statusCode}`)));
      socket.once('error', reject);
    });
    return live;
  }

  say(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  /** Asks for a view and resolves with its `hello`. */
  async view(wish: { municipality?: string; contractor?: string; bbox?: number[] } = {}): Promise<HelloMessage> {
    const before = this.hellos().length;
    this.say({ type: 'view', ...wish });
    const hellos = await until(
      'hello',
      () => {
        if (this.closed !== null) throw new Error(`the socket was closed with ${this.closed.code}`);
        return this.hellos();
      },
      (all) => all.length > before,
    );
    return hellos.at(-1)!;
  }

  hellos(): HelloMessage[] {
    return this.heard.filter((message): message is HelloMessage => message.type === 'hello');
  }

  /** Everything heard since the newest `hello`, folded. */
  state(): LiveState {
    const inputs = this.heard.filter(
      (message): message is LiveInput => message.type !== 'error' && message.type !== 'resync',
    );
    return foldLive(EMPTY_LIVE_STATE, inputs);
  }

  close(): void {
    this.socket.terminate();
  }
}

/** The first picture that a new socket of this user gets. */
export async function snapshotOf(
  service: Pick<ServiceProcess, 'http'>,
  token: string,
  municipality: string,
): Promise<HelloMessage['snapshot']> {
  const live = await LiveSocket.open(service, token);
  const { snapshot } = await live.view({ municipality });
  live.close();
  return snapshot;
}

/** What was heard of one kind. */
export const of = <Type extends Heard['type']>(live: LiveSocket, type: Type) =>
  live.heard.filter((message): message is Extract<Heard, { type: Type }> => message.type === type);

/** The numbers heard on a channel, in their order; a position frame belongs to the one channel of its kind. */
export const numbersOn = (live: LiveSocket, ch: string): number[] =>
  live.heard.flatMap((message) => {
    if (message.type === 'positions') return ch.startsWith('positions/') ? [message.seq] : [];
    return 'ch' in message && message.ch === ch ? [message.seq] : [];
  });

/** Each number one above the last, beginning behind that of the `hello`; legs of the first picture carry its own. */
export function expectNoGaps(live: LiveSocket, { channels }: HelloMessage): void {
  for (const [ch, first] of Object.entries(channels)) {
    const after = numbersOn(live, ch).filter((seq) => seq > first);
    expect(after).toEqual(after.map((_, n) => first + 1 + n));
  }
}
