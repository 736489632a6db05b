import type { Municipality, PageOf } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { pageOf, type PageWish, type Scope } from './scope.ts';

const COLUMNS = 'id, name, timezone, locale, drives_on as "drivesOn"';

export async function putMunicipality(db: Db, { id, name, timezone, locale, drivesOn }: Municipality): Promise<void> {
  await db.query(
    `insert into municipality (id, name, timezone, locale, drives_on) values ($1, $2, $3, $4, $5)
     on conflict (id) do update set name = $2, timezone = $3, locale = $4, drives_on = $5`,
    [id, name, timezone, locale, drivesOn],
  );
}

export async function findMunicipality(db: Db, id: string): Promise<Municipality | null> {
  const [row] = await db.query<Municipality>(`select ${COLUMNS} from municipality where id = $1`, [id]);
  return row ?? null;
}

export async function listMunicipalities(db: Db, scope: Scope, page: PageWish): Promise<PageOf<Municipality>> {
  const rows = await db.query<Municipality>(
    `select ${COLUMNS} from municipality
     where ($1::text[] is null or id = any($1)) and ($2::text is null or id > $2) order by id limit $3`,
    [scope.municipalities, page.after, page.limit + 1],
  );
  return pageOf(
    rows,
    page.limit,
    (row) => row.id,
    (row) => row,
  );
}

/** All of them, for the service's own start. */
export const allMunicipalities = (db: Db): Promise<Municipality[]> =>
  db.query<Municipality>(`select ${COLUMNS} from municipality order by id`);
