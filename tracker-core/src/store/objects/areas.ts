import type { AreaProperties } from '@sweepline/contract';
import type { Db } from '../db.ts';

/** A depot, service area or dump site with its GeoJSON Polygon or MultiPolygon. */
export interface StoredArea extends AreaProperties {
  readonly geometry: {
    readonly type: 'Polygon' | 'MultiPolygon';
    readonly coordinates: unknown;
  };
}

/** The given areas become all areas of the municipality. Call in a transaction. */
export async function replaceAreas(db: Db, municipality: string, areas: readonly StoredArea[]): Promise<void> {
  await db.query('delete from area where municipality = $1', [municipality]);
  await db.query(
    `insert into area (id, municipality, kind, name, geometry)
     select id, $1, kind, name, geometry
     from jsonb_to_recordset($2::jsonb) as given (id text, kind text, name text, geometry jsonb)`,
    [municipality, JSON.stringify(areas)],
  );
}

/** The ids among the given ones that belong to another municipality. */
export async function takenAreas(db: Db, municipality: string, ids: readonly string[]): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    'select id from area where id = any($2::text[]) and municipality <> $1 order by id',
    [municipality, ids],
  );
  return rows.map((row) => row.id);
}

export const areasOf = (db: Db, municipality: string): Promise<StoredArea[]> =>
  db.query<StoredArea>('select id, kind, name, geometry from area where municipality = $1 order by id', [municipality]);
