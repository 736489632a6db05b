import { Type, type Static } from 'typebox';
import { Id } from '../ids.ts';
import { AREA_KINDS, GEARS, LOCALES, OPERATIONS, ROLES, SERVES } from '../words.ts';
import { FeatureCollection, Instant, Metres, Name } from './common.ts';

/** Bodies of the requests that set an installation up. Every stored object is its body with its id. */

/** What a database may lack of a full TimescaleDB. */
export const DATABASE_LACKS = ['hypertables', 'compression', 'aggregates', 'jobs', 'fsync'] as const;
export type DatabaseLack = (typeof DATABASE_LACKS)[number];

export const SessionBody = Type.Object({
  login: Type.String({ minLength: 1, maxLength: 64 }),
  password: Type.String({ minLength: 1, maxLength: 200 }),
});
export type SessionBody = Static<typeof SessionBody>;

export const MunicipalityBody = Type.Object({
  name: Name,
  timezone: Type.String({ minLength: 1, maxLength: 64, description: 'IANA time zone' }),
  locale: Type.Enum([...LOCALES]),
  drivesOn: Type.Enum(['right', 'left']),
});
export type MunicipalityBody = Static<typeof MunicipalityBody>;
export type Municipality = MunicipalityBody & { readonly id: string };

export const UserBody = Type.Object({
  name: Name,
  role: Type.Enum([...ROLES]),
  municipalities: Type.Array(Id, { maxItems: 1_000 }),
  contractor: Type.Optional(Id),
  locale: Type.Enum([...LOCALES]),
  email: Type.Optional(
    Type.String({
      maxLength: 200,
      pattern: '^[^\\s@<>,;"]+@[^\\s@<>,;"]+\\.[^\\s@<>,;"]+$',
      description: 'where notices are mailed to',
    }),
  ),
  password: Type.Optional(Type.String({ minLength: 10, maxLength: 200 })),
});
export type UserBody = Static<typeof UserBody>;

/** A user as answers show it. */
export const User = Type.Object({
  login: Id,
  name: Name,
  role: Type.Enum([...ROLES]),
  municipalities: Type.Array(Id),
  contractor: Type.Union([Id, Type.Null()]),
  locale: Type.Enum([...LOCALES]),
  email: Type.Optional(Type.String()),
});
export type User = Static<typeof User>;

export const SessionAnswer = Type.Object({ token: Type.String(), user: User });
export type SessionAnswer = Static<typeof SessionAnswer>;

/** One thing the importer noticed; `item` names the feature, `values` is what of the detail is no word. */
export const NetworkWarning = Type.Object({
  code: Type.String(),
  item: Type.String(),
  detail: Type.String(),
  values: Type.Optional(Type.Record(Type.String(), Type.Union([Type.Number(), Type.String()]))),
});
export type NetworkWarning = Static<typeof NetworkWarning>;

export const NetworkAnswer = Type.Object({
  edges: Type.Integer(),
  length_m: Metres,
  warnings: Type.Array(NetworkWarning),
});
export type NetworkAnswer = Static<typeof NetworkAnswer>;

/** The streets of a file as they would become the network, before anything is stored. */
export const NetworkPreview = Type.Object({ ...NetworkAnswer.properties, basemap: FeatureCollection });

export const ContractorBody = Type.Object({ name: Name, municipality: Id });
export type ContractorBody = Static<typeof ContractorBody>;
export type Contractor = ContractorBody & { readonly id: string };

export const VehicleBody = Type.Object({
  plate: Type.String({ minLength: 1, maxLength: 32 }),
  municipality: Id,
  contractor: Id,
  operations: Type.Array(Type.Enum([...OPERATIONS]), { minItems: 1, maxItems: 5 }),
  gearSensors: Type.Array(Type.Enum([...GEARS]), { maxItems: 5 }),
  serves: Type.Optional(Type.Enum([...SERVES])),
});
export type VehicleBody = Static<typeof VehicleBody>;
/** `retiredAt` stands only on a vehicle that is out of use. */
export type Vehicle = VehicleBody & { readonly id: string; readonly no: number; readonly retiredAt?: string };

export const DeviceBody = Type.Object({
  vehicle: Id,
  since: Type.Optional(Instant),
  interval_s: Type.Optional(Type.Number({ minimum: 1, maximum: 3_600 })),
});
export type DeviceBody = Static<typeof DeviceBody>;

/** A device as lists show it; never its secret. */
export interface Device {
  readonly id: string;
  readonly vehicle: string;
  readonly municipality: string;
  readonly interval_s: number;
  readonly revoked: boolean;
  readonly online: boolean | null;
  /** When it last connected or disconnected. */
  readonly seenAt: string | null;
}

export const AreaProperties = Type.Object({ id: Id, kind: Type.Enum([...AREA_KINDS]), name: Type.String() });
export type AreaProperties = Static<typeof AreaProperties>;
