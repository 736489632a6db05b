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

/** Above these, working speed with its tenth of tolerance, it is too fast; and how fast one drives by default. */
const LIMIT_KMH = { sweep: 14.2, wash: 22 } as const;
const FAST_KMH = { sweep: 22, wash: 30 } as const;

/** Works at `value` km/h (default 22 sweeping, 30 washing), gear down. */
export const tooFast: FaultRule = {
  work_kmh: (_, fault, { operation }) => fault.value ?? FAST_KMH[operation],
  expects: (lasted_s, { value }, { operation }) =>
    lasted_s > 40 && (value ?? FAST_KMH[operation]) > 1.05 * LIMIT_KMH[operation] ? 'too-fast-working' : null,
  mayCause: ['too-fast-working', 'missed', 'will-miss'],
};
