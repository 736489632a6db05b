import {
  isLocalDate,
  Page,
  Schedule,
  SCHEDULE_ID_LENGTH,
  ScheduleBody,
  ScheduleEffect,
  says,
} from '@sweepline/contract';
import { Type } from 'typebox';
import { Refused, worded } from '../../refused.ts';
import { findMunicipality } from '../../store/objects/municipalities.ts';
import { findRoute } from '../../store/objects/routes.ts';
import {
  deleteSchedule,
  findSchedule,
  listSchedules,
  outwardSchedule,
  putSchedule,
  type StoredSchedule,
} from '../../store/objects/schedules.ts';
import { findVehicle } from '../../store/objects/vehicles.ts';
import { checkOwner, checkReference, present, unknownReference, wrongField, within } from '../access.ts';
import { EVERY_ROLE, route, type Call, type Route } from '../http/route.ts';
import type { Session } from '../sessions.ts';
import { OfMunicipality } from './queries.ts';

function checkDates({ validFrom, validUntil, exceptions }: ScheduleBody): void {
  const date = (path: string, text: string): void => {
    if (!isLocalDate(text)) throw wrongField(path, says('not-a-day'));
  };
  date('/validFrom', validFrom);
  if (validUntil !== undefined) date('/validUntil', validUntil);
  for (const [at, exception] of (exceptions ?? []).entries()) date(`/exceptions/${at}`, exception);
  if (validUntil !== undefined && validUntil < validFrom)
    throw wrongField('/validUntil', says('before-first', { other: 'validFrom' }));
}

/** The schedule that a PUT asks for; one that changes nothing keeps the instant from which it holds. */
async function wished(call: Call<ScheduleBody, Session>): Promise<StoredSchedule> {
  const { db, session, params, body, now } = call;
  const id = params['id']!;
  if (id.length > SCHEDULE_ID_LENGTH)
    throw new Refused(
      'invalid',
      worded(
        `the id of a schedule has at most ${SCHEDULE_ID_LENGTH} characters`,
        says('too-long', { limit: SCHEDULE_ID_LENGTH }),
      ),
    );
  const { municipality, vehicle } = body;
  const known = await findSchedule(db, id);
  checkOwner(session.user, 'schedule', id, municipality, known?.municipality ?? null);
  if ((await findMunicipality(db, municipality)) === null) throw unknownReference('municipality', municipality);
  const planned = checkReference(session.user, 'route', body.route, await findRoute(db, body.route), municipality);
  if (planned.retiredAt !== undefined && known?.route !== planned.id)
    throw new Refused('wrong-state', says('retired-route', { id: planned.id }), [
      { path: '/route', ...says('retired-route', { id: planned.id }) },
    ]);
  if (vehicle !== undefined) {
    const found = checkReference(session.user, 'vehicle', vehicle, await findVehicle(db, vehicle), municipality);
    if (found.retiredAt !== undefined && known?.vehicle !== found.id)
      throw new Refused('wrong-state', says('retired-vehicle', { id: found.id }), [
        { path: '/vehicle', ...says('retired-vehicle', { id: found.id }) },
      ]);
    if (!found.operations.includes(planned.operation))
      throw wrongField('/vehicle', says('wrong-operation', { operation: planned.operation }));
  }
  checkDates(body);
  const { days, from, to, validFrom } = body;
  const schedule = {
    id,
    municipality,
    route: planned.id,
    vehicle: vehicle ?? null,
    crew: body.crew ?? null,
    contract: body.contract ?? null,
    days: 'weekdays' in days ? { weekdays: [...new Set(days.weekdays)].sort((a, b) => a - b) } : { every: days.every },
    from,
    to,
    validFrom,
    validUntil: body.validUntil ?? null,
    exceptions: [...new Set(body.exceptions)].sort(),
  };
  const same = known !== null && contentOf(outwardSchedule(known)) === contentOf(schedule);
  return { ...schedule, effective_ms: same ? known.effective_ms : now() };
}

const contentOf = (schedule: Schedule): string => JSON.stringify(Object.entries(schedule).sort());

const seenSchedule = async ({ db, scope, params }: Call<unknown, Session>): Promise<StoredSchedule> =>
  present(await findSchedule(db, params['id']!, scope), 'schedule', params['id']!);

export const scheduleRoutes: readonly Route[] = [
  route({
    method: 'PUT',
    path: '/schedules/{id}',
    tag: 'plan',
    summary: 'Make or change a recurring plan in local wall time; assignments are made some days ahead',
    roles: ['administrator', 'operator'],
    body: ScheduleBody,
    answer: Type.Object({ ...Schedule.properties, effect: ScheduleEffect }),
    handle: async (call) => {
      const { session, write, ports } = call;
      const schedule = await wished(call);
      const { id, municipality } = schedule;
      await write({ object: id, municipality }, (db) => putSchedule(db, schedule));
      return { ...outwardSchedule(schedule), effect: await ports.schedules.apply(id, session.user.login) };
    },
  }),
  route({
    method: 'GET',
    path: '/schedules',
    tag: 'plan',
    summary: 'The recurring plans that the user sees',
    roles: EVERY_ROLE,
    paged: true,
    query: OfMunicipality,
    answer: Page(Schedule),
    handle: async ({ db, scope, page, query }) => {
      const { items, next } = await listSchedules(db, within(scope, query['municipality']), page);
      return { items: items.map(outwardSchedule), next };
    },
  }),
  route({
    method: 'GET',
    path: '/schedules/{id}',
    tag: 'plan',
    summary: 'One recurring plan',
    roles: EVERY_ROLE,
    answer: Schedule,
    handle: async (call) => outwardSchedule(await seenSchedule(call)),
  }),
  route({
    method: 'DELETE',
    path: '/schedules/{id}',
    tag: 'plan',
    summary: 'Remove a recurring plan with the assignments ahead that nobody touched; answers what it took back',
    roles: ['administrator', 'operator'],
    answer: ScheduleEffect,
    handle: async (call) => {
      const { session, write, ports } = call;
      const { id, municipality } = await seenSchedule(call);
      const effect = await ports.schedules.clear(id, session.user.login);
      await write({ object: id, municipality }, (db) => deleteSchedule(db, id));
      return effect;
    },
  }),
];
