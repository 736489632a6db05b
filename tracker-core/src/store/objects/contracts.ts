import { instantOf, type Contract, type PageOf, type Terms, type TermsVersion } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { EVERYTHING, pageOf, type PageWish, type Scope } from './scope.ts';

const COLUMNS = `k.id, k.municipality, k.contractor, c.name as "contractorName", k.number, k.title, k.from_date as "from",
  k.to_date as "to", k.currency, k.price, k.operations, k.routes,
  (select coalesce(max(t.version), 0) from contract_terms t where t.contract = k.id) as "termsVersion"`;
const FROM = 'contract k join contractor c on c.id = k.contractor';
const SEEN = '($1::text[] is null or k.municipality = any($1)) and ($2::text is null or k.contractor = $2)';

export async function putContract(db: Db, contract: Omit<Contract, 'contractorName' | 'termsVersion'>): Promise<void> {
  const { id, municipality, contractor, number, title, from, to, currency, price, operations, routes } = contract;
  await db.query(
    `insert into contract (id, municipality, contractor, number, title, from_date, to_date, currency, price, operations, routes)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (id) do update set number = $4, title = $5, from_date = $6, to_date = $7, currency = $8, price = $9,
       operations = $10, routes = $11`,
    [id, municipality, contractor, number, title, from, to, currency, price, operations, routes],
  );
  await db.query(
    `update claim set contract_order = natural_order($3)
     where contractor = $2 and contract = $1 and names is null and contract_order <> natural_order($3)`,
    [id, contractor, number],
  );
}

export async function findContract(db: Db, id: string, scope: Scope = EVERYTHING): Promise<Contract | null> {
  const [row] = await db.query<Contract>(`select ${COLUMNS} from ${FROM} where ${SEEN} and k.id = $3`, [
    scope.municipalities,
    scope.contractor,
    id,
  ]);
  return row ?? null;
}

/** In the order of their ids. */
export async function listContracts(
  db: Db,
  scope: Scope,
  contractor: string | null,
  page: PageWish,
): Promise<PageOf<Contract>> {
  const rows = await db.query<Contract>(
    `select ${COLUMNS} from ${FROM} where ${SEEN} and ($3::text is null or k.id > $3)
       and ($5::text is null or k.contractor = $5) order by k.id limit $4`,
    [scope.municipalities, scope.contractor, page.after, page.limit + 1, contractor],
  );
  return pageOf(
    rows,
    page.limit,
    ({ id }) => id,
    (row) => row,
  );
}

type TermsRow = Omit<TermsVersion, 'at'> & { readonly at_ms: number };
const TERMS = 'version, by, at as at_ms, terms';
const termsOf = ({ version, by, at_ms, terms }: TermsRow): TermsVersion => ({
  version,
  by,
  at: instantOf(at_ms),
  terms,
});

/** Adds a version. Call in a transaction. */
export async function addTerms(
  db: Db,
  contract: string,
  terms: Terms,
  by: string,
  at_ms: number,
): Promise<TermsVersion> {
  // Two at once take one number after the other.
  await db.query('select id from contract where id = $1 for update', [contract]);
  const [row] = await db.query<TermsRow>(
    `insert into contract_terms (contract, version, by, at, terms)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4::jsonb from contract_terms where contract = $1
     returning ${TERMS}`,
    [contract, by, instantOf(at_ms), JSON.stringify(terms)],
  );
  return termsOf(row!);
}

/** Newest first. */
export async function listTerms(db: Db, contract: string, page: PageWish): Promise<PageOf<TermsVersion>> {
  const rows = await db.query<TermsRow>(
    `select ${TERMS} from contract_terms where contract = $1 and ($2::integer is null or version < $2)
     order by version desc limit $3`,
    [contract, page.after, page.limit + 1],
  );
  return pageOf(rows, page.limit, ({ version }) => String(version), termsOf);
}

/** All versions, oldest first. */
export const allTerms = async (db: Db, contract: string): Promise<TermsVersion[]> =>
  (
    await db.query<TermsRow>(`select ${TERMS} from contract_terms where contract = $1 order by version`, [contract])
  ).map(termsOf);

/** Whether anything was charged or drafted under it. */
export const hasClaims = async (db: Db, contract: string): Promise<boolean> =>
  (await db.query('select 1 from claim where contract = $1 limit 1', [contract])).length > 0;
