import { BEFORE_ALL, extend, type ChainEnd } from '../../claims/chain/extend.ts';
import type { Db } from '../db.ts';
import { headsOf } from '../series/chain.ts';
import { readStored, type StoredFix } from '../series/read-chain.ts';

/** All that is stored of a device, in the order of its chain. */
export async function inOrderOfChain(db: Db, device: string): Promise<StoredFix[]> {
  const all: StoredFix[] = [];
  for await (const page of readStored(db, device, 0, 4e12)) all.push(...page);
  return all.sort((a, b) => a.no! - b.no!);
}

/** Where a device's chain stands by its stored fixes from the first on, their places, and where the database says that it stands. */
export async function chainAgain(
  db: Db,
  device: string,
): Promise<{ again: ChainEnd; nos: (number | null)[]; kept: ChainEnd }> {
  const fixes = await inOrderOfChain(db, device);
  return {
    again: fixes.reduce<ChainEnd>(extend, BEFORE_ALL),
    nos: fixes.map(({ no }) => no),
    kept: (await headsOf(db, [device])).get(device)!.end,
  };
}

/** 1 to `count`. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at + 1);
