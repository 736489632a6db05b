import { Type, type Static } from 'typebox';
import { Id } from '../ids.ts';
import { GRADES } from '../words.ts';

/** How good a device's evidence of one local day is. */
export const QualityDay = Type.Object({
  /** Local date. */
  date: Type.String(),
  /** Whether it had to speak: a shift of its vehicle began on this day. */
  onDuty: Type.Boolean(),
  /** `none`: not one fix though on duty; null: nothing was asked of it and nothing came. */
  grade: Type.Union([Type.Enum([...GRADES]), Type.Null()]),
  uptime_pct: Type.Union([Type.Number(), Type.Null()]),
  /** Over the whole day, on duty or not. */
  fixes: Type.Integer(),
  rejected: Type.Integer(),
  conflicts: Type.Integer(),
  fieldErrors: Type.Integer(),
  lastFixAt: Type.Union([Type.String(), Type.Null()]),
  /** The longest first where there are more than fifty. */
  gaps: Type.Array(Type.Object({ from: Type.String(), to: Type.String() })),
  /** Refusals by reason. */
  reasons: Type.Record(Type.String(), Type.Integer()),
});
export type QualityDay = Static<typeof QualityDay>;

export const DeviceQuality = Type.Object({ device: Id, vehicle: Id, days: Type.Array(QualityDay) });
export type DeviceQuality = Static<typeof DeviceQuality>;
