import { Drive } from '../drives.mjs';
import { townGeoJson } from '../town.mjs';

export const MUNICIPALITY = 'town';
const CONTRACTOR = 'town-cleaning';
const HOUR_MS = 3_600_000;
const AT_ONCE = 6;

/**
 * Makes a municipality with the town's streets and a fleet, each vehicle with a route and an assignment under way.
 * Answers what a device needs: `{id, secret, seed}`.
 */
export async function makeFleet({ api }, town, vehicles, { start_ms, interval_s, hours }) {
  await api.put(`/municipalities/${MUNICIPALITY}`, {
    name: 'Town',
    timezone: 'Europe/Stockholm',
    locale: 'en',
    drivesOn: 'right',
  });
  await api.put(`/municipalities/${MUNICIPALITY}/network`, townGeoJson(town), 'application/geo+json');
  await api.put(`/contractors/${CONTRACTOR}`, { name: 'Town cleaning', municipality: MUNICIPALITY });
  const devices = [];
  const make = async (seed) => {
    const vehicle = `v${seed}`;
    await api.put(`/vehicles/${vehicle}`, {
      plate: `BENCH ${seed}`,
      municipality: MUNICIPALITY,
      contractor: CONTRACTOR,
      operations: ['sweep'],
      gearSensors: ['brush'],
    });
    const { secret } = await api.put(`/devices/d${seed}`, { vehicle, interval_s });
    const drive = new Drive(town, { seed, start_ms, interval_s });
    const legs = drive.legs();
    await api.put(`/routes/r${seed}`, { municipality: MUNICIPALITY, name: `Round ${seed}`, operation: 'sweep', legs });
    await api.put(`/assignments/a${seed}`, {
      route: `r${seed}`,
      vehicle,
      from: new Date(start_ms).toISOString(),
      to: new Date(start_ms + hours * HOUR_MS).toISOString(),
    });
    devices[seed] = { id: `d${seed}`, secret, seed };
  };
  let next = 0;
  const worker = async () => {
    while (next < vehicles) await make(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return devices;
}
