import type { DecodedFix } from '@sweepline/contract';
import type { Db } from '../db.ts';
import type { StorableDelivery, StoredRefusal, WriteOutcome } from './delivery.ts';
import { insertEvents } from './events.ts';
import { standing, type Standing } from './identity.ts';
import { chainRows, keepDays, NOTHING_STORED, type FixRow, type Heads } from './chain.ts';
import { insertFixes } from './insert-fixes.ts';
import { insertRefusals, type RefusalRow } from './refusals.ts';
import { noteLateArrivals } from './late-arrivals.ts';
import { storedAt } from './stored-at.ts';

/** One of the contents at an instant; `index` and `delivery` of one that is stored by this very flush. */
type Content = Pick<DecodedFix, 'digest' | 'body' | 'index'> & { readonly delivery?: StorableDelivery };
type Written = {
  -readonly [Key in keyof WriteOutcome]: WriteOutcome[Key] extends readonly (infer Item)[] ? Item[] : WriteOutcome[Key];
};

const keyOf = (device: string, ts_ms: number): string => `${device} ${ts_ms}`;

/** Whether every fix of the flush is the first of its instant, seen from the heads alone; moves the heads on. */
function allNewer(deliveries: readonly StorableDelivery[], heads: Heads): boolean {
  let newer = true;
  for (const { sender, fixes } of deliveries) {
    const head = heads.get(sender.device) ?? NOTHING_STORED;
    let { newest_ms } = head;
    for (const { ts_ms } of fixes) {
      if (ts_ms > newest_ms) newest_ms = ts_ms;
      else newer = false;
    }
    if (fixes.length > 0) heads.set(sender.device, { ...head, newest_ms });
  }
  return newer;
}

/**
 * Stores deliveries in one commit and answers what became of each. The heads must be known for all their devices.
 * @param lateAfter_ms fixes received longer after their instant are noted as late arrivals
 */
export async function flush(
  db: Db,
  deliveries: readonly StorableDelivery[],
  heads: Heads,
  lateAfter_ms: number,
): Promise<WriteOutcome[]> {
  const newer = allNewer(deliveries, heads);
  const plain = deliveries.every((each) => each.refusals.length === 0 && each.event === null);
  const rows: FixRow[] = deliveries.flatMap((delivery) => delivery.fixes.map((fix) => ({ fix, delivery })));
  const isLate = (fix: DecodedFix, { received_ms }: StorableDelivery): boolean =>
    received_ms - fix.ts_ms > lateAfter_ms;
  const chained = newer ? chainRows(rows, heads) : null;
  if (chained?.over.length === 0 && plain && !rows.some(({ fix, delivery }) => isLate(fix, delivery))) {
    await insertFixes(db, chained);
    return deliveries.map((each) => ({
      accepted: each.fixes,
      replaced_ms: [],
      known: 0,
      conflicts_ms: [],
      refusals: [],
    }));
  }
  return db.transaction(async (within) => {
    const judged = chained ? null : await judge(within, deliveries, rows);
    const outcomes = judged?.outcomes ?? deliveries.map((each) => outcomeOf(each.fixes));
    const fresh = chained ?? chainRows(judged!.fresh, heads);
    await keepDays(within, fresh.over);
    if (fresh.rows.length > 0) await insertFixes(within, fresh);
    const late = deliveries.flatMap((delivery, at) =>
      outcomes[at]!.accepted.filter((fix) => isLate(fix, delivery)).map(({ ts_ms }) => ({
        device: delivery.sender.device,
        ts_ms,
        received_ms: delivery.received_ms,
      })),
    );
    if (late.length > 0) await noteLateArrivals(within, late);
    const refusals = deliveries.flatMap((each, at) => refusalRows(each, [...each.refusals, ...outcomes[at]!.refusals]));
    if (refusals.length > 0) await insertRefusals(within, refusals);
    const events = deliveries.flatMap(({ sender, received_ms, event }) =>
      event === null ? [] : [{ ...sender, received_ms, event }],
    );
    if (events.length > 0) await insertEvents(within, events);
    return outcomes;
  });
}

const outcomeOf = (accepted: readonly DecodedFix[]): Written => ({
  accepted: [...accepted],
  replaced_ms: [],
  known: 0,
  conflicts_ms: [],
  refusals: [],
});

const refusalRows = ({ sender, received_ms }: StorableDelivery, refusals: readonly StoredRefusal[]): RefusalRow[] =>
  refusals.map((refusal) => ({ municipality: sender.municipality, device: sender.device, received_ms, refusal }));

/** Compares every fix with what is stored, and with what came before it in the same flush; `fresh` are not stored yet. */
async function judge(
  db: Db,
  deliveries: readonly StorableDelivery[],
  rows: readonly FixRow[],
): Promise<{ outcomes: Written[]; fresh: FixRow[] }> {
  const instants = rows.map(({ fix, delivery }) => ({ device: delivery.sender.device, ts_ms: fix.ts_ms }));
  const at = new Map<string, Content[]>();
  for (const found of await storedAt(db, instants)) {
    const key = keyOf(found.device, found.ts_ms);
    const contents = at.get(key);
    if (contents === undefined) at.set(key, [found]);
    else contents.push(found);
  }
  const fresh: FixRow[] = [];
  const outcomes = deliveries.map((delivery) => {
    const outcome = outcomeOf([]);
    for (const fix of delivery.fixes) {
      const key = keyOf(delivery.sender.device, fix.ts_ms);
      const contents = at.get(key) ?? [];
      if (place(outcome, contents, fix, delivery) !== 'known') fresh.push({ fix, delivery });
      at.set(key, contents);
    }
    return outcome;
  });
  return { outcomes, fresh };
}

const placeOf = ({ index }: Pick<DecodedFix, 'index'>): { index?: number } => (index === undefined ? {} : { index });

function place(outcome: Written, contents: Content[], fix: DecodedFix, delivery: StorableDelivery): Standing {
  const digests = contents.map((content) => content.digest);
  const stands = standing(digests, fix.digest);
  if (stands === 'known') {
    outcome.known += 1;
    return stands;
  }
  if (stands !== 'loses') outcome.accepted.push(fix);
  if (stands !== 'fresh') outcome.conflicts_ms.push(fix.ts_ms);
  const instant = new Date(fix.ts_ms).toISOString();
  if (stands === 'loses') {
    const detail = `another fix of ${instant} counts: its SHA-256 is smaller`;
    outcome.refusals.push({ reason: 'conflict', detail, ...placeOf(fix), payload: fix.body });
  }
  if (stands === 'wins') {
    outcome.replaced_ms.push(fix.ts_ms);
    const loser = contents.reduce((best, content) => (content.digest < best.digest ? content : best));
    const detail = `a fix of ${instant} received earlier no longer counts: the SHA-256 of a later one is smaller`;
    outcome.refusals.push({
      reason: 'conflict',
      detail,
      ...(loser.delivery === delivery ? placeOf(loser) : {}),
      payload: loser.body,
    });
    outcome.accepted = outcome.accepted.filter((other) => other.ts_ms !== fix.ts_ms || other === fix);
  }
  contents.push({ digest: fix.digest, body: fix.body, ...placeOf(fix), delivery });
  return stands;
}
