import type { FaultKind } from '@sweepline/simulator/pure';
import type { Case } from './scenarios.ts';
import { error_pct, foundOf, side_pct, sumOf, type Figures } from './score/figures.ts';

/** What one scenario gave in one town, over all seeds. */
export interface Row {
  readonly town: string;
  readonly of: Case;
  readonly figures: Figures;
}

export interface Verdict {
  readonly what: string;
  readonly target: string;
  readonly got: string;
  readonly met: boolean;
}

const FOUND_PCT = 95;
const FALSE_PER_100_H = 1;
/** None of these may be missed; what is told late is counted among those not found in time. */
const NEVER_MISSED: Readonly<Record<string, readonly FaultKind[]>> = {
  gap: ['gap'],
  'wrong side': ['wrong-side'],
  'skipped street': ['skip'],
  'too fast': ['too-fast'],
  'gear up': ['gear-up', 'sensor-stuck'],
};

const shown = (value: number): string => `${value.toFixed(2)} %`;
/** The row that does worst, named with its town. */
function worstOf(rows: readonly Row[], badness: (figures: Figures) => number): Row {
  return rows.reduce((worst, row) => (badness(row.figures) > badness(worst.figures) ? row : worst));
}

/** The length error of all towns as one: their metres at fault by their planned metres. */
const together = (rows: readonly Row[]): string =>
  rows.length < 2 ? '' : `; all towns together ${shown(error_pct(sumOf(rows.map(({ figures }) => figures))))}`;

/** The stated targets, each held in every town by itself; only those that the rows can say anything about. */
export function verdictsOf(rows: readonly Row[]): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const of of new Set(rows.map((row) => row.of))) {
    const own = rows.filter((row) => row.of === of);
    if (of.error_pct !== undefined) {
      const worst = worstOf(own, error_pct);
      const got = error_pct(worst.figures);
      const what = `${of.name}: length error, worst town`;
      verdicts.push({
        what,
        target: `≤ ${of.error_pct} %`,
        got: `${shown(got)} (${worst.town})${together(own)}`,
        met: got <= of.error_pct,
      });
    }
    if (of.side_pct !== undefined) {
      const worst = worstOf(own, (figures) => -side_pct(figures));
      const got = side_pct(worst.figures);
      const what = `${of.name}: side accuracy, worst town`;
      verdicts.push({
        what,
        target: `≥ ${of.side_pct} %`,
        got: `${shown(got)} (${worst.town})`,
        met: got >= of.side_pct,
      });
    }
  }
  const all = sumOf(rows.map(({ figures }) => figures));
  if (all.faults.length > 0) {
    const found = foundOf(all);
    const got = (100 * found) / all.faults.length;
    verdicts.push({
      what: 'detectable faults found in time',
      target: `≥ ${FOUND_PCT} %`,
      got: `${shown(got)} (${found} of ${all.faults.length})`,
      met: got >= FOUND_PCT,
    });
  }
  for (const [name, kinds] of Object.entries(NEVER_MISSED)) {
    const own = all.faults.filter(({ fault }) => kinds.includes(fault));
    if (own.length === 0) continue;
    const missed = own.filter(({ stands }) => !stands).length;
    const late = own.filter(({ found, stands }) => stands && !found).length;
    verdicts.push({
      what: `${name}: missed`,
      target: 'none',
      got: `${missed} of ${own.length}${late === 0 ? '' : `; ${late} told late`}`,
      met: missed === 0,
    });
  }
  const rate = (100 * all.falseIncidents.length) / all.vehicle_h;
  verdicts.push({
    what: 'false incidents per 100 vehicle-hours',
    target: `≤ ${FALSE_PER_100_H}`,
    got: `${rate.toFixed(2)} (${all.falseIncidents.length} in ${all.vehicle_h.toFixed(0)} h)`,
    met: rate <= FALSE_PER_100_H,
  });
  return verdicts;
}
