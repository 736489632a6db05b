import type { Db } from '../db.ts';
import { putContractor } from '../objects/contractors.ts';
import { putMunicipality } from '../objects/municipalities.ts';
import { putVehicle } from '../objects/vehicles.ts';

/** The municipality `m` with the contractor `c` and its one vehicle `v`, a sweeper. */
export async function putOneVehicle(db: Db): Promise<void> {
  await putMunicipality(db, { id: 'm', name: 'M', timezone: 'UTC', locale: 'en', drivesOn: 'right' });
  await putContractor(db, { id: 'c', name: 'c', municipality: 'm' });
  const owned = { plate: 'v', municipality: 'm', contractor: 'c' };
  await putVehicle(db, { id: 'v', ...owned, operations: ['sweep'], gearSensors: [] });
}
