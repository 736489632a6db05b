import {
  ACT_VERDICTS,
  centimetresOf,
  metresOf,
  minorDigits,
  type ActAnswer,
  type ActFault,
  type ActLine,
  type ActVerdict,
  type PlanFactRow,
} from '@sweepline/contract';
import { evaluate } from '../../claims/money/evaluate.ts';
import { metresText } from '../../claims/money/exact.ts';
import { folded } from '../../lines/table/vocabulary.ts';
import type { ActRow, ReadAct } from './read-act.ts';

export interface ActSetup {
  readonly contract: string;
  readonly currency: string;
  /** Local dates, half-open. */
  readonly from: string;
  readonly to: string;
  /** What was measured under the contract on these dates. */
  readonly measured: readonly PlanFactRow[];
  /** Names of the municipality's routes by id. */
  readonly routes: ReadonlyMap<string, string>;
  /** Plates of the contractor's vehicles by id. */
  readonly plates: ReadonlyMap<string, string>;
  /** Of a kerb metre; null where the contract has none. */
  readonly price: (date: string, route: string) => string | null;
}

/** Within a hundredth of what was measured a claim agrees. */
const AGREES = 100;

interface Work {
  readonly row: PlanFactRow;
  taken: boolean;
}

/** Holds an act against what was measured, row by row; what it leaves out follows. */
export function reconcile({ rows, faults }: ReadAct, setup: ActSetup): ActAnswer {
  const { contract, currency, from, to, measured } = setup;
  const works = measured.map((row): Work => ({ row, taken: false }));
  const byDay = new Map<string, Work[]>();
  for (const work of works) {
    const key = `${work.row.date} ${work.row.route}`;
    const known = byDay.get(key);
    if (known) known.push(work);
    else byDay.set(key, [work]);
  }
  const outside: ActFault[] = [];
  const inside = rows.filter(({ row, date }) => {
    if (date >= from && date < to) return true;
    outside.push({ row, code: 'outside-period', text: date });
    return false;
  });
  const names = new Names(setup);
  const lines = new Map<number, ActLine>();
  // Rows that name a vehicle take theirs first; the others have what is left of the day.
  for (const row of [...inside].sort(
    (a, b) => Number(a.vehicle === null) - Number(b.vehicle === null) || a.row - b.row,
  ))
    lines.set(row.row, lineOf(row, byDay, names, setup));
  const claimed = inside.map(({ row }) => lines.get(row)!);
  const all = [...claimed, ...leftOut(works, setup)];
  return {
    contract,
    currency,
    from,
    to,
    lines: all,
    faults: [...faults, ...outside].sort((a, b) => a.row - b.row),
    unsealed: measured.filter(({ status }) => status !== 'sealed').length,
    totals: totalsOf(all),
  };
}

/** Routes and vehicles by whatever name an act gives them. */
class Names {
  private readonly routes = new Map<string, string[]>();
  private readonly vehicles = new Map<string, string>();

  constructor({ routes, plates }: ActSetup) {
    for (const [id, name] of routes) {
      this.routes.set(folded(id), [id]);
      const known = this.routes.get(folded(name)) ?? [];
      if (!known.includes(id)) this.routes.set(folded(name), [...known, id]);
    }
    for (const [id, plate] of plates) {
      this.vehicles.set(bare(id), id);
      this.vehicles.set(bare(plate), id);
    }
  }

  routesOf(text: string): readonly string[] {
    return this.routes.get(folded(text)) ?? [];
  }
  vehicleOf(text: string): string | undefined {
    return this.vehicles.get(bare(text));
  }
}

/** «KVD 214» is "kvd214". */
const bare = (text: string): string => folded(text).replaceAll(' ', '');

function lineOf(given: ActRow, byDay: ReadonlyMap<string, Work[]>, names: Names, setup: ActSetup): ActLine {
  const { row, date, route: routeText, vehicle: vehicleText, metres_cm, hours_s } = given;
  const routes = names.routesOf(routeText);
  const vehicle = vehicleText === null ? null : (names.vehicleOf(vehicleText) ?? null);
  const found = routes.flatMap((route) => byDay.get(`${date} ${route}`) ?? []);
  const own = vehicleText === null ? found : found.filter((work) => work.row.vehicle === vehicle);
  const free = own.filter(({ taken }) => !taken);
  for (const work of free) work.taken = true;
  const route = free[0]?.row.route ?? own[0]?.row.route ?? routes[0] ?? null;
  const measured = sumOf(free);
  const price = route === null ? null : setup.price(date, route);
  const base = {
    row,
    date,
    routeText,
    route,
    routeName: route === null ? null : (setup.routes.get(route) ?? null),
    vehicleText,
    vehicle,
    plate: vehicle === null ? null : (setup.plates.get(vehicle) ?? null),
  };
  const verdict = ((): ActVerdict => {
    if (routes.length === 0) return 'unknown-route';
    if (vehicleText !== null && vehicle === null) return 'unknown-vehicle';
    if (own.length > 0 && free.length === 0) return 'claimed-twice';
    return metres_cm === null ? compared(hours_s!, measured.worked_s) : compared(metres_cm, measured.covered_cm);
  })();
  const asked =
    given.amount === null
      ? moneyOf(metres_cm, price, setup.currency)
      : Math.round(given.amount * 10 ** minorDigits(setup.currency));
  return { ...base, verdict, ...figures(metres_cm, hours_s, measured, { price, asked, currency: setup.currency }) };
}

