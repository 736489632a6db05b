import type { FaultKind, FaultSpec, Scenario } from '@sweepline/simulator/pure';

/** A named set-up of the virtual fleet, the same in every town. */
export interface Case {
  readonly name: string;
  /** What is special about it, for the documentation. */
  readonly about: string;
  readonly scenario: Scenario;
  /** Most that the covered length may err, in per cent of the planned. */
  readonly error_pct?: number;
  /** Least share of the metres on the right side, per cent. */
  readonly side_pct?: number;
}

const FLEET = 6;
const BASE: Scenario = {
  municipality: {
    id: 'truth',
    name: { ru: 'Проверка', en: 'Truth' },
    timezone: 'UTC',
    locale: 'en',
    drivesOn: 'right',
  },
  contractors: [{ id: 'truth-c1', name: { ru: 'Подрядчик', en: 'Contractor' } }],
  fleet: { size: FLEET, wash: 0.34, interval_s: [5, 5], slow: 0, unwired: 0, sigma_m: [1, 2] },
  length_min: 130,
  shifts: [{ vehicles: [1, FLEET], start_min: [3, 6], length_min: [95, 110], load: [0.6, 0.7] }],
  faults: [],
};

interface Change {
  readonly fleet?: Partial<Scenario['fleet']>;
  readonly faults?: readonly FaultSpec[];
  readonly minutes?: number;
}

function caseOf(name: string, about: string, change: Change, targets: Pick<Case, 'error_pct' | 'side_pct'> = {}): Case {
  const { fleet, faults = [], minutes } = change;
  const scenario: Scenario = {
    ...BASE,
    municipality: { ...BASE.municipality, id: `truth-${name}` },
    fleet: { ...BASE.fleet, ...fleet },
    faults: [...faults],
    ...(minutes === undefined
      ? {}
      : {
          length_min: minutes,
          shifts: BASE.shifts.map((shift) => ({
            ...shift,
            length_min: [minutes - 30, minutes - 20] as [number, number],
          })),
        }),
  };
  return { name, about, scenario, ...targets };
}

/** The fault on every vehicle, each some minutes after the one before. */
function onAll(kind: FaultKind, from_min: number, to_min: number, value?: number, apart_min = 2): FaultSpec[] {
  return Array.from({ length: FLEET }, (_, i) => ({
    kind,
    vehicle: i + 1,
    from_min: from_min + i * apart_min,
    to_min: to_min + i * apart_min,
    ...(value === undefined ? {} : { value }),
  }));
}
const always = (kind: FaultKind, value?: number): FaultSpec[] => onAll(kind, 0, 130, value, 0);
const one = (kind: FaultKind, vehicle: number, from_min: number, to_min: number, value?: number): FaultSpec => ({
  kind,
  vehicle,
  from_min,
  to_min,
  ...(value === undefined ? {} : { value }),
});
const every = (interval_s: number): Partial<Scenario['fleet']> => ({ interval_s: [interval_s, interval_s] });

