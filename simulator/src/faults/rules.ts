import { clockJump, clockSkew } from './clock.ts';
import { deviceSwap, sampling, sensorChatter, sensorStuck } from './device.ts';
import { lateStart, noShow } from './departure.ts';
import type { FaultRule } from './fault.ts';
import type { FaultKind } from './kinds.ts';
import { offRoute, skip, wrongSide } from './leaving.ts';
import { conflict, gpsJump, parkedStar } from './measuring.ts';
import { canyon, noise, whiteNoise } from './noise.ts';
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
  'sensor-stuck': sensorStuck,
  'sensor-chatter': sensorChatter,
  sos,
  breakdown,
  blocked,
  'road-closed': roadClosed,
  'parked-cars': parkedCars,
  'parked-star': parkedStar,
  gap,
  outage,
  sampling,
  'white-noise': whiteNoise,
  noise,
  canyon,
  'gps-jump': gpsJump,
  'clock-skew': clockSkew,
  'clock-jump': clockJump,
  'device-swap': deviceSwap,
  duplicates,
  reorder,
  conflict,
};
