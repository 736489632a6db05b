import { describe, expect, it } from 'vitest';
import type { PlannedAssignment } from '../pipeline/plan.ts';
import { recomputeVehicle } from '../pipeline/recompute.ts';
import type { VehicleSetting } from '../pipeline/stages.ts';
import { Driver, MORNING_MS, planOf, SWEEPER, townOf, type Street } from '../pipeline/testing/town.ts';
import type { Network } from '../network/network.ts';
import { assess, type AssessOptions } from './assess.ts';
import { createLedger, credit } from './ledger.ts';
import { marksOf } from './marks.ts';

function result(
  town: Network,
  plan: PlannedAssignment,
  driver: Driver,
  more: { setting?: Partial<VehicleSetting>; lateCounts?: boolean; options?: AssessOptions } = {},
) {
  const setting = { ...SWEEPER, ...more.setting };
  const facts = recomputeVehicle({ setting, network: town }, driver.fixes, [plan]);
  const ledger = createLedger(plan, town, { drivesOn: setting.drivesOn, lateCounts: more.lateCounts ?? false });
  for (const passage of facts.passages) credit(ledger, passage);
  const assessment = assess(ledger, town, { silences: facts.silences, ...more.options });
  const metres = Object.fromEntries(
    assessment.legs.map(({ leg, pass, covered_cm }) => [`${leg.side}${pass}`, Math.round(covered_cm / 1000) * 10]),
  );
  const marks = [
    ...new Set(
      assessment.legs.flatMap(({ pieces }) =>
        pieces.flatMap((p) => (p.state === 'covered' ? marksOf(p.pass.marks) : [])),
      ),
    ),
  ];
  return { ...assessment, metres, marks, facts, passages: facts.passages };
}

const street = (oneway: Street['oneway'] = 'no', length_m = 200) =>
  townOf([
    {
      id: 'street',
      line: [
        [0, 0],
        [length_m, 0],
      ],
      oneway,
    },
  ]);
const both = [
  { street: 'street', side: 'left' as const },
  { street: 'street', side: 'right' as const },
];

describe('which kerb a drive serves', () => {
  it('one-way: an offset of 4 m held over the street decides its side', () => {
    const town = street('forward');
    const left = result(
      town,
      planOf(town, both),
      new Driver().drive([-20, 0], [220, 0], { right_m: -4, noise_m: 0.5 }),
    );
    expect(left.metres).toEqual({ left1: 200, right1: 0 });
    expect(left.marks).toEqual([]);
    const right = result(
      town,
      planOf(town, both),
      new Driver().drive([-20, 0], [220, 0], { right_m: 4, noise_m: 0.5 }),
    );
    expect(right.metres).toEqual({ left1: 0, right1: 200 });
  });

  it('one-way: in the middle of the lane, the planned side that lacks a pass, marked as assumed', () => {
    const town = street('forward');
    const driver = () => new Driver().drive([-20, 0], [220, 0], { right_m: 0.5, noise_m: 0.5 });
    const left = result(town, planOf(town, both.slice(0, 1)), driver());
    expect(left.metres).toEqual({ left1: 200 });
    expect(left.marks).toEqual(['side-assumed']);
    const twice = driver().wait(300).drive([-20, 0], [220, 0], { right_m: 0.5, noise_m: 0.5 });
    expect(result(town, planOf(town, both), twice).metres).toEqual({ left1: 200, right1: 200 });
    expect(result(town, planOf(town, both), driver()).metres).toEqual({ left1: 0, right1: 200 });
  });

  it('one-way: an accuracy of 12 m makes 4 m mean nothing', () => {
    const town = street('forward');
    const driver = new Driver().drive([-20, 0], [220, 0], { right_m: -4, accuracy_m: 12 });
    expect(result(town, planOf(town, both), driver).marks).toEqual(['side-assumed']);
  });

  it('an assumed side never makes the other one wrong-side', () => {
    const town = street('forward');
    const twice = new Driver()
      .drive([-20, 0], [220, 0], { right_m: 0 })
      .wait(300)
      .drive([-20, 0], [220, 0], { right_m: 0 });
    const { uncovered_cm } = result(town, planOf(town, both.slice(1)), twice);
    expect(uncovered_cm['wrong-side']).toBe(0);
  });

  it('one-way: driven against its sense it counts, marked', () => {
    const town = street('backward');
    const { metres, marks } = result(
      town,
      planOf(town, both.slice(1)),
      new Driver().drive([-20, 0], [220, 0], { right_m: 4, noise_m: 0.5 }),
    );
    expect(metres).toEqual({ right1: 200 });
    expect(marks).toEqual(['against-oneway']);
  });

  it('a left-hand sweeper serves its left, one with two brushes both', () => {
    const town = street();
    const driver = () => new Driver().drive([-20, 0], [220, 0], { noise_m: 0.5 });
    expect(result(town, planOf(town, both), driver(), { setting: { serves: 'left' } }).metres).toEqual({
      left1: 200,
      right1: 0,
    });
    expect(result(town, planOf(town, both), driver(), { setting: { serves: 'both' } }).metres).toEqual({
      left1: 200,
      right1: 200,
    });
  });

  it('turning round half-way serves half of either kerb', () => {
    const town = street();
    const driver = new Driver().drive([-20, 0], [100, 0]).drive([100, 0], [-20, 0]);
    const { metres } = result(town, planOf(town, both), driver);
    expect(metres['right1']).toBeGreaterThanOrEqual(90);
    expect(metres['left1']).toBeGreaterThanOrEqual(90);
    expect(metres['left1']! + metres['right1']!).toBeLessThanOrEqual(220);
  });

  it('standing and jittering to and fro serves nothing behind it', () => {
    const town = street();
    const driver = new Driver()
      .drive([-20, 0], [100, 0])
      .stand([100, -3], 120, { noise_m: 3 })
      .drive([100, 0], [220, 0]);
    expect(result(town, planOf(town, both), driver).metres).toEqual({ left1: 0, right1: 200 });
  });

  it('edges on the same ground get the same passages, mirrored where one is drawn the other way', () => {
    const town = townOf([
      {
        id: 'street',
        line: [
          [0, 0],
          [200, 0],
        ],
      },
      {
        id: 'twin',
        line: [
          [200, 0],
          [0, 0],
        ],
      },
    ]);
    const legs = [
      { street: 'street', side: 'right' as const },
      { street: 'twin', side: 'left' as const },
    ];
    const { covered_cm, planned_cm } = result(town, planOf(town, legs), new Driver().drive([-20, 0], [220, 0]));
    expect(planned_cm - covered_cm).toBeLessThan(400);
  });
});