/** The fixed set. */
export const CASES: readonly Case[] = [
  caseOf('clean-1s', 'no fault, a fix a second', { fleet: every(1) }, { error_pct: 0.5, side_pct: 99.5 }),
  caseOf('clean-5s', 'no fault, a fix every 5 s', { fleet: every(5) }, { error_pct: 0.5, side_pct: 99.5 }),
  caseOf('every-15s', 'a fix every 15 s', { fleet: every(15) }, { error_pct: 2 }),
  caseOf('every-60s', 'a fix every 60 s', { fleet: every(60) }, { error_pct: 5 }),
  caseOf('every-120s', 'a fix every 120 s', { fleet: every(120) }),
  caseOf('mixed', 'devices of 1 to 15 s and of 60 s in one fleet', { fleet: { interval_s: [1, 15], slow: 0.34 } }),
  caseOf('unwired', 'no gear wiring: judged by speed alone', { fleet: { unwired: 1 } }),
  caseOf('white-noise', 'each fix errs anew, σ 6 m', { faults: always('white-noise', 6) }),
  caseOf('noise', 'the error wanders, σ 8 m', { faults: always('noise', 8) }, { error_pct: 1.5 }),
  caseOf('canyon', 'twice 7 minutes 10–30 m aside, held', {
    faults: [...onAll('canyon', 20, 27), ...onAll('canyon', 40, 47)],
  }),
  caseOf('gap', 'fixes of 6 and of 4 minutes lost', {
    faults: [...onAll('gap', 22, 28), ...onAll('gap', 45, 49)],
  }),
  caseOf('outage', '20 minutes without radio, then a burst', { faults: onAll('outage', 20, 40) }),
  caseOf('duplicates', 'half of the messages twice', { faults: onAll('duplicates', 15, 75, undefined, 0) }),
  caseOf('reorder', 'groups of six arrive backwards', { faults: onAll('reorder', 20, 50, undefined, 0) }),
  caseOf('clock-skew', 'the clock 4 minutes behind', { faults: onAll('clock-skew', 20, 50, -240) }),
  caseOf('clock-ahead', 'the clock 4 minutes ahead: refused', { faults: onAll('clock-skew', 25, 40, 240) }),
  caseOf('clock-jump', 'the clock back by 45 s and right again', { faults: onAll('clock-jump', 25, 45) }),
  caseOf('sensor-stuck', 'the contact says down all shift', {
    faults: onAll('sensor-stuck', 0, 200, 1, 0),
    minutes: 200,
  }),
  caseOf('sensor-off', 'the contact says up while the gear works', { faults: onAll('sensor-stuck', 25, 40, 0) }),
  caseOf('sensor-chatter', 'the contact lets go for 0.6 s again and again', { faults: always('sensor-chatter', 0.1) }),
  caseOf('wrong-side', 'works the other kerb', { faults: onAll('wrong-side', 25, 40) }),
  caseOf('skip', 'leaves out legs', { faults: onAll('skip', 25, 45) }),
  caseOf('too-fast', 'works at 22 km/h', { faults: onAll('too-fast', 25, 35) }),
  caseOf('gear-up', 'drives its legs with the gear up', { faults: onAll('gear-up', 25, 35) }),
  caseOf('gear-stuck', 'stands 12 minutes with the gear down', { faults: onAll('gear-stuck', 25, 45) }),
  caseOf('parked-star', 'parked, the fixes scatter by 40 m', { faults: onAll('parked-star', 25, 50) }),
  caseOf('gps-jump', 'single fixes far away', { faults: onAll('gps-jump', 20, 50) }),
  caseOf('conflict', 'instants told twice, differently', { faults: onAll('conflict', 25, 40) }),
  caseOf('device-swap', 'another device after 4 minutes without', { faults: onAll('device-swap', 30, 130) }),
  caseOf('sampling', 'devices of 5 s fall to 120 s for a while', { faults: onAll('sampling', 20, 50, 120) }),
  caseOf('drivers', 'late, absent, idle, off the route, a breakdown, a closed road', {
    faults: [
      one('late-start', 1, 0, 120, 30),
      one('no-show', 2, 0, 130),
      one('idle', 3, 30, 50),
      one('off-route', 4, 30, 60),
      one('breakdown', 5, 40, 60),
      one('road-closed', 6, 30, 60),
    ],
  }),
  caseOf('everything', 'noise σ 4 m, 15 s, and a fault of another kind on each vehicle', {
    fleet: every(15),
    faults: [
      ...always('noise', 4),
      one('gap', 1, 25, 32),
      one('outage', 2, 20, 45),
      one('duplicates', 2, 45, 80),
      one('wrong-side', 3, 25, 40),
      one('too-fast', 4, 25, 35),
      one('skip', 5, 25, 45),
      one('gear-up', 6, 25, 35),
      one('canyon', 6, 40, 47),
    ],
  }),
];
