/** The closed lists of the contract. A new word is a new version of whatever carries it. */

export const OPERATIONS = ['sweep', 'wash', 'plough', 'grit', 'haul'] as const;
export type Operation = (typeof OPERATIONS)[number];

export const GEARS = ['brush', 'vacuum', 'water', 'plough', 'spreader'] as const;
export type Gear = (typeof GEARS)[number];

/** Which gear must be engaged for an operation to count as work; `haul` needs none. */
export const GEAR_OF: Readonly<Record<Operation, Gear | null>> = {
  sweep: 'brush',
  wash: 'water',
  plough: 'plough',
  grit: 'spreader',
  haul: null,
};

/** Sides of an edge as digitised. */
export const SIDES = ['left', 'right', 'centre'] as const;
export type Side = (typeof SIDES)[number];

/** Sides as a plan may name them: `both` makes two legs. */
export const PLANNED_SIDES = ['left', 'right', 'both', 'centre'] as const;
export type PlannedSide = (typeof PLANNED_SIDES)[number];

/** Sides that a route given as a line may ask for; `driving` is the kerb served by a vehicle that follows the line. */
export const LINE_SIDES = [...PLANNED_SIDES, 'driving'] as const;
export type LineSide = (typeof LINE_SIDES)[number];

/** Why a stretch of a route's line is not in the plan. */
export const UNMATCHED_REASONS = ['no-street', 'not-along', 'gap', 'doubles-back'] as const;
export type UnmatchedReason = (typeof UNMATCHED_REASONS)[number];

/** What is odd about a route's line though it is in the plan, or about the file that it came in. */
export const LINE_WARNINGS = [
  'against-oneway',
  'doubles-back',
  'far-from-street',
  'several-passes',
  'swapped',
  'left-out',
  'more',
] as const;
export type LineWarningCode = (typeof LINE_WARNINGS)[number];

/** Which of its own sides a vehicle works; `kerb` is the driving side. */
export const SERVES = ['kerb', 'left', 'right', 'both'] as const;
export type Serves = (typeof SERVES)[number];

/** Why a planned metre is not covered, in the order in which they are tried after `excused`. */
export const UNCOVERED_REASONS = ['wrong-side', 'gear-off', 'too-fast', 'no-data', 'not-reached'] as const;
export type UncoveredReason = (typeof UNCOVERED_REASONS)[number];

/** How a stretch was driven, judged by gear and speed; `driven`: not at a working speed, gear not at work. */
export const WORK_VERDICTS = ['worked', 'gear-off', 'too-fast', 'driven'] as const;
export type WorkVerdict = (typeof WORK_VERDICTS)[number];

/** What qualifies a covered piece. */
export const MARKS = ['low-confidence', 'speed-only', 'side-assumed', 'against-oneway', 'late-evidence'] as const;
export type Mark = (typeof MARKS)[number];

