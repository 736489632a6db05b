import type { Incident } from '@sweepline/contract';
import {
  readWish,
  wishOfCase,
  wishOfLastHour,
  wishOfMoment,
  wishSegments,
  type ReplayWish,
} from '../replay/address.ts';
import type { Desk } from './desk.svelte.ts';

/** The ways to the replay page: every one of them is an address. */
const open = (desk: Desk, wish: ReplayWish): void => desk.go('replay', ...wishSegments(wish));

export const replayCase = (desk: Desk, incident: Incident): void => open(desk, wishOfCase(incident, desk.clock.now_ms));

export const replayVehicle = (desk: Desk, vehicle: string): void =>
  open(desk, wishOfLastHour(vehicle, desk.clock.now_ms));

export const replayMoment = (desk: Desk, vehicles: readonly string[], at_ms: number): void =>
  open(desk, wishOfMoment(vehicles, at_ms, desk.clock.now_ms));

/** What the address asks for; without any, the last hour of the whole fleet. */
export const wishOf = (desk: Desk): ReplayWish => readWish(desk.address.segments.slice(2), desk.clock.now_ms);

/** The same moment with something else of it. */
export function changeReplay(desk: Desk, change: Partial<ReplayWish>): void {
  const at_ms = desk.replay?.player.at_ms;
  open(desk, { ...wishOf(desk), ...(at_ms === undefined ? {} : { at_ms }), ...change });
}

/** `P`: the shown or most urgent case, else the selected vehicle. */
export function replayTarget(desk: Desk): boolean {
  if (desk.page === 'replay') return false;
  if (desk.page === 'live' && desk.selectedVehicle !== null) replayVehicle(desk, desk.selectedVehicle.vehicle);
  else if (desk.target !== null) replayCase(desk, desk.target);
  else desk.go('replay');
  return true;
}
