import { setImmediate } from 'node:timers/promises';
import type { ClaimLine, Contract, DryRunAnswer, DryRunBody, TermsVersion } from '@sweepline/contract';
import { beginDraft, DRAFT_VERSION, type Draft, type Drafted } from '../../claims/draft.ts';
import { SameLines } from '../../claims/lines/line-key.ts';
import type { PackedWork } from '../../claims/setup.ts';
import type { ClaimPort } from '../../gateway/ports.ts';
import type { Db } from '../../store/db.ts';
import {
  draftOrders,
  keepDraft,
  noteProgress,
  strayDrafts,
  type DraftOrder,
} from '../../store/objects/claim-drafts.ts';
import { addLines, clearLines, linesTakenOut } from '../../store/objects/claim-lines.ts';
import { addStakes, clearStakes, dropAndRestore } from '../../store/objects/claim-stakes.ts';
import { addClaimEntry, holdClaim, stepClaim } from '../../store/objects/claim-steps.ts';
import { allTerms, findContract } from '../../store/objects/contracts.ts';
import { addClaimWorks, clearClaimWorks } from '../../store/series/claim-works.ts';
import type { Log } from '../log.ts';
import { eachWork, readGround, type Ground, type WorksParts } from './works.ts';

/** Lines that are written in one statement. */
const LINES_AT_ONCE = 500;
const LINES_SHOWN = 500;
const RETRY_MS = 15_000;
const NOTHING: ReadonlyMap<number, string> = new Map();

export interface DraftingParts extends WorksParts {
  readonly now: () => number;
  readonly log: Log;
  /** How long after the database was not there it is tried again. */
  readonly retry_ms?: number;
}

/** Drafts claims from sealed results, one after the other, and begins again with what a restart broke off. */
export class Drafting implements ClaimPort {
  private readonly parts: DraftingParts;
  private working: Promise<void> | null = null;
  private again = false;
  private current: { readonly id: string; readonly stop: AbortController } | null = null;
  private closed = false;
  /** What a death of the service left of stopped drafts was looked for. */
  private swept = false;
  private retry: NodeJS.Timeout | undefined;

  constructor(parts: DraftingParts) {
    this.parts = parts;
  }

  /** Works off what is to be drafted; call it at the start, and after a claim was added. */
  resume(): void {
    this.again = true;
    if (this.working || this.closed) return;
    this.working = this.workAll().finally(() => (this.working = null));
  }

  /** The claim was stopped: what is under way of it ends soon, and leaves nothing. */
  stopped(id: string): void {
    if (this.current?.id === id) this.current.stop.abort();
  }

  async dryRun(contract: Contract, body: DryRunBody, paymentDate: string): Promise<DryRunAnswer> {
    const { db } = this.parts;
    const stored = await allTerms(db, contract.id);
    // A draft is judged as if it had held all along.
    const from = contract.from < body.from ? contract.from : body.from;
    const version = contract.termsVersion + 1;
    const drafted: TermsVersion = { version, by: '', at: '', terms: { ...body.terms, from } };
    const period = { from: body.from, to: body.to, paymentDate };
    const ground = await readGround(this.parts, contract, [...stored, drafted], period, {
      replaces: null,
      now_ms: this.parts.now(),
    });
    const held = stored.some(({ terms }) => terms.from <= body.from);
    const drafts = [...(held ? [stored] : []), [drafted]].map((terms) => beginDraft({ ...ground.setup, terms }));
    await this.feed(ground, drafts, new AbortController().signal);
    const shown: DryRunAnswer['draft'][] = [];
    // One after the other, each let go before the next one is finished.
    while (drafts.length > 0) shown.push(await firstLines(drafts.shift()!));
    return { current: held ? shown[0]! : null, draft: shown.at(-1)!, unsealed: [...ground.unsealed] };
  }

