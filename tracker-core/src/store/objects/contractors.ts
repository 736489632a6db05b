import type { Contractor, PageOf } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { EVERYTHING, pageOf, type PageWish, type Scope } from './scope.ts';

export async function putContractor(db: Db, { id, name, municipality }: Contractor): Promise<void> {
  await db.query(
    `insert into contractor (id, municipality, name) values ($1, $2, $3)
     on conflict (id) do update set name = $3`,
    [id, municipality, name],
  );
  await db.query(
    `update claim set contractor_order = natural_order($2)
     where contractor = $1 and names is null and contractor_order <> natural_order($2)`,
    [id, name],
  );
}

/** What refers to the contractor: it can be removed while nothing does. */
export async function usesOfContractor(
  db: Db,
  id: string,
): Promise<{ vehicles: number; users: number; contracts: number }> {
  const [uses] = await db.query<{ vehicles: number; users: number; contracts: number }>(
    `select (select count(*) from vehicle where contractor = $1) as vehicles,
       (select count(*) from app_user where contractor = $1) as users,
       (select count(*) from contract where contractor = $1) as contracts`,
    [id],
  );
  return uses!;
}

export async function deleteContractor(db: Db, id: string): Promise<void> {
  await db.query('delete from contractor where id = $1', [id]);
}

const SEEN = '($1::text[] is null or municipality = any($1)) and ($2::text is null or id = $2)';

export async function findContractor(db: Db, id: string, scope: Scope = EVERYTHING): Promise<Contractor | null> {
  const [row] = await db.query<Contractor>(`select id, name, municipality from contractor where ${SEEN} and id = $3`, [
    scope.municipalities,
    scope.contractor,
    id,
  ]);
  return row ?? null;
}

export async function listContractors(db: Db, scope: Scope, page: PageWish): Promise<PageOf<Contractor>> {
  const rows = await db.query<Contractor>(
    `select id, name, municipality from contractor
     where ${SEEN} and ($3::text is null or id > $3) order by id limit $4`,
    [scope.municipalities, scope.contractor, page.after, page.limit + 1],
  );
  return pageOf(
    rows,
    page.limit,
    (row) => row.id,
    (row) => row,
  );
}

/** The names of a municipality's contractors. */
export async function contractorNames(db: Db, municipality: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db.query<Pick<Contractor, 'id' | 'name'>>(
    'select id, name from contractor where municipality = $1',
    [municipality],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
