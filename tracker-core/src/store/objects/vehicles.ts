import { instantOf, type PageOf, type Serves, type Vehicle } from '@sweepline/contract';
import type { Db } from '../db.ts';
import { EVERYTHING, pageOf, type PageWish, type Scope } from './scope.ts';

type VehicleRow = Omit<Vehicle, 'serves' | 'retiredAt'> & { serves: Serves | null; retired_ms: number | null };

const COLUMNS =
  'id, no, plate, municipality, contractor, operations, gear_sensors as "gearSensors", serves, retired_at as retired_ms';
const SEEN = '($1::text[] is null or municipality = any($1)) and ($2::text is null or contractor = $2)';

const vehicleOf = ({ serves, retired_ms, ...row }: VehicleRow): Vehicle => ({
  ...row,
  ...(serves === null ? {} : { serves }),
  ...(retired_ms === null ? {} : { retiredAt: instantOf(retired_ms) }),
});

/** Makes or changes the vehicle; its number stays what it was first. */
export async function putVehicle(db: Db, vehicle: Omit<Vehicle, 'no' | 'retiredAt'>): Promise<Vehicle> {
  const { id, plate, municipality, contractor, operations, gearSensors, serves } = vehicle;
  const values = [id, municipality, contractor, plate, operations, gearSensors, serves ?? null];
  const changed = await db.query<VehicleRow>(
    `update vehicle set contractor = $3, plate = $4, operations = $5, gear_sensors = $6, serves = $7
     where id = $1 and municipality = $2 returning ${COLUMNS}`,
    values,
  );
  if (changed[0] !== undefined) return vehicleOf(changed[0]);
  const [made] = await db.query<VehicleRow>(
    `insert into vehicle (id, municipality, contractor, plate, operations, gear_sensors, serves)
     values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
    values,
  );
  return vehicleOf(made!);
}

export async function findVehicle(db: Db, id: string, scope: Scope = EVERYTHING): Promise<Vehicle | null> {
  const [row] = await db.query<VehicleRow>(`select ${COLUMNS} from vehicle where ${SEEN} and id = $3`, [
    scope.municipalities,
    scope.contractor,
    id,
  ]);
  return row === undefined ? null : vehicleOf(row);
}

export async function listVehicles(db: Db, scope: Scope, page: PageWish): Promise<PageOf<Vehicle>> {
  const rows = await db.query<VehicleRow>(
    `select ${COLUMNS} from vehicle where ${SEEN} and ($3::text is null or id > $3) order by id limit $4`,
    [scope.municipalities, scope.contractor, page.after, page.limit + 1],
  );
  return pageOf(rows, page.limit, (row) => row.id, vehicleOf);
}

export async function retireVehicle(db: Db, id: string, at_ms: number | null): Promise<void> {
  await db.query('update vehicle set retired_at = $2 where id = $1', [id, at_ms === null ? null : instantOf(at_ms)]);
}

/** What still counts on the vehicle: devices that speak for it, and shifts that have not ended. */
export async function usesOfVehicle(
  db: Db,
  id: string,
  now_ms: number,
): Promise<{ devices: string[]; assignments: string[] }> {
  const devices = await db.query<{ id: string }>(
    `select d.id from device d where not d.revoked and
       (select b.vehicle from device_binding b where b.device = d.id order by b.since desc limit 1) = $1 order by d.id`,
    [id],
  );
  const assignments = await db.query<{ id: string }>(
    'select id from assignment where vehicle = $1 and to_at > $2 order by from_at, id limit 100',
    [id, instantOf(now_ms)],
  );
  return { devices: devices.map((row) => row.id), assignments: assignments.map((row) => row.id) };
}

/** All of them, for the service's own start. */
export const allVehicles = async (db: Db): Promise<Vehicle[]> =>
  (await db.query<VehicleRow>(`select ${COLUMNS} from vehicle order by id`)).map(vehicleOf);
