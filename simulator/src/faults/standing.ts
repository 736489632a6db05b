import type { EventKind, IncidentKind } from '@sweepline/contract';
import type { Errand } from '../drive/errand.ts';
import type { Fault, FaultRule, Moment } from './fault.ts';

const standFor = (fault: Fault, t_s: number, engine: boolean, gear = false): Errand => ({
  do: 'stand',
  seconds: Math.max(60, fault.to_s - t_s),
  engine,
  gear,
});

/** At a junction of one of the route's legs, not on an errand elsewhere. */
const onRoute = ({ body, plan: { graph }, assignment }: Moment): boolean =>
  assignment.route.legs.some(({ edge }) =>
    [...graph.along[edge]!, ...graph.against[edge]!].some((link) => link.from === body.node || link.to === body.node),
  );

/** Stands on the route with the engine running until the period ends, then goes on. */
export const idle: FaultRule = {
  once: true,
  errand: (errand, fault, moment) => (onRoute(moment) ? [standFor(fault, moment.body.t_s, true), errand] : null),
  expects: (lasted_s) => (lasted_s > 660 ? 'idle' : null),
  mayCause: ['idle', 'will-miss', 'missed'],
};

/** Parks, engine off; the receiver between walls scatters its fixes around: see `scatter`. */
export const parked: NonNullable<FaultRule['errand']> = (errand, fault, { body }) => [
  standFor(fault, body.t_s, false),
  errand,
];

/** Says so and stands until the period ends. */
const calling = (kind: EventKind & IncidentKind, engine: boolean): FaultRule => ({
  once: true,
  errand: (errand, fault, { body }) => [{ do: 'say', kind }, standFor(fault, body.t_s, engine), errand],
  expects: () => kind,
  mayCause: ['idle', 'will-miss', 'missed'],
});

export const sos = calling('sos', true);
export const breakdown = calling('breakdown', false);

/** Meets an obstacle, says so, waits a little and leaves the leg out. */
const obstacle = (kind: EventKind & IncidentKind): FaultRule => ({
  once: true,
  errand: (_errand, _fault, { random }) => [
    { do: 'say', kind },
    { do: 'stand', seconds: Math.round(random.between(60, 150)), engine: true, gear: false },
  ],
  expects: () => kind,
  mayCause: ['will-miss', 'missed'],
});

export const blocked = obstacle('blocked');
export const roadClosed = obstacle('road-closed');
export const parkedCars = obstacle('parked-cars');
