/** What a channel message's number means to a client that knows `known`. */
export type Verdict = 'next' | 'repeated' | 'gap';

/** Numbers of the channels. Cases and progress lose nothing; of positions only the newest matter, so theirs may jump. */
export class Sequence {
  readonly #known = new Map<string, number>();

  begin(channels: Readonly<Record<string, number>>): void {
    this.#known.clear();
    for (const [channel, seq] of Object.entries(channels)) this.#known.set(channel, seq);
  }

  /** @param snapshot the message restates what stands at its number (`legs` with `whole`), so an equal number is no repeat */
  judge(channel: string, seq: number, snapshot = false): Verdict {
    const known = this.#known.get(channel);
    if (known !== undefined) {
      if (seq < known || (seq === known && !snapshot)) return 'repeated';
      if (seq > known + 1) return 'gap';
    }
    this.#known.set(channel, seq);
    return 'next';
  }

  /** Positions: later frames replace earlier ones, whatever was dropped between them. */
  jump(channel: string, seq: number): void {
    const known = this.#known.get(channel);
    if (known === undefined || seq > known) this.#known.set(channel, seq);
  }

  channels(): Record<string, number> {
    return Object.fromEntries(this.#known);
  }

  get empty(): boolean {
    return this.#known.size === 0;
  }
}