describe('work', () => {
  it('a gear contact that drops out for two seconds changes nothing', () => {
    const town = street();
    const driver = new Driver();
    for (let i = 0; i < 8; i++)
      driver.drive([i * 30 - 20, 0], [i * 30 + 5, 0]).drive([i * 30 + 6, 0], [i * 30 + 8, 0], { brush: false });
    expect(result(town, planOf(town, both.slice(1)), driver).metres).toEqual({ right1: 200 });
  });

  it('a vehicle without wiring is judged by speed, marked', () => {
    const town = street();
    const driver = new Driver().drive([-20, 0], [220, 0], { brush: false });
    const { metres, marks } = result(town, planOf(town, both.slice(1)), driver, { setting: { gearWired: 0 } });
    expect(metres).toEqual({ right1: 200 });
    expect(marks).toEqual(['speed-only']);
  });

  it('eleven per cent over is too fast, nine per cent is not, and nine seconds are not', () => {
    const town = street();
    const at = (speed_kmh: number) =>
      result(town, planOf(town, both.slice(1)), new Driver().drive([-20, 0], [220, 0], { speed_kmh })).metres['right1'];
    expect(at(12.9 * 1.09)).toBe(200);
    expect(at(12.9 * 1.12)).toBe(0);
    const spurt = new Driver()
      .drive([-20, 0], [100, 0])
      .drive([105, 0], [145, 0], { speed_kmh: 18 })
      .drive([148, 0], [220, 0]);
    expect(result(town, planOf(town, both.slice(1)), spurt).metres).toEqual({ right1: 200 });
  });

  it('a pause at a light leaves no hole', () => {
    const town = street();
    const driver = new Driver()
      .drive([-20, 0], [100, 0], { noise_m: 0.5 })
      .stand([100, -3], 90, { noise_m: 0.5 })
      .drive([100, 0], [220, 0], { noise_m: 0.5 });
    const { planned_cm, covered_cm } = result(town, planOf(town, both.slice(1)), driver);
    expect(planned_cm - covered_cm).toBeLessThan(300);
  });

  it('a second pass counts after two minutes, not before', () => {
    const town = street();
    const plan = planOf(town, [{ street: 'street', side: 'centre', passes: 2 }]);
    const back = (seconds: number) => new Driver().drive([-20, 0], [220, 0]).wait(seconds).drive([220, 0], [-20, 0]);
    expect(result(town, plan, back(300)).metres).toEqual({ centre1: 200, centre2: 200 });
    expect(result(town, plan, back(0)).metres['centre2']).toBeLessThan(120);
  });
});