/** Why a message or fix was refused, in the order in which they are tried. */
export const REFUSAL_REASONS = [
  'too-large',
  'malformed-json',
  'batch-too-long',
  'wrong-shape',
  'no-fix',
  'out-of-range',
  'future',
  'too-old',
  'conflict',
  'unknown-device',
  'wrong-municipality',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/** Why a connection was not let in, or was ended, or a topic was not heard. */
export const TURNED_AWAY_REASONS = [
  'unknown-device',
  'revoked',
  'wrong-client-id',
  'wrong-secret',
  'too-many-tries',
  'foreign-topic',
  'foreign-filter',
  'unknown-topic',
] as const;
export type TurnedAwayReason = (typeof TURNED_AWAY_REASONS)[number];

/** What a driver or device may report besides positions. */
export const EVENT_KINDS = [
  'sos',
  'breakdown',
  'blocked',
  'road-closed',
  'parked-cars',
  'refuel',
  'unload',
  'other',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export const INCIDENT_KINDS = [
  'late-start',
  'no-show',
  'idle',
  'off-route',
  'too-fast-working',
  'gear-off-on-route',
  'gear-stuck',
  'signal-lost',
  'gps-jump',
  'conflict',
  'clock-skew',
  'will-miss',
  'missed',
  'outside-window',
  'sos',
  'breakdown',
  'blocked',
  'road-closed',
  'parked-cars',
] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];
/** Those that a driver reports himself. */
export const DRIVER_KINDS = [
  'sos',
  'breakdown',
  'blocked',
  'road-closed',
  'parked-cars',
] as const satisfies readonly IncidentKind[];

/** The numbers an incident may carry, named with their unit; `legs`, `fixes` and the like are counts. */
export const INCIDENT_FIGURES = [
  'duration_s',
  'delay_s',
  'lag_s',
  'length_m',
  'distance_m',
  'travelled_m',
  'missing_m',
  'expected_m',
  'required_m',
  'covered_m',
  'wrong-side_m',
  'gear-off_m',
  'too-fast_m',
  'no-data_m',
  'not-reached_m',
  'speed_kmh',
  'limit_kmh',
  'pace_m_per_min',
  'minutes_left',
  'legs',
  'fixes',
  'engaged',
  'conflicts',
  'refusals',
  'messages',
] as const;
export type IncidentFigure = (typeof INCIDENT_FIGURES)[number];

/** `warning` can still be put right; `critical` is urgent or already lost. */
export const SEVERITIES = ['warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const INCIDENT_STATES = ['open', 'acknowledged', 'assigned', 'resolved', 'dismissed'] as const;
export type IncidentState = (typeof INCIDENT_STATES)[number];

/** In the order of their codes in the binary position frame. */
export const VEHICLE_STATES = ['working', 'driving', 'stopped', 'silent'] as const;
export type VehicleState = (typeof VEHICLE_STATES)[number];

/** How a piece of a planned leg stands, for the map and the lists. */
export const LEG_STATES = ['done', 'under-way', 'possible', 'will-miss', 'missed', 'excused'] as const;
export type LegState = (typeof LEG_STATES)[number];

export const ROLES = ['administrator', 'operator', 'auditor', 'contractor'] as const;
export type Role = (typeof ROLES)[number];

export const LOCALES = ['ru', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const COMMAND_KINDS = ['message', 'interval', 'assignment'] as const;
export type CommandKind = (typeof COMMAND_KINDS)[number];

export const COMMAND_STATES = ['queued', 'sent', 'acknowledged', 'expired'] as const;
export type CommandState = (typeof COMMAND_STATES)[number];

/** Yards, in which a vehicle need not follow its plan, and districts, by which results are summed. */
export const AREA_KINDS = ['depot', 'service', 'dump', 'district'] as const;
export type AreaKind = (typeof AREA_KINDS)[number];

export const GRADES = ['A', 'B', 'C', 'none'] as const;
export type Grade = (typeof GRADES)[number];

export const RESULT_STATUSES = ['running', 'closed', 'sealed'] as const;
export type ResultStatus = (typeof RESULT_STATUSES)[number];

/**
 * Why a revision of a sealed result was made: the seal itself; fixes received after it, though not too late to count;
 * fixes received too late to count by themselves; the plan, changed by somebody who may.
 */
export const REVISION_CAUSES = ['sealed', 'fixes-after-seal', 'late-evidence', 'plan-changed'] as const;
export type RevisionCause = (typeof REVISION_CAUSES)[number];

/** A revision stands by itself, or is proposed and then decided by a person, or gave way to a newer one undecided. */
export const REVISION_STATES = ['standing', 'proposed', 'accepted', 'declined', 'superseded'] as const;
export type RevisionState = (typeof REVISION_STATES)[number];

/** By which a plan's fulfilment may be summed. */
export const FULFILMENT_GROUPINGS = ['day', 'contractor', 'district', 'route', 'street', 'edge', 'assignment'] as const;
export type FulfilmentGrouping = (typeof FULFILMENT_GROUPINGS)[number];
/** Why planned metres are not owed: by the state of the street, by weather, by somebody who may say so. `other` needs a note. */
export const EXCUSE_GROUNDS = [
  'road-closed',
  'roadworks',
  'blocked',
  'parked-cars',
  'emergency',
  'event',
  'weather',
  'breakdown',
  'sensor-fault',
  'order',
  'other',
] as const;
export type ExcuseGround = (typeof EXCUSE_GROUNDS)[number];
/** Excuse only what was declared before the shift: afterwards anybody's vehicle was broken. */
export const DECLARED_GROUNDS: readonly ExcuseGround[] = ['breakdown', 'sensor-fault'];

/** `withdrawn` by who proposed it; an accepted one can still be refused, and a refused one accepted. */
export const EXCUSE_STATES = ['proposed', 'accepted', 'refused', 'withdrawn'] as const;
export type ExcuseState = (typeof EXCUSE_STATES)[number];

/** What may be attached as evidence; told by content, never by name. */
export const ATTACHMENT_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
export type AttachmentType = (typeof ATTACHMENT_TYPES)[number];
export const ATTACHMENT_BYTES = 10 * 1024 * 1024;
export const ATTACHMENTS_EACH = 10;

/** What cannot be right in a plan. */
export const PLAN_CONFLICTS = [
  'vehicle-double-booked',
  'crew-double-booked',
  'wrong-operation',
  'gear-not-wired',
  'window-too-short',
  'window-too-long',
  'uncovered',
] as const;
export type PlanConflictKind = (typeof PLAN_CONFLICTS)[number];

/** Why an assignment was not copied. */
export const COPY_SKIPS = [
  'window-begun',
  'already-planned',
  'scheduled',
  'vehicle-busy',
  'wrong-operation',
  'route-retired',
  'vehicle-retired',
] as const;
export type CopySkip = (typeof COPY_SKIPS)[number];
