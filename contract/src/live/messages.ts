import { Type, type Static } from 'typebox';
import { EdgeId, Id } from '../ids.ts';
import { SentCommand } from '../rest/commands.ts';
import { Incident } from '../rest/incidents.ts';
import { InstantOrNull, Metres } from '../rest/common.ts';
import { LEG_STATES, MARKS, OPERATIONS, RESULT_STATUSES, SIDES, UNCOVERED_REASONS, VEHICLE_STATES } from '../words.ts';

export const LIVE_PROTOCOL = 1;
/** Subprotocol that the server answers; the token travels as a second one, `bearer.<token>`. */
export const LIVE_SUBPROTOCOL = 'sweepline.v1';

export const positionsChannel = (municipality: string): string => `positions/${municipality}`;
export const progressChannel = (municipality: string): string => `progress/${municipality}`;
export const casesChannel = (municipality: string): string => `cases/${municipality}`;

const OrNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);

/** A vehicle as the map shows it; fixed facts and the last known place. */
export const LiveVehicle = Type.Object({
  no: Type.Integer({ minimum: 0 }),
  vehicle: Id,
  plate: Type.String(),
  contractor: Id,
  operations: Type.Array(Type.Enum([...OPERATIONS])),
  /** False where no gear is wired: work is judged by speed alone. */
  gearWired: Type.Boolean(),
  interval_s: Type.Number(),
  state: Type.Enum([...VEHICLE_STATES]),
  ts: InstantOrNull,
  lat: OrNull(Type.Number()),
  lon: OrNull(Type.Number()),
  heading_deg: OrNull(Type.Number()),
  speed_kmh: OrNull(Type.Number()),
  gearOn: Type.Boolean(),
  /** It is gone: out of use, or moved out of what is shown. */
  removed: Type.Optional(Type.Boolean()),
});
export type LiveVehicle = Static<typeof LiveVehicle>;

/** The forecast's arithmetic: metres that count at the window's end = covered + pace × minutes left, capped by what is left. */
export const Forecast = Type.Object({
  at: Type.String(),
  pace_m_per_min: Metres,
  minutes_left: Type.Number(),
  expected_m: Metres,
  required_m: Metres,
  missing_m: Metres,
  willMiss: Type.Boolean(),
  /** When the required metres will be reached at this pace; null where they never are. */
  doneAt: InstantOrNull,
});
export type Forecast = Static<typeof Forecast>;

export const LiveAssignment = Type.Object({
  assignment: Id,
  route: Id,
  routeName: Type.String(),
  operation: Type.Enum([...OPERATIONS]),
  vehicle: Id,
  crew: OrNull(Type.String()),
  from: Type.String(),
  to: Type.String(),
  status: Type.Enum([...RESULT_STATUSES]),
  planned_m: Metres,
  covered_m: Metres,
  excused_m: Metres,
  /** Share of (planned − excused) that the route needs, 0–1. */
  required_share: Type.Number(),
  forecast: OrNull(Forecast),
  /** It is gone: removed, or moved out of what is shown. */
  removed: Type.Optional(Type.Boolean()),
});
export type LiveAssignment = Static<typeof LiveAssignment>;

/** One stretch of a planned leg, in metres from the edge's first vertex. */
export const LivePiece = Type.Object({
  from_m: Metres,
  to_m: Metres,
  state: Type.Enum([...LEG_STATES]),
  reason: Type.Optional(Type.Enum([...UNCOVERED_REASONS])),
  at: Type.Optional(Type.String()),
  provisional: Type.Optional(Type.Boolean()),
  marks: Type.Optional(Type.Array(Type.Enum([...MARKS]))),
});
export type LivePiece = Static<typeof LivePiece>;

