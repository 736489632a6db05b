import type { PlannedVehicle } from '../plan/plan.ts';
import type { FaultRule } from './fault.ts';

/** Without gear wiring nobody can tell. */
const wired = ({ gearSensors }: PlannedVehicle): boolean => gearSensors.length > 0;

/** Drives the legs at working speed with the gear up. */
export const gearUp: FaultRule = {
  gear: () => false,
  expects: (lasted_s, _, vehicle) => (lasted_s > 90 && wired(vehicle) ? 'gear-off-on-route' : null),
  mayCause: ['gear-off-on-route', 'missed', 'will-miss'],
};

/** The gear stays down whatever the driver does; he stops for `value` minutes (default 12) to look at it. */
export const gearStuck: FaultRule = {
  once: true,
  gear: () => true,
  errand: (errand, fault) => [{ do: 'stand', seconds: (fault.value ?? 12) * 60, engine: true, gear: true }, errand],
  expects: (lasted_s, _, vehicle) => (lasted_s > 660 && wired(vehicle) ? 'gear-stuck' : null),
  mayCause: ['gear-stuck', 'idle', 'too-fast-working', 'will-miss', 'missed'],
};

/** Works at `value` km/h (default 22), gear down: too fast for any sweeping or washing. */
export const tooFast: FaultRule = {
  work_kmh: (_, fault) => fault.value ?? 22,
  expects: (lasted_s) => (lasted_s > 40 ? 'too-fast-working' : null),
  mayCause: ['too-fast-working', 'missed', 'will-miss'],
};
