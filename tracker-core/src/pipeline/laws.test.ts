import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standing } from '../incidents/fact.ts';
import { recomputeVehicle } from './recompute.ts';
import type { Fix, Passage } from './stages.ts';
import { finishVehicle, startVehicle, step, tick, type Facts, type VehicleState } from './step.ts';
import { Driver, MORNING_MS, ORIGIN, planOf, SWEEPER, townOf, type Sending, type Street } from './testing/town.ts';

// Two by two blocks of 150 m, the middle street one-way.
const grid = [0, 150, 300];
const streets: readonly Street[] = [
  ...grid.flatMap((north) =>
    [0, 150].map((east) => ({
      id: `h${east}-${north}`,
      line: [
        [east, north],
        [east + 150, north],
      ] as [number, number][],
      oneway: north === 150 ? ('forward' as const) : ('no' as const),
    })),
  ),
  ...grid.flatMap((east) =>
    [0, 150].map((north) => ({
      id: `v${east}-${north}`,
      line: [
        [east, north],
        [east, north + 150],
      ] as [number, number][],
    })),
  ),
];
const town = townOf(streets);
const plan = planOf(
  town,
  [
    { street: 'h0-0', side: 'right' },
    { street: 'h150-150', side: 'left' },
    { street: 'v300-0', side: 'centre', passes: 2 },
  ],
  { from_ms: MORNING_MS, to_ms: MORNING_MS + 900_000 },
);

const corner = fc.tuple(fc.constantFrom(...grid), fc.constantFrom(...grid));
const sending: fc.Arbitrary<Sending> = fc.record({
  speed_kmh: fc.constantFrom(4, 9, 12, 25),
  brush: fc.boolean(),
  interval_s: fc.constantFrom(1, 5, 15),
  noise_m: fc.constantFrom(0, 1, 4),
});

/** Drives along the grid from corner to corner, with stops and silences. */
const tracks = fc
  .tuple(
    fc.integer({ min: 1, max: 1_000 }),
    corner,
    fc.array(fc.tuple(corner, sending, fc.constantFrom(0, 0, 30, 400, 2_500)), { minLength: 1, maxLength: 5 }),
  )
  .map(([seed, start, legs]) => {
    const driver = new Driver(MORNING_MS, seed);
    let at = start;
    for (const [to, how, wait_s] of legs) {
      const turn = [to[0], at[1]] as const;
      if (turn[0] !== at[0]) driver.drive(at, turn, how);
      if (turn[1] !== to[1]) driver.drive(turn, to, how);
      driver.wait(wait_s);
      at = to;
    }
    return driver.fixes;
  });

const collect = (all: readonly Facts[]) => ({
  matched: all.flatMap(({ matched }) => matched),
  passages: all.flatMap(({ passages }) => passages),
  silences: all.flatMap(({ silences }) => silences),
  incidents: standing(all.flatMap(({ incidents }) => incidents)),
});

function run(state: VehicleState, fixes: readonly Fix[]): Facts[] {
  return fixes.map((fix) => step(state, fix, [plan]));
}

