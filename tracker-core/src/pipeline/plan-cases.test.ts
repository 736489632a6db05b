import type { PlannedSide, Side, UncoveredReason } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { assess } from '../coverage/assess.ts';
import { createLedger, credit } from '../coverage/ledger.ts';
import { recomputeVehicle } from './recompute.ts';
import { Driver, planOf, SWEEPER, townOf, type LegText, type Sending } from './testing/town.ts';

/**
 * A straight street of 200 m running east, drawn from west to east: a sweeper drives it as each case says, and the metres
 * follow from DOMAIN.md. Told for right-hand traffic; the mirrored town must give the mirrored answer.
 */
interface Case {
  readonly plan: readonly PlannedSide[];
  readonly passes?: number;
  readonly drives: readonly (readonly ['east' | 'west', (Sending & { until?: number; pause_s?: number })?])[];
  /** Metres covered of each leg, over all passes. */
  readonly covered: Partial<Record<Side, number>>;
  readonly reason?: UncoveredReason;
}

const CASES: Record<string, Case> = {
  'driven east: the right kerb': { plan: ['right'], drives: [['east']], covered: { right: 200 } },
  'driven west: the left kerb': { plan: ['left'], drives: [['west']], covered: { left: 200 } },
  'the other kerb, which no plan asked for': {
    plan: ['right'],
    drives: [['west']],
    covered: { right: 0 },
    reason: 'wrong-side',
  },
  'both kerbs, there and back': { plan: ['both'], drives: [['east'], ['west']], covered: { right: 200, left: 200 } },
  'one of two kerbs: the other is not reached, not wrong': {
    plan: ['both'],
    drives: [['east']],
    covered: { right: 200, left: 0 },
    reason: 'not-reached',
  },
  'brush up': { plan: ['right'], drives: [['east', { brush: false }]], covered: { right: 0 }, reason: 'gear-off' },
  'brush down at 38 km/h': {
    plan: ['right'],
    drives: [['east', { speed_kmh: 38 }]],
    covered: { right: 0 },
    reason: 'too-fast',
  },
  'brush up at 38 km/h is only driving': {
    plan: ['right'],
    drives: [['east', { speed_kmh: 38, brush: false }]],
    covered: { right: 0 },
    reason: 'not-reached',
  },
  'nothing driven': { plan: ['right'], drives: [], covered: { right: 0 }, reason: 'not-reached' },
  'half of it': { plan: ['right'], drives: [['east', { until: 100 }]], covered: { right: 100 }, reason: 'not-reached' },
  'two passes': { plan: ['right'], passes: 2, drives: [['east'], ['east', { pause_s: 300 }]], covered: { right: 400 } },
  'one pass of two': { plan: ['right'], passes: 2, drives: [['east']], covered: { right: 200 }, reason: 'not-reached' },
  'a centre leg, by either direction': { plan: ['centre'], drives: [['west']], covered: { centre: 200 } },
};

describe.each(['right', 'left'] as const)('driving on the %s', (drivesOn) => {
  const mirrored = (side: PlannedSide): PlannedSide =>
    drivesOn === 'right' ? side : side === 'left' ? 'right' : side === 'right' ? 'left' : side;

  it.each(Object.entries(CASES))('%s', (_name, { plan: sides, passes = 1, drives, covered, reason }) => {
    const town = townOf([
      {
        id: 'street',
        line: [
          [0, 0],
          [200, 0],
        ],
      },
    ]);
    const legs = sides.map(mirrored).flatMap((side): LegText[] =>
      side === 'both'
        ? [
            { street: 'street', side: 'left', passes },
            { street: 'street', side: 'right', passes },
          ]
        : [{ street: 'street', side, passes }],
    );
    const plan = planOf(town, legs);
    const driver = new Driver();
    for (const [way, { until, pause_s = 150, ...sending } = {}] of drives) {
      driver.wait(pause_s);
      const right_m = drivesOn === 'right' ? 3 : -3;
      const to = until ?? 220;
      if (way === 'east') driver.drive([-20, 0], [to, 0], { noise_m: 0.5, right_m, ...sending });
      else driver.drive([220, 0], [-20, 0], { noise_m: 0.5, right_m, ...sending });
      if (until !== undefined) driver.stand([until, -right_m], 60, { noise_m: 0.5, brush: false });
    }
    const setting = { ...SWEEPER, drivesOn };
    const facts = recomputeVehicle({ setting, network: town }, driver.fixes, [plan]);
    const ledger = createLedger(plan, town, { drivesOn });
    for (const passage of facts.passages) credit(ledger, passage);
    const result = assess(ledger, town, { silences: facts.silences });

    for (const [side, metres] of Object.entries(covered)) {
      const own = result.legs.filter(({ leg }) => leg.side === mirrored(side as Side));
      expect(own.reduce((sum, leg) => sum + leg.covered_cm, 0) / 100).toBeGreaterThan(metres - 3);
      expect(own.reduce((sum, leg) => sum + leg.covered_cm, 0) / 100).toBeLessThan(metres + 3);
    }
    const rest_cm = result.planned_cm - result.covered_cm;
    if (reason !== undefined) expect(result.uncovered_cm[reason]).toBeGreaterThanOrEqual(0.95 * rest_cm);
    expect(Object.values(result.uncovered_cm).reduce((a, b) => a + b, 0)).toBe(rest_cm);
  });
});
