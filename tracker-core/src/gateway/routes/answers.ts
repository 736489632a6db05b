import {
  ContractorBody,
  EdgeId,
  Id,
  InstantOrNull,
  LineReport,
  Metres,
  MunicipalityBody,
  OPERATIONS,
  SIDES,
  UnmatchedStretch,
  User,
  VehicleBody,
} from '@sweepline/contract';
import { Type } from 'typebox';

/** Shapes of answers that are a body with what the service added. */

export const MunicipalityAnswer = Type.Object({ id: Id, ...MunicipalityBody.properties });
export const ContractorAnswer = Type.Object({ id: Id, ...ContractorBody.properties });
export const VehicleAnswer = Type.Object({
  id: Id,
  no: Type.Integer(),
  ...VehicleBody.properties,
  retiredAt: Type.Optional(Type.String({ description: 'only for a vehicle out of use' })),
});
export const UserAnswer = Type.Object({
  ...User.properties,
  password: Type.Optional(Type.String({ description: 'only once, where it was generated' })),
});
export const SignedInAnswer = Type.Object({ user: User });

export const DeviceAnswer = Type.Object({
  id: Id,
  vehicle: Id,
  municipality: Id,
  interval_s: Type.Number(),
  revoked: Type.Boolean(),
  online: Type.Union([Type.Boolean(), Type.Null()]),
  seenAt: InstantOrNull,
});
export const SecretAnswer = Type.Object({ secret: Type.String() });
export const DevicePutAnswer = Type.Object({
  ...DeviceAnswer.properties,
  secret: Type.Optional(Type.String({ description: 'only once, when the device is made' })),
});

const Leg = Type.Object({
  edge: EdgeId,
  side: Type.Enum([...SIDES]),
  passes: Type.Integer(),
  from_m: Metres,
  to_m: Metres,
});
export const RouteAnswer = Type.Object({
  id: Id,
  municipality: Id,
  name: Type.String(),
  operation: Type.Enum([...OPERATIONS]),
  version: Type.Integer(),
  legs: Type.Array(Leg),
  planned_m: Metres,
  unmatched: Type.Optional(Type.Array(UnmatchedStretch)),
  line: Type.Optional(LineReport),
  retiredAt: Type.Optional(Type.String({ description: 'only for a route that is given to no vehicle any more' })),
});
/** A line as the route it would make. */
export const LineMatchAnswer = Type.Object({
  legs: Type.Array(Leg),
  planned_m: Metres,
  unmatched: Type.Array(UnmatchedStretch),
  line: LineReport,
});

export const AssignmentAnswer = Type.Object({
  id: Id,
  municipality: Id,
  route: Id,
  routeVersion: Type.Integer(),
  vehicle: Id,
  from: Type.String(),
  to: Type.String(),
  crew: Type.Union([Type.String(), Type.Null()]),
  contract: Type.Union([Type.String(), Type.Null()]),
  retroactive: Type.Boolean(),
  legs: Type.Optional(Type.Array(Leg, { description: 'only where it asks for a part of the route: that part' })),
  continues: Type.Optional(Id),
  handedOverTo: Type.Optional(Id),
  sharedWith: Type.Optional(Type.Array(Id)),
});
const Told = Type.Union([Id, Type.Null()], {
  description: 'what its vehicle was told by; null where it has no device',
});
export const HandoverAnswer = Type.Object({
  assignment: AssignmentAnswer,
  rest: AssignmentAnswer,
  kept_m: Metres,
  given_m: Metres,
  command: Told,
  remainder: Type.Optional(Type.Object({ assignment: AssignmentAnswer, given_m: Metres, command: Told })),
});

export const AuditAnswer = Type.Object({
  no: Type.Integer(),
  at: Type.String(),
  login: Type.String(),
  action: Type.String(),
  object: Type.String(),
  /** What people call it: a plate, a number, a name. */
  name: Type.Union([Type.String(), Type.Null()]),
  municipality: Type.Union([Type.String(), Type.Null()]),
  body: Type.Unknown(),
});