  /** Resolves once nothing is worked on any more; what is left begins again at the next start. */
  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    this.current?.stop.abort();
    await this.working;
  }

  private async workAll(): Promise<void> {
    const { db, log } = this.parts;
    try {
      if (!this.swept) for (const id of await strayDrafts(db)) await clear(db, id);
      this.swept = true;
      while (this.again && !this.closed) {
        this.again = false;
        for (const order of await draftOrders(db)) {
          if (this.closed) return;
          await this.work(order);
        }
      }
    } catch (error) {
      log.error({ err: error }, 'drafting of claims broke off; it is tried again soon');
      if (!this.closed) this.retry = setTimeout(() => this.resume(), this.parts.retry_ms ?? RETRY_MS);
    }
  }

  private async work(order: DraftOrder): Promise<void> {
    const { db, now, log } = this.parts;
    const stop = new AbortController();
    this.current = { id: order.id, stop };
    const begin = performance.now();
    try {
      await clear(db, order.id);
      const { lines, works } = await this.draft(order, stop);
      log.info({ claim: order.id, works, lines, took_ms: Math.round(performance.now() - begin) }, 'claim drafted');
    } catch (error) {
      await clear(db, order.id);
      if (stop.signal.aborted) return;
      log.error({ claim: order.id, err: error }, 'a claim could not be drafted');
      const text = (error as Error).message;
      await db.transaction((within) => stepClaim(within, order.id, 'stopped', { at_ms: now(), by: order.by, text }));
    } finally {
      this.current = null;
    }
  }

  private async draft(order: DraftOrder, stop: AbortController): Promise<{ lines: number; works: number }> {
    const { db, now } = this.parts;
    const { signal } = stop;
    const contract = (await findContract(db, order.contract))!;
    const terms = await allTerms(db, order.contract);
    const ground = await readGround(this.parts, contract, terms, order, { replaces: order.replaces, now_ms: now() });
    const { works, unsealed } = ground;
    const setup = { ...ground.setup, terms, draftVersion: DRAFT_VERSION };
    const draft = beginDraft(setup);
    let names: PackedWork['streets'] = new Map();
    const named = { ...draft, addPacked: (work: PackedWork) => ((names = work.streets), draft.addPacked(work)) };
    await this.feed(ground, [named], signal, (done) => noteProgress(db, order.id, done, works.length));
    const made = await finished(draft, signal);
    const edges = await this.write(order.id, made, signal);
    await addStakes(db, order.id, made.stakes);
    await addClaimWorks(db, order.id, works);
    const dropped = order.replaces === null ? NOTHING : await this.takenOutAgain(order.replaces, made);
    await db.transaction(async (within) => {
      if ((await holdClaim(within, order.id)) !== 'drafting') stop.abort();
      signal.throwIfAborted();
      const kept = { ...setup, streets: namesOf(edges, names) };
      await keepDraft(within, order.id, { setup: kept, totals: made.totals, unsealed });
      const by = { at_ms: now(), by: order.by };
      await stepClaim(within, order.id, 'drafted', by);
      if (dropped.size === 0) return;
      await dropAndRestore(within, order.id, kept, dropped);
      for (const [no, why] of dropped)
        await addClaimEntry(within, order.id, { ...by, action: 'dropped', line: no, text: why });
    });
    return { lines: made.totals.lines, works: works.length };
  }

  /** Writes the lines as they are made, so many at once; answers the edges that they are about. */
  private async write(claim: string, made: Drafted, signal: AbortSignal): Promise<Set<string>> {
    const edges = new Set<string>();
    let lines: ClaimLine[] = [];
    const flush = async (): Promise<void> => {
      signal.throwIfAborted();
      await addLines(this.parts.db, claim, lines);
      lines = [];
      await setImmediate();
    };
    for (const line of made.eachLine()) {
      for (const { edge } of line.stretches) edges.add(edge);
      if (lines.push(line) === LINES_AT_ONCE) await flush();
    }
    await flush();
    return edges;
  }

  /** What people took out of the claim that is to be replaced, or lifted, stays out where it is about the same. */
  private async takenOutAgain(replaces: string, made: Drafted): Promise<Map<number, string>> {
    const before = await linesTakenOut(this.parts.db, replaces);
    const dropped = new Map<number, string>();
    if (before.length === 0) return dropped;
    const same = new SameLines(before);
    for (const onSameLegs of [true, false])
      for (const line of made.eachLine()) {
        const found = dropped.has(line.no) ? undefined : same.take(line, onSameLegs);
        if (found !== undefined) dropped.set(line.no, found.why);
      }
    return dropped;
  }

  private async feed(
    { works, setup }: Ground,
    drafts: readonly Draft[],
    signal: AbortSignal,
    progressed: (done: number) => Promise<unknown> = async () => undefined,
  ): Promise<void> {
    let done = 0;
    await progressed(done);
    for await (const page of eachWork(this.parts, setup.contract.municipality, works)) {
      signal.throwIfAborted();
      for (const work of page) for (const draft of drafts) draft.addPacked(work);
      done += page.length;
      await progressed(done);
      await setImmediate();
    }
  }
}

/** Lines are made in turns, so that positions and other requests are not kept waiting. */
async function finished(draft: Draft, signal: AbortSignal): Promise<Drafted> {
  const turns = draft.finishInTurns();
  for (;;) {
    const turn = turns.next();
    if (turn.done) return turn.value;
    await setImmediate();
    signal.throwIfAborted();
  }
}

/** What a draft comes to, with its first lines. */
async function firstLines(draft: Draft): Promise<DryRunAnswer['draft']> {
  const made = await finished(draft, new AbortController().signal);
  const lines: ClaimLine[] = [];
  for (const line of made.eachLine()) if (lines.push(line) === LINES_SHOWN) break;
  return { totals: made.totals, lines };
}

/** Names of streets by edge, in the order of edges. */
const namesOf = (edges: ReadonlySet<string>, names: PackedWork['streets']): Record<string, string> =>
  Object.fromEntries(
    [...edges].sort().flatMap((edge) => {
      const name = names.get(edge);
      return name === undefined ? [] : [[edge, name] as const];
    }),
  );

/** Nothing half-done stays. */
async function clear(db: Db, claim: string): Promise<void> {
  await clearLines(db, claim);
  await clearStakes(db, claim);
  await clearClaimWorks(db, claim);
}
