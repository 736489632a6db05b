import { instantOf, type PageOf, type SentCommand } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { pageOf, type PageWish } from './scope.ts';

/** A command that is to be stored; sent again at each connect until it is acknowledged or expires. */
export interface NewCommand extends Pick<SentCommand, 'id' | 'vehicle' | 'device' | 'command' | 'by'> {
  readonly at_ms: number;
  readonly expires_ms: number;
}

const COLUMNS = `no, id, vehicle, device, body as command, made_by as by, made_at as at, expires_at as "expiresAt", state,
  sent_at as "sentAt", delivered_at as "deliveredAt", acknowledged_at as "acknowledgedAt", ok`;

type Instants = 'at' | 'expiresAt' | 'sentAt' | 'deliveredAt' | 'acknowledgedAt';
type CommandRow = Omit<SentCommand, Instants> & {
  readonly [Instant in Instants]: SentCommand[Instant] extends string ? number : number | null;
} & { readonly no: number };

const orNull = (epoch_ms: number | null): string | null => (epoch_ms === null ? null : instantOf(epoch_ms));

function commandOf({ no: _, at, expiresAt, sentAt, deliveredAt, acknowledgedAt, ...rest }: CommandRow): SentCommand {
  return {
    ...rest,
    at: instantOf(at),
    expiresAt: instantOf(expiresAt),
    sentAt: orNull(sentAt),
    deliveredAt: orNull(deliveredAt),
    acknowledgedAt: orNull(acknowledgedAt),
  };
}

const only = (rows: readonly CommandRow[]): SentCommand | null => (rows[0] === undefined ? null : commandOf(rows[0]));

export async function addCommand(db: Db, wish: NewCommand): Promise<SentCommand> {
  const { id, vehicle, device, command, by, at_ms, expires_ms } = wish;
  const rows = await db.query<CommandRow>(
    `insert into command (id, vehicle, device, body, made_by, made_at, expires_at, state)
     values ($1, $2, $3, $4::jsonb, $5, $6, $7, 'queued') returning ${COLUMNS}`,
    [id, vehicle, device, JSON.stringify(command), by, instantOf(at_ms), instantOf(expires_ms)],
  );
  return only(rows)!;
}

/** What devices that connect must be sent, oldest first. */
export const waitingCommands = async (db: Db, devices: readonly string[], now_ms: number): Promise<SentCommand[]> =>
  (
    await db.query<CommandRow>(
      `select ${COLUMNS} from command
       where device = any($1) and state in ('queued', 'sent') and expires_at > $2 order by no`,
      [devices, instantOf(now_ms)],
    )
  ).map(commandOf);

/** Null where it was answered or is over meanwhile. */
export const markCommandSent = async (db: Db, id: string, now_ms: number): Promise<SentCommand | null> =>
  only(
    await db.query<CommandRow>(
      `update command set state = 'sent', sent_at = case when delivered_at is null then $2 else sent_at end
       where id = $1 and state in ('queued', 'sent') returning ${COLUMNS}`,
      [id, instantOf(now_ms)],
    ),
  );

/** The device has it. Null where that was known, or where it never had such a command. */
export const markCommandDelivered = async (
  db: Db,
  device: string,
  id: string,
  now_ms: number,
): Promise<SentCommand | null> =>
  only(
    await db.query<CommandRow>(
      `update command set delivered_at = $3, sent_at = coalesce(sent_at, $3),
         state = case state when 'queued' then 'sent' else state end
       where id = $1 and device = $2 and delivered_at is null returning ${COLUMNS}`,
      [id, device, instantOf(now_ms)],
    ),
  );

/** Null where the device had no such command waiting. An acknowledgement after the expiry still counts. */
export const markCommandAcknowledged = async (
  db: Db,
  device: string,
  id: string,
  ok: boolean,
  now_ms: number,
): Promise<SentCommand | null> =>
  only(
    await db.query<CommandRow>(
      `update command set state = 'acknowledged', acknowledged_at = $3, ok = $4,
         sent_at = coalesce(sent_at, $3), delivered_at = coalesce(delivered_at, $3)
       where id = $1 and device = $2 and state <> 'acknowledged' returning ${COLUMNS}`,
      [id, device, instantOf(now_ms), ok],
    ),
  );

/** Answers those whose time was over. */
export async function expireCommands(db: Db, now_ms: number): Promise<SentCommand[]> {
  const rows = await db.query<CommandRow>(
    `update command set state = 'expired'
     where state in ('queued', 'sent') and expires_at <= $1 returning ${COLUMNS}`,
    [instantOf(now_ms)],
  );
  return rows.map(commandOf);
}

/** Newest first. */
export async function listCommands(db: Db, vehicle: string, page: PageWish): Promise<PageOf<SentCommand>> {
  const rows = await db.query<CommandRow>(
    `select ${COLUMNS} from command where vehicle = $1 and ($2::integer is null or no < $2) order by no desc limit $3`,
    [vehicle, page.after, page.limit + 1],
  );
  return pageOf(rows, page.limit, (row) => String(row.no), commandOf);
}
