import type { MqttClient } from 'mqtt';

const REQUEST_TOPIC = '$CONTROL/dynamic-security/v1';
const RESPONSE_TOPIC = '$CONTROL/dynamic-security/v1/response';
const ANSWER_WITHIN_MS = 10_000;

/** A command of Mosquitto's dynamic-security plugin, as its documentation names it and its members. */
export interface ControlCommand {
  readonly command: string;
  readonly [member: string]: unknown;
}

export interface ControlAnswer {
  /** The plugin's words where it refused; null where it obeyed. */
  readonly error: string | null;
  readonly data: unknown;
}

interface Waiting {
  readonly answer: (answer: ControlAnswer) => void;
  readonly fail: (cause: Error) => void;
}

/** Speaks with the dynamic-security plugin over an MQTT connection that has the right to. */
export class DynamicSecurity {
  readonly #client: MqttClient;
  readonly #waiting = new Map<string, Waiting>();
  #asked = 0;

  constructor(client: MqttClient) {
    this.#client = client;
    client.on('message', (topic, payload) => {
      if (topic === RESPONSE_TOPIC) this.#hear(payload.toString());
    });
    client.on('close', () =>
      this.#failAll(new Error('the connection to the broker ended before dynamic security answered')),
    );
  }

  /** To be called after each connect. @throws where the account may not administer the broker. */
  async listen(): Promise<void> {
    const [granted] = await this.#client.subscribeAsync(RESPONSE_TOPIC, { qos: 1 });
    if (!granted || granted.qos > 2) throw new Error('the account may not read the answers of dynamic security');
  }

  /** One command. @throws where the connection ends or nobody answers within 10 s. */
  async ask(command: ControlCommand): Promise<ControlAnswer> {
    if (!this.#client.connected) throw new Error('not connected to the broker');
    const correlationData = `${++this.#asked}`;
    let timer: NodeJS.Timeout | undefined;
    const answered = new Promise<ControlAnswer>((answer, fail) => {
      this.#waiting.set(correlationData, { answer, fail });
      timer = setTimeout(() => fail(new Error(`dynamic security did not answer ${command.command}`)), ANSWER_WITHIN_MS);
    });
    try {
      this.#client.publish(REQUEST_TOPIC, JSON.stringify({ commands: [{ ...command, correlationData }] }), { qos: 1 });
      return await answered;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(correlationData);
    }
  }

  /** One command that must be obeyed. @throws with the plugin's words where it is not. */
  async order(command: ControlCommand): Promise<unknown> {
    const { error, data } = await this.ask(command);
    if (error !== null) throw new Error(`dynamic security refused ${command.command}: ${error}`);
    return data;
  }

  #hear(text: string): void {
    const { responses } = JSON.parse(text) as {
      responses: { correlationData?: string; error?: string; data?: unknown }[];
    };
    for (const { correlationData, error, data } of responses) {
      this.#waiting.get(correlationData ?? '')?.answer({ error: error ?? null, data });
    }
  }

  #failAll(cause: Error): void {
    for (const { fail } of this.#waiting.values()) fail(cause);
    this.#waiting.clear();
  }
}