/** One pass of one planned leg; `from_m` and `to_m` are the leg's own ends. */
export const LiveLeg = Type.Object({
  edge: EdgeId,
  side: Type.Enum([...SIDES]),
  pass: Type.Integer(),
  passes: Type.Integer(),
  from_m: Metres,
  to_m: Metres,
  pieces: Type.Array(LivePiece),
});
export type LiveLeg = Static<typeof LiveLeg>;

const Seq = Type.Integer({ minimum: 0 });
const Channels = Type.Record(Type.String(), Seq);

export const HelloMessage = Type.Object({
  type: Type.Literal('hello'),
  protocol: Type.Literal(LIVE_PROTOCOL),
  serverTime: Type.String(),
  channels: Channels,
  snapshot: Type.Object({
    vehicles: Type.Array(LiveVehicle),
    assignments: Type.Array(LiveAssignment),
    incidents: Type.Array(Incident),
  }),
});

/** A vehicle appeared, its fixed facts or its device changed, or it is gone; its movement travels in position frames. */
export const VehicleMessage = Type.Object({
  type: Type.Literal('vehicle'),
  ch: Type.String(),
  seq: Seq,
  vehicle: LiveVehicle,
});
export const AssignmentMessage = Type.Object({
  type: Type.Literal('assignment'),
  ch: Type.String(),
  seq: Seq,
  assignment: LiveAssignment,
});
/** The named legs replace the same (edge, side, from_m, pass) of the assignment; with `whole` they replace all of its legs. */
export const LegsMessage = Type.Object({
  type: Type.Literal('legs'),
  ch: Type.String(),
  seq: Seq,
  assignment: Id,
  whole: Type.Boolean(),
  legs: Type.Array(LiveLeg),
});
export const IncidentMessage = Type.Object({
  type: Type.Literal('incident'),
  ch: Type.String(),
  seq: Seq,
  incident: Incident,
});
/** A command to a vehicle was made, or came further; what it says replaces what was said of it before. */
export const CommandSentMessage = Type.Object({
  type: Type.Literal('command'),
  ch: Type.String(),
  seq: Seq,
  command: SentCommand,
});
/** What was missed is no longer known: forget the channel and ask for a snapshot by `view`. */
export const ResyncMessage = Type.Object({ type: Type.Literal('resync'), ch: Type.String(), seq: Seq });
export const LiveErrorMessage = Type.Object({
  type: Type.Literal('error'),
  code: Type.String(),
  message: Type.Optional(Type.String()),
});

/** Everything the server sends as JSON. */
export const ServerMessage = Type.Union([
  HelloMessage,
  VehicleMessage,
  AssignmentMessage,
  LegsMessage,
  IncidentMessage,
  CommandSentMessage,
  ResyncMessage,
  LiveErrorMessage,
]);
export type ServerMessage = Static<typeof ServerMessage>;
export type HelloMessage = Static<typeof HelloMessage>;
export type LegsMessage = Static<typeof LegsMessage>;
export type VehicleMessage = Static<typeof VehicleMessage>;
export type AssignmentMessage = Static<typeof AssignmentMessage>;
export type IncidentMessage = Static<typeof IncidentMessage>;
/** A message that advances a channel. */
export type ChannelMessage = Extract<ServerMessage, { seq: number }>;

/** west, south, east, north */
const Box = Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()]);

/** Begins a view with a `hello`; one that names only a box moves the window of the present view. */
export const ViewMessage = Type.Object({
  type: Type.Literal('view'),
  municipality: Type.Optional(Id),
  contractor: Type.Optional(Id),
  bbox: Type.Optional(Box),
});
/** Instead of a `view` after a reconnect: the last number of each channel of one municipality, and what was viewed. */
export const ResumeMessage = Type.Object({
  type: Type.Literal('resume'),
  channels: Channels,
  contractor: Type.Optional(Id),
  bbox: Type.Optional(Box),
});

/** Everything the client sends. */
export const ClientMessage = Type.Union([ViewMessage, ResumeMessage]);
export type ClientMessage = Static<typeof ClientMessage>;
