import type { PlannedVehicle } from '../plan/plan.ts';
import type { Fix, Sent } from '../sensors/sent.ts';
import { strikes, never, type FaultRule } from './fault.ts';

/** Minutes without a device while another is fitted. */
const FITTING_MIN = 4;
/** A contact that says one thing for less than this and no farther is no proof of anything: the rules ask for 2 h and 5 km. */
const TELLING_S = 2.2 * 3_600;
/** When a chattering contact lets go after a fix, and when it closes again. */
const CHATTER_MS = [300, 900] as const;

const wired = ({ gearSensors }: PlannedVehicle): boolean => gearSensors.length > 0;
const geared = (fix: Fix, engaged: (now: boolean) => boolean): Fix =>
  fix.gear === undefined
    ? fix
    : { ...fix, gear: Object.fromEntries(Object.entries(fix.gear).map(([gear, now]) => [gear, engaged(now)])) };

/** The contact of the gear sticks: it says down (`value` 1, the default) or up (0) whatever the gear does. */
export const sensorStuck: FaultRule = {
  fixes: (stream, fault, vehicle) =>
    wired(vehicle)
      ? stream.map((sent) =>
          strikes(fault, sent.what.ts_ms) ? { ...sent, what: geared(sent.what, () => fault.value !== 0) } : sent,
        )
      : stream,
  expects: (lasted_s, fault, vehicle) => {
    if (!wired(vehicle)) return null;
    if (fault.value === 0) return lasted_s > 300 ? 'gear-off-on-route' : null;
    return lasted_s > TELLING_S ? 'gear-stuck' : null;
  },
  mayCause: ['gear-stuck', 'gear-off-on-route', 'too-fast-working', 'missed', 'will-miss', 'outside-window'],
};

/** After a share `value` of the fixes (default 0.1) the contact lets go for six tenths of a second; both changes are sent. */
export const sensorChatter: FaultRule = {
  fixes: (stream, fault, vehicle, random) => {
    if (!wired(vehicle)) return stream;
    return stream.flatMap((sent, i) => {
      const next = stream[i + 1];
      const { what } = sent;
      if (next === undefined || !strikes(fault, what.ts_ms) || !random.chance(fault.value ?? 0.1)) return [sent];
      if (next.what.ts_ms - what.ts_ms < 1_000) return [sent];
      const changes = CHATTER_MS.map((after_ms, n): Sent<Fix> => {
        const share = after_ms / (next.what.ts_ms - what.ts_ms);
        const between = {
          ...what,
          ts_ms: what.ts_ms + after_ms,
          lat: Number((what.lat + (next.what.lat - what.lat) * share).toFixed(7)),
          lon: Number((what.lon + (next.what.lon - what.lon) * share).toFixed(7)),
        };
        return { ...sent, at_ms: sent.at_ms + after_ms, what: geared(between, (now) => (n === 0 ? !now : now)) };
      });
      return [sent, ...changes];
    });
  },
  expects: never,
};

/** The device reports every `value` seconds only (default 120), and when a switched input changes. */
export const sampling: FaultRule = {
  fixes: (stream, fault) => {
    let last: Fix | null = null;
    return stream.filter(({ what }) => {
      const switched = last !== null && (last.ignition !== what.ignition || !sameGear(last, what));
      const due = last === null || what.ts_ms - last.ts_ms >= (fault.value ?? 120) * 1000;
      if (strikes(fault, what.ts_ms) && !due && !switched) return false;
      last = what;
      return true;
    });
  },
  expects: (lasted_s, fault, { interval_s }) => {
    const every_s = fault.value ?? 120;
    return every_s > Math.max(120, 3 * interval_s) && lasted_s > 4 * every_s ? 'signal-lost' : null;
  },
  mayCause: ['signal-lost', 'missed', 'will-miss'],
};

/**
 * The device breaks when the period begins; after `value` minutes (default 4) another one is fitted and reports to the end of
 * the scenario: other id, its own counters.
 */
export const deviceSwap: FaultRule = {
  fixes: (stream, fault, { device }) => {
    const fitted_ms = (fault.from_s + (fault.value ?? FITTING_MIN) * 60) * 1000;
    const first = stream.find(({ what }) => what.ts_ms >= fitted_ms)?.what;
    return stream.flatMap((sent): Sent<Fix>[] => {
      const { what } = sent;
      if (what.ts_ms < fault.from_s * 1000 || first === undefined) return [sent];
      if (what.ts_ms < fitted_ms) return [];
      const odometer_km = Number((what.odometer_km - first.odometer_km).toFixed(2));
      return [{ ...sent, device: `${device}b`, what: { ...what, odometer_km, seq: what.seq - first.seq + 1 } }];
    });
  },
  expects: (_, fault, { interval_s }) =>
    (fault.value ?? FITTING_MIN) * 60 > Math.max(120, 3 * interval_s) + interval_s ? 'signal-lost' : null,
  mayCause: ['missed', 'will-miss'],
};

const sameGear = (a: Fix, b: Fix): boolean => JSON.stringify(a.gear) === JSON.stringify(b.gear);