describe('why a metre is not covered', () => {
  it('no-data: a silence of five minutes hides what could be reached in it, and nothing farther', () => {
    const town = townOf([
      {
        id: 'street',
        line: [
          [0, 0],
          [600, 0],
        ],
      },
      {
        id: 'far',
        line: [
          [600, 0],
          [9_000, 0],
        ],
      },
    ]);
    const plan = planOf(town, [
      { street: 'street', side: 'right' },
      { street: 'far', side: 'right' },
    ]);
    const driver = new Driver().drive([-20, 0], [200, 0]).wait(300).drive([400, 0], [620, 0]);
    const { legs, uncovered_cm } = result(town, plan, driver);
    const hole = legs[0]!.pieces.filter((piece) => piece.state === 'uncovered');
    expect(hole).toHaveLength(1);
    expect(hole[0]).toMatchObject({ reason: 'no-data' });
    expect(Math.abs(hole[0]!.from_cm - 20_000)).toBeLessThan(500);
    expect(Math.abs(hole[0]!.to_cm - 40_000)).toBeLessThan(500);
    // 300 s at 50 km/h are 4.17 km: from 200 m out to where one must turn for 400 m.
    const last = legs[1]!.pieces.find((piece) => piece.state === 'uncovered' && piece.reason === 'no-data');
    expect(Math.abs(last!.to_cm / 100 + 600 - (200 + 400 + 4_167) / 2)).toBeLessThan(30);
    expect(uncovered_cm['not-reached']).toBeGreaterThan(600_000);
  });

  it('parked with the ignition off is no silence', () => {
    const town = street('no', 600);
    const driver = new Driver()
      .drive([-20, 0], [200, 0])
      .fix(200, -3, 0, 90, { ignition: false })
      .wait(1_200)
      .drive([200, 0], [210, 0]);
    expect(result(town, planOf(town, both.slice(1)), driver).uncovered_cm['no-data']).toBe(0);
  });

  it('excused comes first, and what was covered stays covered', () => {
    const town = street();
    const plan = planOf(town, both.slice(1), {
      excuses: [{ edge: 0, side: 'right', from_cm: 5_000, to_cm: 15_000, ground: 'works' }],
    });
    const { excused_cm, covered_cm } = result(
      town,
      plan,
      new Driver().drive([-20, 0], [100, 0]).stand([100, -3], 30, { brush: false }),
    );
    expect(Math.abs(excused_cm - 5_000)).toBeLessThan(300);
    expect(Math.abs(covered_cm - 10_000)).toBeLessThan(300);
  });

  it('one surplus pass on the other kerb explains one missing pass', () => {
    const town = street();
    const plan = planOf(town, [{ street: 'street', side: 'right', passes: 2 }]);
    const { uncovered_cm } = result(town, plan, new Driver().drive([220, 0], [-20, 0]));
    expect(Math.abs(uncovered_cm['wrong-side'] - 20_000)).toBeLessThan(300);
    expect(Math.abs(uncovered_cm['not-reached'] - 20_000)).toBeLessThan(300);
  });

  it('work that another plan asked for explains nothing here', () => {
    const town = street();
    const [left, right] = [planOf(town, both.slice(0, 1), { assignment: 'b' }), planOf(town, both.slice(1))];
    const { uncovered_cm } = result(town, right, new Driver().drive([220, 0], [-20, 0]), {
      options: { otherPlans: [left] },
    });
    expect(uncovered_cm['wrong-side']).toBe(0);
  });

  it('late evidence counts only where it is accepted; until then there is no data', () => {
    const town = street();
    const driver = () => new Driver().drive([-20, 0], [220, 0], { late: true });
    const first = result(town, planOf(town, both.slice(1)), driver());
    expect(first.uncovered_cm['no-data']).toBe(20_000 - first.covered_cm);
    const revised = result(town, planOf(town, both.slice(1)), driver(), { lateCounts: true });
    expect(revised.metres).toEqual({ right1: 200 });
    expect(revised.marks).toEqual(['late-evidence']);
  });

  it('only the part driven inside the window counts', () => {
    const town = street();
    const plan = planOf(town, both.slice(1), { to_ms: MORNING_MS + 48_000 });
    expect(result(town, plan, new Driver().drive([-20, 0], [220, 0])).metres).toEqual({ right1: 100 });
  });

  it('nothing received and nothing awaited: every metre without data', () => {
    const town = street();
    const { uncovered_cm } = result(town, planOf(town, both), new Driver(), { options: { blind: true } });
    expect(uncovered_cm['no-data']).toBe(2 * town.edges[0]!.length_cm);
  });
});
