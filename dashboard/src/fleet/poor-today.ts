import type { Device, LiveVehicle, QualityDay } from '@sweepline/contract';

/** Why somebody should look at a device today; null where it is as it should be. */
export type Trouble = 'never' | 'silent' | 'poor' | 'refused' | null;

/** Refusals above this share of what came are worth a look. */
const REFUSED_SHARE = 0.02;

/**
 * `never`: on duty today without a single fix; `silent`: it spoke, and is silent by rule while its window runs; `poor`: graded below B;
 * `refused`: much of what it sends is refused. Revoked devices and those of whom nothing was asked are in order.
 */
export function troubleOf(
  device: Pick<Device, 'revoked'>,
  today: QualityDay | null,
  live: Pick<LiveVehicle, 'state'> | undefined,
  onDuty: boolean,
): Trouble {
  if (device.revoked || today === null) return null;
  if (today.grade === 'none') return 'never';
  if (onDuty && live?.state === 'silent') return 'silent';
  if (today.grade === 'C') return 'poor';
  const came = today.fixes + today.rejected;
  return came > 0 && today.rejected / came > REFUSED_SHARE ? 'refused' : null;
}