describe('replay', () => {
  it('the same fixes give the same facts, byte for byte, live or recomputed', () => {
    fc.assert(
      fc.property(tracks, (fixes) => {
        const state = startVehicle(SWEEPER, town);
        const live = collect([...run(state, fixes), finishVehicle(state, [plan])]);
        const { distance_m, ...offline } = recomputeVehicle({ setting: SWEEPER, network: town }, fixes, [plan]);
        expect(JSON.stringify(offline)).toBe(JSON.stringify(live));
        expect(distance_m).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 60 },
    );
  });

  it('stopped anywhere and brought up again from the stored fixes, the same facts follow', () => {
    fc.assert(
      fc.property(tracks, fc.nat(), (fixes, cut) => {
        const at = cut % (fixes.length + 1);
        const unbroken = startVehicle(SWEEPER, town);
        run(unbroken, fixes.slice(0, at));
        const restored = startVehicle(SWEEPER, town);
        run(restored, fixes.slice(0, at));
        const rest = fixes.slice(at);
        const a = collect([...run(unbroken, rest), finishVehicle(unbroken, [plan])]);
        const b = collect([...run(restored, rest), finishVehicle(restored, [plan])]);
        expect(JSON.stringify(b)).toBe(JSON.stringify(a));
      }),
      { numRuns: 40 },
    );
  });

  it('looking at the clock in between changes no fact but what silence says sooner', () => {
    fc.assert(
      fc.property(tracks, (fixes) => {
        const state = startVehicle(SWEEPER, town);
        const all: Facts[] = [];
        fixes.forEach((fix, i) => {
          all.push(step(state, fix, [plan]));
          const next_ms = fixes[i + 1]?.ts_ms ?? fix.ts_ms + 1;
          for (let now_ms = fix.ts_ms + 60_000; now_ms < next_ms; now_ms += 60_000)
            all.push(tick(state, now_ms, [plan]));
        });
        all.push(finishVehicle(state, [plan]));
        const { distance_m: _, ...offline } = recomputeVehicle({ setting: SWEEPER, network: town }, fixes, [plan]);
        expect(JSON.stringify(collect(all))).toBe(JSON.stringify(offline));
      }),
      { numRuns: 40 },
    );
  });
});

describe('passages', () => {
  it('lie on their edges, in time order, each within its drive', () => {
    fc.assert(
      fc.property(tracks, (fixes) => {
        const { passages } = recomputeVehicle({ setting: SWEEPER, network: town }, fixes, []);
        for (const { edge, from_cm, to_cm, enter_ms, leave_ms } of passages) {
          expect(from_cm).toBeGreaterThanOrEqual(0);
          expect(to_cm).toBeGreaterThan(from_cm);
          expect(to_cm).toBeLessThanOrEqual(town.edges[edge]!.length_cm);
          expect(leave_ms).toBeGreaterThanOrEqual(enter_ms);
          expect(enter_ms).toBeGreaterThanOrEqual(fixes[0]!.ts_ms);
          expect(leave_ms).toBeLessThanOrEqual(fixes.at(-1)!.ts_ms);
        }
        for (let i = 1; i < passages.length; i++) {
          expect(passages[i]!.leave_ms).toBeGreaterThanOrEqual(passages[i - 1]!.enter_ms);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('with the brush up all the way nothing is worked', () => {
    fc.assert(
      fc.property(tracks, (fixes) => {
        const up = fixes.map((fix) => ({ ...fix, gear: 0 }));
        const { passages } = recomputeVehicle({ setting: SWEEPER, network: town }, up, [plan]);
        expect(passages.filter(({ verdict }) => verdict === 'worked' || verdict === 'too-fast')).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('in a mirror, driving on the other side, are the same with left and right exchanged', () => {
    const turned = townOf(
      streets.map(({ line, ...street }) => ({ ...street, line: line.map(([e, n]) => [-e, n] as const) })),
    );
    const inMirror = (fix: Fix): Fix => ({
      ...fix,
      lon: 2 * ORIGIN.lon - fix.lon,
      heading_deg: fix.heading_deg === null ? null : (360 - fix.heading_deg) % 360,
    });
    const opposite = { left: 'right', right: 'left', both: 'both', undecided: 'undecided' } as const;
    fc.assert(
      fc.property(tracks, fc.constantFrom('kerb' as const, 'both' as const), (fixes, serves) => {
        const own = recomputeVehicle({ setting: { ...SWEEPER, serves }, network: town }, fixes, []).passages;
        const setting = { ...SWEEPER, serves, drivesOn: 'left' as const };
        const there = recomputeVehicle({ setting, network: turned }, fixes.map(inMirror), []).passages;
        const exchanged = there.map((passage) => ({ ...passage, serves: opposite[passage.serves] }));
        expect(exchanged.map(named)).toEqual(own.map(named));
        // a last digit may fall to either side
        exchanged.forEach((one, i) =>
          measured(one).forEach((n, k) => {
            expect(Math.abs(n - measured(own[i]!)[k]!)).toBeLessThanOrEqual(2);
          }),
        );
      }),
      { numRuns: 100 },
    );
  });
});

const named = ({ vehicle, edge, forward, operation, verdict, serves, marks }: Passage) => [
  [vehicle, edge, forward, operation, verdict, serves],
  marks,
];
const measured = ({ from_cm, to_cm, enter_ms, leave_ms, confidence }: Passage) => [
  from_cm,
  to_cm,
  enter_ms,
  leave_ms,
  100 * confidence,
];
