import { Type, type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { Currency, Decimal, Id, LOCALES } from '@sweepline/contract';
import { FAULT_KINDS } from '../faults/kinds.ts';

const Minutes = Type.Number({ minimum: -1_440, maximum: 10_080 });
const Range = (minimum: number, maximum: number) =>
  Type.Tuple([Type.Number({ minimum, maximum }), Type.Number({ minimum, maximum })]);
const closed = { additionalProperties: false } as const;

/** A group of vehicles that work the same hours. Minutes count from the scenario's start; ranges are drawn from. */
export const ShiftGroup = Type.Object(
  {
    /** First and last vehicle, by number. */
    vehicles: Type.Tuple([Type.Integer({ minimum: 1 }), Type.Integer({ minimum: 1 })]),
    start_min: Range(0, 10_080),
    length_min: Range(10, 1_440),
    /** Work planned as a share of the window: 0.8 leaves a fifth to spare, 1.5 cannot be done. */
    load: Range(0.05, 5),
  },
  closed,
);
export type ShiftGroup = Static<typeof ShiftGroup>;

export const FaultSpec = Type.Object(
  {
    kind: Type.Enum([...FAULT_KINDS]),
    vehicle: Type.Integer({ minimum: 1 }),
    from_min: Minutes,
    to_min: Minutes,
    /** The kind's own number, where it has one: see simulator/README.md. */
    value: Type.Optional(Type.Number()),
  },
  closed,
);
export type FaultSpec = Static<typeof FaultSpec>;

export const Scenario = Type.Object(
  {
    municipality: Type.Object(
      {
        id: Id,
        name: Type.Object({ ru: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) }, closed),
        timezone: Type.String({ minLength: 1 }),
        locale: Type.Enum([...LOCALES]),
        drivesOn: Type.Enum(['right', 'left']),
      },
      closed,
    ),
    contractors: Type.Array(
      Type.Object({ id: Id, name: Type.Object({ ru: Type.String(), en: Type.String() }, closed) }, closed),
      { minItems: 1 },
    ),
    /** Of every contractor alike; absent: work without contracts. */
    contracts: Type.Optional(
      Type.Object(
        {
          currency: Currency,
          /** Of each contract, in minor units. */
          price: Type.Integer({ minimum: 10 }),
          keyRate: Decimal,
          perMetre: Type.Partial(Type.Object({ sweep: Decimal, wash: Decimal })),
        },
        closed,
      ),
    ),
    fleet: Type.Object(
      {
        size: Type.Integer({ minimum: 1, maximum: 5_000 }),
        /** Share of water carriers; the others sweep. */
        wash: Type.Number({ minimum: 0, maximum: 1 }),
        interval_s: Range(1, 600),
        /** Share of vehicles whose device reports once a minute. */
        slow: Type.Number({ minimum: 0, maximum: 1 }),
        /** Share of vehicles without gear wiring. */
        unwired: Type.Number({ minimum: 0, maximum: 1 }),
        sigma_m: Range(0, 50),
      },
      closed,
    ),
    length_min: Type.Integer({ minimum: 10, maximum: 10_080 }),
    shifts: Type.Array(ShiftGroup, { minItems: 1 }),
    faults: Type.Array(FaultSpec),
  },
  closed,
);
export type Scenario = Static<typeof Scenario>;

const scenario = Compile(Scenario);

/** @throws Error that names the file and every wrong place in it. */
export function readScenario(text: string, file: string): Scenario {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON: ${cause instanceof Error ? cause.message : ''}`, { cause });
  }
  const wrong = [...scenario.Errors(value)].map(({ instancePath, message }) => `  ${instancePath || '/'}: ${message}`);
  if (wrong.length > 0 || !scenario.Check(value))
    throw new Error(`${file} is no scenario:\n${wrong.slice(0, 20).join('\n')}`);
  const backwards = value.faults.filter((fault) => fault.to_min <= fault.from_min);
  if (backwards.length > 0)
    throw new Error(`${file}: fault ${backwards[0]!.kind} of vehicle ${backwards[0]!.vehicle} ends before it begins`);
  return value;
}
