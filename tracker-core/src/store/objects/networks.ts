import type { NetworkWarning } from '@sweepline/contract';
import { instantOf } from '@sweepline/contract';
import type { Db } from '../db.ts';

/** One import of a municipality's streets; older versions stay for what was judged by them. */
export interface StoredNetwork {
  readonly municipality: string;
  readonly version: number;
  /** Changes with the content; the ETag of the basemap. */
  readonly tag: string;
  readonly edges: number;
  readonly length_m: number;
  readonly warnings: readonly NetworkWarning[];
  /** The network in the form the service reads at start. */
  readonly snapshot: Uint8Array;
  /** GeoJSON of the map. */
  readonly basemap: Uint8Array;
}

/** Stores an import as the municipality's next version, and answers that version. */
export async function addNetwork(
  db: Db,
  network: Omit<StoredNetwork, 'version'>,
  imported_ms: number,
): Promise<number> {
  const { municipality, tag, edges, length_m, warnings, snapshot, basemap } = network;
  const [row] = await db.query<{ version: number }>(
    `insert into network (municipality, version, tag, edges, length_m, warnings, snapshot, basemap, imported_at)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5::jsonb, $6, $7, $8 from network where municipality = $1
     returning version`,
    [municipality, tag, edges, length_m, JSON.stringify(warnings), snapshot, basemap, instantOf(imported_ms)],
  );
  return row!.version;
}

/** The latest import, without its streets. */
export async function latestNetworkName(
  db: Db,
  municipality: string,
): Promise<Pick<StoredNetwork, 'municipality' | 'version' | 'tag'> | null> {
  const [row] = await db.query<Pick<StoredNetwork, 'municipality' | 'version' | 'tag'>>(
    'select municipality, version, tag from network where municipality = $1 order by version desc limit 1',
    [municipality],
  );
  return row ?? null;
}

/** The streets of one version; null where that was never imported. */
export async function networkSnapshot(db: Db, municipality: string, version: number): Promise<Uint8Array | null> {
  const sql = 'select snapshot from network where municipality = $1 and version = $2';
  const [row] = await db.query<{ snapshot: Uint8Array }>(sql, [municipality, version]);
  return row?.snapshot ?? null;
}

export async function latestBasemap(db: Db, municipality: string): Promise<{ tag: string; json: Uint8Array } | null> {
  const [row] = await db.query<{ tag: string; json: Uint8Array }>(
    'select tag, basemap as json from network where municipality = $1 order by version desc limit 1',
    [municipality],
  );
  return row ?? null;
}
