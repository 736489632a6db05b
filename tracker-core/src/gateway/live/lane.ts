import { casesChannel, positionsChannel, progressChannel } from '@sweepline/contract';
import type { Audience, LiveBody } from '../ports.ts';

/** How much of a channel is kept for clients that come back; the dashboard reconnects within seconds. */
const KEPT_MESSAGES = 1_000;
const KEPT_CHARACTERS = 4 * 1024 * 1024;

/** Numbers start anywhere, so that a number of another run or another lane is not taken for one of this. */
export type FirstSeq = () => number;

/** One numbered run of messages to one audience. */
export class Channel {
  readonly name: string;
  #first: number;
  #seq: number;
  #kept: string[] = [];
  #characters = 0;

  constructor(name: string, first: number) {
    this.name = name;
    this.#first = first;
    this.#seq = first;
  }

  get seq(): number {
    return this.#seq;
  }

  /** Takes the next number for what is not kept. */
  advance(): number {
    return ++this.#seq;
  }

  /** Numbers a JSON message, keeps it, and answers it as it goes out. `json` begins with its brace. */
  push(json: string): string {
    const text = `{"ch":${JSON.stringify(this.name)},"seq":${this.advance()},${json.slice(1)}`;
    this.#kept.push(text);
    this.#characters += text.length;
    while (this.#kept.length > KEPT_MESSAGES || this.#characters > KEPT_CHARACTERS) {
      this.#characters -= this.#kept.shift()!.length;
    }
    return text;
  }

  /** True where the number was given out by this channel. */
  gaveOut(seq: number): boolean {
    return seq >= this.#first && seq <= this.#seq;
  }

  /** The messages after the number, or null where some of them are no longer known. */
  after(seq: number): readonly string[] | null {
    if (!this.gaveOut(seq)) return null;
    const missed = this.#seq - seq;
    return missed > this.#kept.length ? null : this.#kept.slice(this.#kept.length - missed);
  }
}

/**
 * Everything that one audience hears. The municipality has one lane and each of its contractors another: so a
 * contractor's numbers have no gaps where the others' messages are.
 */
export class Lane {
  readonly audience: Audience;
  readonly positions: Channel;
  readonly progress: Channel;
  readonly cases: Channel;

  constructor(audience: Audience, first: FirstSeq) {
    this.audience = audience;
    this.positions = new Channel(positionsChannel(audience.municipality), first());
    this.progress = new Channel(progressChannel(audience.municipality), first());
    this.cases = new Channel(casesChannel(audience.municipality), first());
  }

  /**
   * What is announced of a vehicle travels with the progress: it must not be lost, as a position may. What is written to
   * drivers belongs to the decisions.
   */
  channelOf(type: LiveBody['type']): Channel {
    return type === 'incident' || type === 'command' ? this.cases : this.progress;
  }

  numbers(): Record<string, number> {
    return Object.fromEntries(
      [this.positions, this.progress, this.cases].map((channel) => [channel.name, channel.seq]),
    );
  }
}

export const laneKey = ({ municipality, contractor }: Audience): string => `${municipality} ${contractor ?? '*'}`;