function compared(claimed: number, measured: number): ActVerdict {
  if (measured === 0) return claimed === 0 ? 'agrees' : 'not-measured';
  if (Math.abs(claimed - measured) * AGREES <= measured) return 'agrees';
  return claimed > measured ? 'claimed-more' : 'claimed-less';
}

const sumOf = (works: readonly Work[]) => ({
  covered_cm: works.reduce((sum, { row }) => sum + centimetresOf(row.covered_m), 0),
  worked_s: works.reduce((sum, { row }) => sum + row.worked_s, 0),
});

/** Rounded half up once, as a line of a claim is. */
const moneyOf = (length_cm: number | null, price: string | null, currency: string): number | null =>
  length_cm === null || price === null
    ? null
    : evaluate(
        {
          terms: [
            [
              { value: metresText(length_cm), unit: 'metres' },
              { value: price, unit: 'price-per-metre' },
            ],
          ],
          caps: [],
        },
        currency,
      );

const hoursOf = (seconds: number): number => Math.round(seconds / 36) / 100;

function figures(
  claimed_cm: number | null,
  claimed_s: number | null,
  { covered_cm, worked_s }: ReturnType<typeof sumOf>,
  {
    price,
    asked,
    currency,
  }: { readonly price: string | null; readonly asked: number | null; readonly currency: string },
) {
  const measured = moneyOf(covered_cm, price, currency);
  return {
    claimed_m: claimed_cm === null ? null : metresOf(claimed_cm),
    measured_m: metresOf(covered_cm),
    claimed_h: claimed_s === null ? null : hoursOf(claimed_s),
    measured_h: hoursOf(worked_s),
    difference_m: claimed_cm === null ? null : metresOf(claimed_cm - covered_cm),
    difference_h: claimed_s === null ? null : hoursOf(claimed_s - worked_s),
    price,
    claimed: asked,
    measured,
    difference: asked === null || measured === null ? null : asked - measured,
  };
}

/** What was done and is in no row, by date and route. */
function leftOut(works: readonly Work[], setup: ActSetup): ActLine[] {
  const left = new Map<string, Work[]>();
  for (const work of works) {
    if (work.taken || work.row.covered_m === 0) continue;
    const key = `${work.row.date} ${work.row.route}`;
    left.set(key, [...(left.get(key) ?? []), work]);
  }
  return [...left]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, of]): ActLine => {
      const { date, route, routeName, vehicle, plate } = of[0]!.row;
      const alone = of.every((work) => work.row.vehicle === vehicle);
      const price = setup.price(date, route);
      return {
        row: null,
        date,
        routeText: '',
        route,
        routeName,
        vehicleText: null,
        vehicle: alone ? vehicle : null,
        plate: alone ? plate : null,
        verdict: 'not-claimed',
        ...figures(0, null, sumOf(of), { price, asked: price === null ? null : 0, currency: setup.currency }),
      };
    });
}

function totalsOf(lines: readonly ActLine[]): ActAnswer['totals'] {
  const metres = (of: (line: ActLine) => number | null): number =>
    metresOf(lines.reduce((sum, line) => sum + centimetresOf(of(line) ?? 0), 0));
  const whole = (of: (line: ActLine) => number | null): number => lines.reduce((sum, line) => sum + (of(line) ?? 0), 0);
  const hours = (of: (line: ActLine) => number | null): number =>
    lines.reduce((sum, line) => sum + Math.round(100 * (of(line) ?? 0)), 0) / 100;
  const count = (verdict: ActVerdict): number => lines.filter((line) => line.verdict === verdict).length;
  const [claimed, measured] = [whole((line) => line.claimed), whole((line) => line.measured)];
  return {
    verdicts: Object.fromEntries(
      ACT_VERDICTS.map((verdict) => [verdict, count(verdict)]),
    ) as ActAnswer['totals']['verdicts'],
    claimed_m: metres(({ claimed_m }) => claimed_m),
    measured_m: metres(({ measured_m }) => measured_m),
    claimed_h: hours(({ claimed_h }) => claimed_h),
    measured_h: hours(({ measured_h }) => measured_h),
    claimed,
    measured,
    difference: claimed - measured,
  };
}
