import { Type, type Static } from 'typebox';

/** Limits of the telemetry topic. */
export const MAX_PAYLOAD_BYTES = 1_048_576;
export const MAX_BATCH = 1_000;
/** A fix may be this far ahead of the service's clock. */
export const MAX_AHEAD_MS = 120_000;

const GearState = Type.Object({
  brush: Type.Optional(Type.Boolean()),
  vacuum: Type.Optional(Type.Boolean()),
  water: Type.Optional(Type.Boolean()),
  plough: Type.Optional(Type.Boolean()),
  spreader: Type.Optional(Type.Boolean()),
});

/** The optional fields of a fix, each with its range; one outside its range is set aside and counted in `quality.fieldErrors`. */
export const FIX_FIELDS = {
  speed_kmh: Type.Number({ minimum: 0, maximum: 250 }),
  heading_deg: Type.Number({ minimum: 0, maximum: 360 }),
  accuracy_m: Type.Number({ minimum: 0, maximum: 10_000 }),
  satellites: Type.Integer({ minimum: 0, maximum: 99 }),
  hdop: Type.Number({ minimum: 0, maximum: 100 }),
  altitude_m: Type.Number(),
  seq: Type.Integer(),
  ignition: Type.Boolean(),
  gear: GearState,
  fuel_l: Type.Number(),
  hopper_pct: Type.Number(),
  odometer_km: Type.Number({ minimum: 0 }),
  battery_v: Type.Number(),
} as const;

export type FixField = keyof typeof FIX_FIELDS;

/** One fix of the native dialect, as a well-behaved device sends it. */
export const FixMessage = Type.Object({
  ts: Type.Union([Type.String(), Type.Integer()], { description: 'RFC 3339 with offset, or epoch milliseconds' }),
  lat: Type.Number({ minimum: -90, maximum: 90 }),
  lon: Type.Number({ minimum: -180, maximum: 180 }),
  speed_kmh: Type.Optional(FIX_FIELDS.speed_kmh),
  heading_deg: Type.Optional(FIX_FIELDS.heading_deg),
  accuracy_m: Type.Optional(FIX_FIELDS.accuracy_m),
  satellites: Type.Optional(FIX_FIELDS.satellites),
  hdop: Type.Optional(FIX_FIELDS.hdop),
  altitude_m: Type.Optional(FIX_FIELDS.altitude_m),
  seq: Type.Optional(FIX_FIELDS.seq),
  ignition: Type.Optional(FIX_FIELDS.ignition),
  gear: Type.Optional(FIX_FIELDS.gear),
  fuel_l: Type.Optional(FIX_FIELDS.fuel_l),
  hopper_pct: Type.Optional(FIX_FIELDS.hopper_pct),
  odometer_km: Type.Optional(FIX_FIELDS.odometer_km),
  battery_v: Type.Optional(FIX_FIELDS.battery_v),
});
export type FixMessage = Static<typeof FixMessage>;

/**
 * A fix as every dialect is decoded into: the fields as sent and valid, the instant normalised to RFC 3339 UTC with
 * milliseconds, unknown fields kept. Its RFC 8785 JSON is its content: what is stored, hashed and compared.
 */
export interface DecodedFix {
  readonly ts_ms: number;
  readonly lat: number;
  readonly lon: number;
  /** RFC 8785 JSON of the fix with `ts` normalised; invalid optional fields are not in it. */
  readonly body: string;
  /** SHA-256 of `body`, lower-case hex. Of two fixes of one instant the smaller one counts. */
  readonly digest: string;
  /** Names of the optional fields that were set aside. */
  readonly fieldErrors: readonly string[];
  /** Its place in the batch that it came in; absent where it came alone. */
  readonly index?: number;
}
