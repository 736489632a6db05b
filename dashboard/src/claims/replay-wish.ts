import type { ClaimLine } from '@sweepline/contract';
import { wishOfCase, wishOfMoment, type ReplayWish } from '../replay/address.ts';

/** What a line's replay shows: its case, else the whole window of its assignment; null where neither is known. */
export function replayWishOf(
  { vehicle, incident }: Pick<ClaimLine, 'vehicle' | 'incident'>,
  window: { readonly from: string; readonly to: string } | null,
  now_ms: number,
): ReplayWish | null {
  if (vehicle === null) return null;
  if (incident !== null) return wishOfCase({ ...incident, vehicle }, now_ms);
  if (window === null) return null;
  const [from_ms, to_ms] = [Date.parse(window.from), Date.parse(window.to)];
  return { ...wishOfMoment([vehicle], from_ms, now_ms), from_ms, to_ms, at_ms: from_ms };
}
