import { instantOf, type CommandBody, type CommandState, type PageOf } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { pageOf, type PageWish } from './scope.ts';

/** A command to a vehicle's device; sent again at each connect until it is acknowledged or expires. */
export interface StoredCommand {
  readonly id: string;
  readonly vehicle: string;
  readonly device: string;
  readonly body: CommandBody;
  readonly by: string;
  readonly at_ms: number;
  readonly expires_ms: number;
  readonly state: CommandState;
  readonly sent_ms: number | null;
  readonly acknowledged_ms: number | null;
  readonly ok: boolean | null;
}

const COLUMNS = `no, id, vehicle, device, body, made_by as by, made_at as at_ms, expires_at as expires_ms, state,
  sent_at as sent_ms, acknowledged_at as acknowledged_ms, ok`;

type CommandRow = StoredCommand & { readonly no: number };
function commandOf(row: CommandRow): StoredCommand {
  const { no: _, ...command } = row;
  return command;
}

export async function addCommand(
  db: Db,
  command: Pick<StoredCommand, 'id' | 'vehicle' | 'device' | 'body' | 'by' | 'at_ms' | 'expires_ms'>,
): Promise<void> {
  const { id, vehicle, device, body, by, at_ms, expires_ms } = command;
  await db.query(
    `insert into command (id, vehicle, device, body, made_by, made_at, expires_at, state)
     values ($1, $2, $3, $4::jsonb, $5, $6, $7, 'queued')`,
    [id, vehicle, device, JSON.stringify(body), by, instantOf(at_ms), instantOf(expires_ms)],
  );
}

/** What devices that connect must be sent, oldest first. */
export const waitingCommands = async (db: Db, devices: readonly string[], now_ms: number): Promise<StoredCommand[]> =>
  (
    await db.query<CommandRow>(
      `select ${COLUMNS} from command
       where device = any($1) and state in ('queued', 'sent') and expires_at > $2 order by no`,
      [devices, instantOf(now_ms)],
    )
  ).map(commandOf);

export async function markCommandSent(db: Db, id: string, now_ms: number): Promise<void> {
  await db.query(`update command set state = 'sent', sent_at = $2 where id = $1 and state in ('queued', 'sent')`, [
    id,
    instantOf(now_ms),
  ]);
}

/** True where the device had such a command waiting. An acknowledgement after the expiry still counts. */
export async function markCommandAcknowledged(
  db: Db,
  device: string,
  id: string,
  ok: boolean,
  now_ms: number,
): Promise<boolean> {
  const rows = await db.query(
    `update command set state = 'acknowledged', acknowledged_at = $3, ok = $4
     where id = $1 and device = $2 and state <> 'acknowledged' returning id`,
    [id, device, instantOf(now_ms), ok],
  );
  return rows.length > 0;
}

export async function expireCommands(db: Db, now_ms: number): Promise<number> {
  const rows = await db.query(
    `update command set state = 'expired' where state in ('queued', 'sent') and expires_at <= $1 returning id`,
    [instantOf(now_ms)],
  );
  return rows.length;
}

/** Newest first. */
export async function listCommands(db: Db, vehicle: string, page: PageWish): Promise<PageOf<StoredCommand>> {
  const rows = await db.query<CommandRow>(
    `select ${COLUMNS} from command where vehicle = $1 and ($2::integer is null or no < $2) order by no desc limit $3`,
    [vehicle, page.after, page.limit + 1],
  );
  return pageOf(rows, page.limit, (row) => String(row.no), commandOf);
}
