import { Type, type Static } from 'typebox';
import { Id } from '../ids.ts';
import { Metres } from '../rest/common.ts';
import { LocalDate } from '../rest/schedules.ts';
import { Currency, Minor } from './money.ts';

/**
 * What a line of a contractor's act comes to against what was measured: `agrees` within one per cent. `not-measured`: claimed,
 * and nothing of it was done or proven. `not-claimed`: done, and not in the act. `claimed-twice`: an earlier row has it.
 */
export const ACT_VERDICTS = [
  'agrees',
  'claimed-more',
  'claimed-less',
  'not-measured',
  'not-claimed',
  'claimed-twice',
  'unknown-route',
  'unknown-vehicle',
] as const;
export type ActVerdict = (typeof ACT_VERDICTS)[number];

/** What is wrong with a row of the act, so that nothing can be said of it. */
export const ACT_FAULTS = ['no-date', 'bad-date', 'outside-period', 'no-route', 'no-quantity', 'bad-number'] as const;
export type ActFaultCode = (typeof ACT_FAULTS)[number];

const orNull = <Of extends Parameters<typeof Type.Array>[0]>(type: Of) => Type.Union([type, Type.Null()]);

export const ActLine = Type.Object({
  /** Row of the sheet; null where the act has none. */
  row: orNull(Type.Integer()),
  date: LocalDate,
  /** As the act names it, and as it is known here. */
  routeText: Type.String(),
  route: orNull(Id),
  routeName: orNull(Type.String()),
  vehicleText: orNull(Type.String()),
  vehicle: orNull(Id),
  plate: orNull(Type.String()),
  verdict: Type.Enum([...ACT_VERDICTS]),
  /** Kerb metres done, and hours at work. */
  claimed_m: orNull(Metres),
  measured_m: orNull(Metres),
  claimed_h: orNull(Type.Number()),
  measured_h: orNull(Type.Number()),
  /** Claimed less measured. */
  difference_m: orNull(Type.Number()),
  difference_h: orNull(Type.Number()),
  /** Price of a kerb metre by the contract; null where it has none for the route. */
  price: orNull(Type.String()),
  /** What the act asks: its own sum, else its metres at the contract's price. */
  claimed: orNull(Minor),
  measured: orNull(Minor),
  difference: orNull(Minor),
});
export type ActLine = Static<typeof ActLine>;

export const ActFault = Type.Object({
  row: Type.Integer(),
  code: Type.Enum([...ACT_FAULTS]),
  /** What stands in the cell. */
  text: Type.String(),
});
export type ActFault = Static<typeof ActFault>;

/** A contractor's act held against what was measured, line by line. */
export const ActAnswer = Type.Object({
  contract: Id,
  currency: Currency,
  from: LocalDate,
  to: LocalDate,
  /** In the order of the act, then what it leaves out by date and route. */
  lines: Type.Array(ActLine),
  faults: Type.Array(ActFault),
  /** Assignments of the period whose result is not final yet: what was measured may still change. */
  unsealed: Type.Integer(),
  totals: Type.Object({
    verdicts: Type.Record(Type.Enum([...ACT_VERDICTS]), Type.Integer()),
    claimed_m: Metres,
    measured_m: Metres,
    claimed_h: Type.Number(),
    measured_h: Type.Number(),
    claimed: Minor,
    measured: Minor,
    /** Claimed less measured. */
    difference: Minor,
  }),
});
export type ActAnswer = Static<typeof ActAnswer>;
