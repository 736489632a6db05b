import { instantOf, type SigningKey } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { instant } from '../series/columns.ts';

interface KeyRow {
  readonly id: string;
  readonly publicKey: string;
  readonly from_ms: number;
  readonly to_ms: number | null;
}

/** All public keys that ever signed, newest first. */
export async function signingKeys(db: Db): Promise<SigningKey[]> {
  const rows = await db.query<KeyRow>(
    `select id, encode(public_key, 'hex') as "publicKey", from_at as from_ms, to_at as to_ms
    from signing_key order by from_at desc, id`,
  );
  return rows.map(({ id, publicKey, from_ms, to_ms }) => ({
    id,
    algorithm: 'Ed25519',
    publicKey: Buffer.from(publicKey, 'hex').toString('base64url'),
    from: instantOf(from_ms),
    to: to_ms === null ? null : instantOf(to_ms),
  }));
}

/** From now on this one signs; what signed before no longer does. One that signs already stays as it is. */
export const putSigningKey = (db: Db, id: string, publicKey: Uint8Array, at_ms: number): Promise<void> =>
  db.transaction(async (within) => {
    await within.query(`update signing_key set to_at = ${instant('$2::float8')} where id <> $1 and to_at is null`, [
      id,
      at_ms,
    ]);
    await within.query(
      `insert into signing_key (id, public_key, from_at) values ($1, $2, ${instant('$3::float8')})
      on conflict (id) do update set to_at = null`,
      [id, Buffer.from(publicKey), at_ms],
    );
  });
