import { lateStart, noShow } from './departure.ts';
import type { FaultRule } from './fault.ts';
import type { FaultKind } from './kinds.ts';
import { offRoute, skip, wrongSide } from './leaving.ts';
import { clockSkew, conflict, gpsJump, parkedStar } from './measuring.ts';
import { duplicates, gap, outage, reorder } from './signal.ts';
import { blocked, breakdown, idle, parkedCars, roadClosed, sos } from './standing.ts';
import { gearStuck, gearUp, tooFast } from './working.ts';

export const FAULT_RULES: Readonly<Record<FaultKind, FaultRule>> = {
  'late-start': lateStart,
  'no-show': noShow,
  idle,
  'off-route': offRoute,
  skip,
  'wrong-side': wrongSide,
  'too-fast': tooFast,
  'gear-up': gearUp,
  'gear-stuck': gearStuck,
  sos,
  breakdown,
  blocked,
  'road-closed': roadClosed,
  'parked-cars': parkedCars,
  'parked-star': parkedStar,
  gap,
  outage,
  'gps-jump': gpsJump,
  'clock-skew': clockSkew,
  duplicates,
  reorder,
  conflict,
};
