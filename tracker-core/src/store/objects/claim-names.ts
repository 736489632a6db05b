import type { DraftSetup } from '../../claims/setup.ts';
import type { Db } from '../db.ts';
import { textColumn, texts } from '../series/columns.ts';

/** By what names a claim's documents call what it is about. */
export interface ClaimNames {
  readonly municipality: string;
  readonly contractor: string;
  readonly contractNumber: string;
  /** Names of routes and plates of vehicles, by id. */
  readonly routes: Readonly<Record<string, string>>;
  readonly plates: Readonly<Record<string, string>>;
}

const NAMES = `
select
  (select name from municipality where id = m.municipality) as municipality,
  (select name from contractor where id = m.contractor) as contractor,
  (select number from contract where id = m.contract) as "contractNumber",
  (select coalesce(jsonb_object_agg(named.route, named.name), '{}'::jsonb) from (
    select distinct on (v.route) v.route, v.name from route_version v where v.route in (
      select route from claim_line where claim = m.id union select unnest(${texts(2)}))
    order by v.route, v.version desc) named) as routes,
  (select coalesce(jsonb_object_agg(v.id, v.plate), '{}'::jsonb) from vehicle v
    where v.id in (select vehicle from claim_line where claim = m.id)) as plates
from claim m where m.id = $1`;

/** The names as they are now, of all that the lines and the terms of a claim name. */
export async function presentNames(db: Db, claim: string, { terms }: Pick<DraftSetup, 'terms'>): Promise<ClaimNames> {
  const routes = terms.flatMap(({ terms: { prices } }) => prices.flatMap(({ route }) => route ?? []));
  const [row] = await db.query<ClaimNames>(NAMES, [claim, textColumn([...new Set(routes)])]);
  return row!;
}

/** Keeps them with a claim that is issued: whatever is renamed later, its documents stay as they are. */
export const keepNames = (db: Db, claim: string, names: ClaimNames): Promise<unknown> =>
  db.query('update claim set names = $2::jsonb where id = $1', [claim, JSON.stringify(names)]);

/** Those that were kept when it was issued, else the present ones. */
export async function namesOfClaim(db: Db, claim: string, setup: Pick<DraftSetup, 'terms'>): Promise<ClaimNames> {
  const [row] = await db.query<{ names: ClaimNames | null }>('select names from claim where id = $1', [claim]);
  return row?.names ?? presentNames(db, claim, setup);
}
