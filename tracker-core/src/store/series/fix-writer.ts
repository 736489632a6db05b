import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../db.ts';
import type { StoreLog } from '../log.ts';
import { connectionLost, PATIENCE_MS, RETRY_AFTER_MS } from '../reaching.ts';
import type { StorableDelivery, WriteOutcome } from './delivery.ts';
import { headsOf, type Heads } from './chain.ts';
import { flush } from './flush.ts';
import { ChainMoved } from './insert-fixes.ts';

/** Of one flush; a delivery is never cut, so it may be passed by one. Bounds how long a reader waits on one session. */
const ROWS_PER_FLUSH = 4_000;

/** Unique violation: what was given up as lost was stored after all, since the heads were learned. */
const STORED_ALREADY = '23505';

interface Waiting {
  readonly delivery: StorableDelivery;
  readonly resolve: (outcome: WriteOutcome) => void;
  readonly reject: (error: Error) => void;
}

const NOTHING: WriteOutcome = { accepted: [], replaced_ms: [], known: 0, conflicts_ms: [], refusals: [] };

/**
 * Stores deliveries by group commit: a flush takes all that came while the last one ran, so a lone delivery waits for
 * nothing and a crowd shares one commit. The only writer of fixes of its database.
 */
export class FixWriter {
  readonly #db: Db;
  readonly #log: StoreLog;
  readonly #lateAfter_ms: number;
  readonly #patience_ms: number;
  readonly #heads: Heads = new Map();
  readonly #underWay = new Set<Promise<unknown>>();
  #queue: Waiting[] = [];
  #running: Promise<void> | null = null;

  /**
   * @param db of its own, with a limit for each statement: else a database that hangs is waited for without end
   * @param lateAfter_ms fixes received longer after their instant are noted as late arrivals
   */
  constructor(db: Db, log: StoreLog, lateAfter_ms = Infinity, patience_ms = PATIENCE_MS) {
    this.#db = db;
    this.#patience_ms = patience_ms;
    this.#log = log;
    this.#lateAfter_ms = lateAfter_ms;
  }

  /** Deliveries waiting for the next flush. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** Resolves once the delivery is committed; rejects where nothing of it was stored. */
  write(delivery: StorableDelivery): Promise<WriteOutcome> {
    if (delivery.fixes.length === 0 && delivery.refusals.length === 0 && delivery.event === null)
      return Promise.resolve(NOTHING);
    const written = new Promise<WriteOutcome>((resolve, reject) => {
      this.#queue.push({ delivery, resolve, reject });
      this.#running ??= this.#run();
    });
    this.#underWay.add(written);
    const over = (): unknown => this.#underWay.delete(written);
    written.then(over, over);
    return written;
  }

  /** Resolves when all that was handed over before this call is committed or given back, whatever comes meanwhile. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  /** Resolves when all that was handed over is committed or given back. */
  async drained(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      // All that the sockets hold by now belongs to the same flush.
      await new Promise((resolve) => setImmediate(resolve));
      await this.#flushOrSplit(this.#take());
    }
    this.#running = null;
  }

  #take(): Waiting[] {
    let rows = 0;
    let count = 0;
    while (count < this.#queue.length && rows < ROWS_PER_FLUSH) {
      const { fixes, refusals } = this.#queue[count]!.delivery;
      rows += fixes.length + refusals.length + 1;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  /** One delivery that the database will not have must not take the others with it. */
  async #flushOrSplit(group: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.#store(group.map((each) => each.delivery));
      group.forEach((each, at) => each.resolve(outcomes[at]!));
    } catch (cause) {
      const error = cause as Error;
      if (group.length > 1 && !connectionLost(error)) {
        for (const each of group) await this.#flushOrSplit([each]);
        return;
      }
      this.#log.error({ err: error, deliveries: group.length }, 'deliveries could not be stored');
      for (const each of group) each.reject(error);
    }
  }

  async #store(deliveries: readonly StorableDelivery[]): Promise<WriteOutcome[]> {
    const givesUp_ms = performance.now() + this.#patience_ms;
    for (let retried = false; ; retried = true) {
      try {
        await this.#learnHeads(deliveries);
        const outcomes = await flush(this.#db, deliveries, this.#heads, this.#lateAfter_ms);
        return retried ? outcomes.map((outcome, at) => afterRetry(outcome, deliveries[at]!)) : outcomes;
      } catch (cause) {
        for (const { sender } of deliveries) this.#heads.delete(sender.device);
        const moved = cause instanceof ChainMoved || (cause as { code?: string }).code === STORED_ALREADY;
        if (!(moved || connectionLost(cause as Error)) || performance.now() > givesUp_ms) throw cause;
        if (moved) continue;
        if (!retried) this.#log.warn({ err: cause }, 'the database takes no fixes; they are kept and tried again');
        await pause(RETRY_AFTER_MS);
      }
    }
  }

  async #learnHeads(deliveries: readonly StorableDelivery[]): Promise<void> {
    const unknown = new Set<string>();
    for (const { sender, fixes } of deliveries)
      if (fixes.length > 0 && !this.#heads.has(sender.device)) unknown.add(sender.device);
    if (unknown.size === 0) return;
    for (const [device, head] of await headsOf(this.#db, [...unknown])) this.#heads.set(device, head);
  }
}

/** The commit before the connection was lost may have been made: what is `known` then may be new to the caller. */
function afterRetry(outcome: WriteOutcome, delivery: StorableDelivery): WriteOutcome {
  if (outcome.known === 0) return outcome;
  const refused = new Set(outcome.refusals.map((refusal) => refusal.payload));
  return {
    ...outcome,
    accepted: delivery.fixes.filter((fix) => !refused.has(fix.body)),
    replaced_ms: delivery.fixes.map((fix) => fix.ts_ms),
  };
}
