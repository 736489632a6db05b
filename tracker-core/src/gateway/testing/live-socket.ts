import { decodePositionFrame, type PositionFrame, type ServerMessage } from '@sweepline/contract';
import { WebSocket } from 'ws';

/** A live client over a real socket that keeps what it hears. */
export class LiveSocket {
  readonly socket: WebSocket;
  readonly messages: ServerMessage[] = [];
  readonly frames: PositionFrame[] = [];
  closed: number | null = null;
  #wakers: (() => void)[] = [];

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer, binary: boolean) => {
      if (binary) this.frames.push(decodePositionFrame(data));
      else this.messages.push(JSON.parse(data.toString()) as ServerMessage);
      this.#wake();
    });
    socket.on('close', (code) => {
      this.closed = code;
      this.#wake();
    });
  }

  /** Opens, or rejects with the HTTP status of the refusal. */
  static open(url: string, protocols: string[], headers: Record<string, string> = {}): Promise<LiveSocket> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/live`, protocols, { headers });
      const live = new LiveSocket(socket);
      socket.once('open', () => resolve(live));
      socket.once('unexpected-response', (_request, response) => {
        reject(new Error(String(response.statusCode)));
        socket.terminate();
      });
      socket.once('error', reject);
    });
  }

  say(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Resolves once the condition holds; it is looked at after everything that is heard. */
  async until<Value>(condition: () => Value | undefined | null | false): Promise<Value> {
    for (;;) {
      const value = condition();
      if (value) return value;
      await new Promise<void>((resolve) => this.#wakers.push(resolve));
    }
  }

  /** The first message of a type. */
  heard<Type extends ServerMessage['type']>(type: Type): Promise<Extract<ServerMessage, { type: Type }>> {
    return this.until(() => this.messages.find((message) => message.type === type)) as Promise<
      Extract<ServerMessage, { type: Type }>
    >;
  }

  #wake(): void {
    const wakers = this.#wakers;
    this.#wakers = [];
    for (const wake of wakers) wake();
  }
}
