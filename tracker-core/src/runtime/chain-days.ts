import { addDays, CHAIN_DAY_ENDS_AFTER_MS, type ChainHead } from '@sweepline/contract';
import { utcDay } from '../claims/chain/extend.ts';
import type { Db } from '../store/db.ts';
import { findContractor } from '../store/objects/contractors.ts';
import { addNotices } from '../store/objects/notices.ts';
import { closeDays, endDays, type ClosedDay } from '../store/series/chain-days.ts';
import type { Directory } from './directory.ts';

const DAY_MS = 86_400_000;
const AT_ONCE = 2_000;

export interface ChainDaysParts {
  readonly db: Db;
  readonly directory: Directory;
  readonly now: () => number;
}

/** Closes the UTC days that are over, and tells the contractors their heads; answers how many. */
export async function closeChainDays({ db, directory, now }: ChainDaysParts): Promise<number> {
  const today = utcDay(now() - CHAIN_DAY_ENDS_AFTER_MS);
  for (let closed = 0; ;) {
    const open = await endDays(db, today, AT_ONCE);
    const days: ClosedDay[] = [];
    const byContractor = new Map<string, ChainHead[]>();
    for (const head of open) {
      const from_ms = Date.parse(head.day);
      const vehicles = directory.vehiclesOf(head.device, from_ms, from_ms + DAY_MS);
      const contractors = [...new Set(vehicles.map(({ contractor }) => contractor))].sort();
      days.push({ device: head.device, day: head.day, contractors });
      for (const contractor of contractors) {
        const heads = byContractor.get(contractor);
        if (heads) heads.push(head);
        else byContractor.set(contractor, [head]);
      }
    }
    await db.transaction(async (within) => {
      await closeDays(within, days);
      for (const [contractor, heads] of byContractor) await tell(within, contractor, heads, now());
    });
    closed += open.length;
    if (open.length < AT_ONCE) return closed;
  }
}

/** The contractor's people keep what no later change in the database can undo. */
async function tell(db: Db, contractor: string, heads: readonly ChainHead[], at_ms: number): Promise<void> {
  const found = await findContractor(db, contractor);
  if (!found) return;
  const days = heads.map(({ day }) => day);
  await addNotices(
    db,
    { contractor },
    {
      at_ms,
      municipality: found.municipality,
      kind: 'chain-heads',
      claim: null,
      facts: {
        contractor: found.name,
        from: days[0]!,
        to: addDays(days.at(-1)!, 1),
        text: heads.map(({ device, day, count, fixes, head }) => `${day} ${device} ${count} ${fixes} ${head}`),
      },
    },
  );
}
