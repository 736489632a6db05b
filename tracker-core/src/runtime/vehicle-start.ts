import { settingOf } from '../pipeline/proof/evidence.ts';
import { startVehicle } from '../pipeline/step.ts';
import { DEFAULT_INTERVAL_S } from '../store/objects/devices.ts';
import type { Directory } from './directory.ts';
import type { FleetPorts } from './fleet.ts';
import type { Networks } from './networks.ts';

/** The pipeline's start for a vehicle: its setting, streets and areas as they are when it is asked for. */
export function vehicleStart(directory: Directory, networks: Networks): FleetPorts['start'] {
  return (vehicle) => {
    const interval_s = directory.intervalOf(vehicle.id) ?? DEFAULT_INTERVAL_S;
    const drivesOn = directory.municipality(vehicle.municipality)?.drivesOn ?? 'right';
    const { network, areas } = networks.present(vehicle.municipality);
    return { state: startVehicle(settingOf(vehicle, drivesOn, interval_s), network, areas), interval_s };
  };
}
