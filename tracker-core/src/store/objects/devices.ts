import { instantOf, type Device, type PageOf } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { EVERYTHING, pageOf, type PageWish, type Scope } from './scope.ts';
import { hashOfSecret, isSecret, randomSecret } from './secret.ts';

/** Since when a device's first binding holds: no fix this old is accepted. */
export const BEGINNING_MS = 0;
/** After a rotation the former secret works this much longer, so that a fleet can be changed over by day. */
const FORMER_SECRET_MS = 24 * 3_600_000;
export const DEFAULT_INTERVAL_S = 15;

export interface Binding {
  readonly device: string;
  readonly vehicle: string;
  readonly since_ms: number;
}

/** A device as the MQTT edge needs it. */
export interface DeviceKey {
  readonly id: string;
  readonly municipality: string;
  readonly interval_s: number;
  readonly revoked: boolean;
  readonly secretHash: string;
  readonly formerSecretHash: string | null;
  readonly formerUntil_ms: number | null;
}

const BOUND = '(select b.vehicle from device_binding b where b.device = d.id order by b.since desc limit 1) as vehicle';
const COLUMNS = `d.id, ${BOUND}, d.municipality, d.interval_s, d.revoked, d.online, d.seen_at as seen_ms`;
const SEEN = `($1::text[] is null or d.municipality = any($1)) and ($2::text is null or exists (
  select 1 from device_binding b join vehicle v on v.id = b.vehicle
  where b.device = d.id and v.contractor = $2
    and b.since = (select max(l.since) from device_binding l where l.device = d.id)))`;

type DeviceRow = Omit<Device, 'seenAt'> & { readonly seen_ms: number | null };
const deviceOf = ({ seen_ms, ...row }: DeviceRow): Device => ({
  ...row,
  seenAt: seen_ms === null ? null : instantOf(seen_ms),
});

export async function findDevice(db: Db, id: string, scope: Scope = EVERYTHING): Promise<Device | null> {
  const [row] = await db.query<DeviceRow>(`select ${COLUMNS} from device d where ${SEEN} and d.id = $3`, [
    scope.municipalities,
    scope.contractor,
    id,
  ]);
  return row === undefined ? null : deviceOf(row);
}

export async function listDevices(db: Db, scope: Scope, page: PageWish): Promise<PageOf<Device>> {
  const rows = await db.query<DeviceRow>(
    `select ${COLUMNS} from device d where ${SEEN} and ($3::text is null or d.id > $3) order by d.id limit $4`,
    [scope.municipalities, scope.contractor, page.after, page.limit + 1],
  );
  return pageOf(rows, page.limit, (row) => row.id, deviceOf);
}

export interface DeviceWish {
  readonly id: string;
  readonly municipality: string;
  readonly vehicle: string;
  /** Null: from now on. The first binding holds from the beginning of time whatever this says. */
  readonly since_ms: number | null;
  /** Null: as it is, or the default for a new device. */
  readonly interval_s: number | null;
}

/**
 * Makes the device, takes a revoked one back into service, or binds it to another vehicle. A secret is answered only where
 * one was made. Call in a transaction.
 */
export async function putDevice(db: Db, wish: DeviceWish, now_ms: number): Promise<{ secret: string | null }> {
  const [known] = await db.query<{ revoked: boolean }>('select revoked from device where id = $1 for update', [
    wish.id,
  ]);
  let secret: string | null = null;
  if (known === undefined) {
    secret = randomSecret();
    await db.query('insert into device (id, municipality, interval_s, secret_hash) values ($1, $2, $3, $4)', [
      wish.id,
      wish.municipality,
      wish.interval_s ?? DEFAULT_INTERVAL_S,
      hashOfSecret(secret),
    ]);
    await bind(db, { device: wish.id, vehicle: wish.vehicle, since_ms: BEGINNING_MS });
    return { secret };
  }
  if (known.revoked) {
    secret = randomSecret();
    await db.query(
      `update device set revoked = false, secret_hash = $2, former_secret_hash = null, former_until = null where id = $1`,
      [wish.id, hashOfSecret(secret)],
    );
  }
  if (wish.interval_s !== null) {
    await db.query('update device set interval_s = $2 where id = $1', [wish.id, wish.interval_s]);
  }
  await rebind(db, wish, now_ms);
  return { secret };
}

