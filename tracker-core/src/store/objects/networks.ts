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

type Part = 'snapshot' | 'basemap';

/** Bytes stored in one row: little enough for the embedded database's memory, and for others to get their turn between. */
const PART_BYTES = 8 * 1024 * 1024;

/**
 * Stores an import as the municipality's next version, and answers that version. Not for a transaction: it may take long. One
 * at a time: the parts of a version that was never finished are another's to throw away.
 */
export async function addNetwork(
  db: Db,
  network: Omit<StoredNetwork, 'version'>,
  imported_ms: number,
): Promise<number> {
  const { municipality, tag, edges, length_m, warnings, snapshot, basemap } = network;
  const [next] = await db.query<{ version: number }>(
    'select coalesce(max(version), 0) + 1 as version from network where municipality = $1',
    [municipality],
  );
  const { version } = next!;
  // what an import left that was broken off
  await db.query('delete from network_part where municipality = $1 and version = $2', [municipality, version]);
  await addParts(db, municipality, version, 'snapshot', snapshot);
  await addParts(db, municipality, version, 'basemap', basemap);
  await db.query(
    `insert into network (municipality, version, tag, edges, length_m, warnings, imported_at)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7)`,
    [municipality, version, tag, edges, length_m, JSON.stringify(warnings), instantOf(imported_ms)],
  );
  return version;
}

async function addParts(db: Db, municipality: string, version: number, part: Part, bytes: Uint8Array): Promise<void> {
  for (let no = 0; no * PART_BYTES < bytes.length; no++) {
    await db.query('insert into network_part (municipality, version, part, no, bytes) values ($1, $2, $3, $4, $5)', [
      municipality,
      version,
      part,
      no,
      Buffer.from(bytes.subarray(no * PART_BYTES, (no + 1) * PART_BYTES)),
    ]);
  }
}

/** The bytes of a version; null where that was never imported. */
async function storedBytes(db: Db, municipality: string, version: number, part: Part): Promise<Uint8Array | null> {
  const [row] = await db.query<{ whole: Uint8Array | null; parts: number; size: number }>(
    `select ${part} as whole, (select count(*) from network_part p where p.municipality = n.municipality
       and p.version = n.version and p.part = $3) as parts, (select coalesce(sum(length(bytes)), 0) from network_part p
       where p.municipality = n.municipality and p.version = n.version and p.part = $3) as size
     from network n where municipality = $1 and version = $2`,
    [municipality, version, part],
  );
  if (row === undefined || row.whole !== null) return row?.whole ?? null;
  const bytes = new Uint8Array(row.size);
  let at = 0;
  for (let no = 0; no < row.parts; no++) {
    const [one] = await db.query<{ bytes: Uint8Array }>(
      'select bytes from network_part where municipality = $1 and version = $2 and part = $3 and no = $4',
      [municipality, version, part, no],
    );
    bytes.set(one!.bytes, at);
    at += one!.bytes.length;
  }
  return bytes;
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
export const networkSnapshot = (db: Db, municipality: string, version: number): Promise<Uint8Array | null> =>
  storedBytes(db, municipality, version, 'snapshot');

export async function latestBasemap(db: Db, municipality: string): Promise<{ tag: string; json: Uint8Array } | null> {
  const name = await latestNetworkName(db, municipality);
  if (name === null) return null;
  const json = await storedBytes(db, municipality, name.version, 'basemap');
  return json === null ? null : { tag: name.tag, json };
}
