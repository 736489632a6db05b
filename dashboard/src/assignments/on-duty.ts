import type { LiveAssignment } from '@sweepline/contract';

/** Vehicles in whose window it is now. */
export const vehiclesOnDuty = (
  assignments: readonly Pick<LiveAssignment, 'vehicle' | 'from' | 'to'>[],
  now_ms: number,
): ReadonlySet<string> =>
  new Set(
    assignments
      .filter(({ from, to }) => Date.parse(from) <= now_ms && now_ms < Date.parse(to))
      .map(({ vehicle }) => vehicle),
  );