/** From `since` on the device belongs to the wished vehicle; what was bound before that instant stays. */
async function rebind(db: Db, wish: DeviceWish, now_ms: number): Promise<void> {
  const bindings = await bindingsOf(db, wish.id);
  if (wish.since_ms === null && bindings.at(-1)?.vehicle === wish.vehicle) return;
  const since_ms = wish.since_ms ?? now_ms;
  const before = bindings.filter((binding) => binding.since_ms < since_ms).at(-1);
  await db.query('delete from device_binding where device = $1 and since >= $2', [wish.id, instantOf(since_ms)]);
  if (before?.vehicle === wish.vehicle) return;
  const first = before === undefined;
  await bind(db, { device: wish.id, vehicle: wish.vehicle, since_ms: first ? BEGINNING_MS : since_ms });
}

async function bind(db: Db, { device, vehicle, since_ms }: Binding): Promise<void> {
  await db.query('insert into device_binding (device, since, vehicle) values ($1, $2, $3)', [
    device,
    instantOf(since_ms),
    vehicle,
  ]);
}

/** In the order of time; a fix belongs to the last one whose `since_ms` is not after it. */
export const bindingsOf = (db: Db, device: string): Promise<Binding[]> =>
  db.query<Binding>('select device, vehicle, since as since_ms from device_binding where device = $1 order by since', [
    device,
  ]);

export const allBindings = (db: Db): Promise<Binding[]> =>
  db.query<Binding>('select device, vehicle, since as since_ms from device_binding order by device, since');

/** Gives a new secret; the former one works a day longer. */
export async function rotateSecret(db: Db, id: string, now_ms: number): Promise<string> {
  const secret = randomSecret();
  await db.query(
    'update device set former_secret_hash = secret_hash, former_until = $3, secret_hash = $2 where id = $1',
    [id, hashOfSecret(secret), instantOf(now_ms + FORMER_SECRET_MS)],
  );
  return secret;
}

export async function revokeDevice(db: Db, id: string): Promise<void> {
  await db.query(
    'update device set revoked = true, former_secret_hash = null, former_until = null, online = false where id = $1',
    [id],
  );
}

/** Notes which devices are connected: of each the last word. */
export async function markOnline(db: Db, online: ReadonlyMap<string, boolean>, now_ms: number): Promise<void> {
  await db.query(
    `update device set online = told.online, seen_at = $3
     from unnest($1::text[], $2::boolean[]) as told (device, online) where id = told.device`,
    [[...online.keys()], [...online.values()], instantOf(now_ms)],
  );
}

const KEY = `id, municipality, interval_s, revoked, secret_hash as "secretHash",
  former_secret_hash as "formerSecretHash", former_until as "formerUntil_ms"`;

/** The keys of all devices, for the service's own start. */
export const allDeviceKeys = (db: Db): Promise<DeviceKey[]> =>
  db.query<DeviceKey>(`select ${KEY} from device order by id`);

export async function deviceKey(db: Db, id: string): Promise<DeviceKey | null> {
  const [row] = await db.query<DeviceKey>(`select ${KEY} from device where id = $1`, [id]);
  return row ?? null;
}

/** True for the device's present secret, and for its former one within its day. */
export function deviceAccepts(key: DeviceKey, secret: string, now_ms: number): boolean {
  if (key.revoked) return false;
  if (isSecret(secret, key.secretHash)) return true;
  return (
    key.formerSecretHash !== null &&
    key.formerUntil_ms !== null &&
    now_ms < key.formerUntil_ms &&
    isSecret(secret, key.formerSecretHash)
  );
}
