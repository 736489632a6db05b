import { Assignee, MunicipalityBody, Page, says } from '@sweepline/contract';
import type { Db } from '../../store/db.ts';
import { findMunicipality, listMunicipalities, putMunicipality } from '../../store/objects/municipalities.ts';
import { listAssignees } from '../../store/objects/users.ts';
import { notFound, seesMunicipality, wrongField } from '../access.ts';
import { EVERY_ROLE, route, type Route } from '../http/route.ts';
import type { Session } from '../sessions.ts';
import { MunicipalityAnswer } from './answers.ts';

/** The municipality of a path. @throws Refused `not-found` where the user does not see it. */
export async function seenMunicipality(
  db: Db,
  { user }: Session,
  id: string,
): Promise<MunicipalityBody & { id: string }> {
  const found = seesMunicipality(user, id) ? await findMunicipality(db, id) : null;
  if (found === null) throw notFound('municipality', id);
  return found;
}

function checkTimezone(timezone: string): void {
  try {
    // Intl also takes bare offsets, which know nothing of summer time.
    if (!/^[A-Za-z]/.test(timezone)) throw new RangeError('an offset');
    Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch {
    throw wrongField('/timezone', says('no-time-zone'));
  }
}

export const municipalityRoutes: readonly Route[] = [
  route({
    method: 'PUT',
    path: '/municipalities/{m}',
    tag: 'municipalities',
    summary: 'Make or change a municipality',
    roles: ['administrator'],
    body: MunicipalityBody,
    answer: MunicipalityAnswer,
    handle: async ({ params, body, write, ports }) => {
      checkTimezone(body.timezone);
      const { name, timezone, locale, drivesOn } = body;
      const municipality = { id: params['m']!, name, timezone, locale, drivesOn };
      await write({ object: municipality.id, municipality: municipality.id }, (db) =>
        putMunicipality(db, municipality),
      );
      await ports.plan.changed('municipality', municipality.id);
      return municipality;
    },
  }),
  route({
    method: 'GET',
    path: '/municipalities',
    tag: 'municipalities',
    summary: 'The municipalities that the user sees',
    roles: EVERY_ROLE,
    paged: true,
    answer: Page(MunicipalityAnswer),
    handle: ({ db, scope, page }) => listMunicipalities(db, scope, page),
  }),
  route({
    method: 'GET',
    path: '/municipalities/{m}/people',
    tag: 'municipalities',
    summary: 'Who sees the municipality, by name: records name people by login; a contractor sees none of another’s',
    roles: EVERY_ROLE,
    paged: true,
    answer: Page(Assignee),
    handle: async ({ db, session, scope, params, page }) => {
      const { id } = await seenMunicipality(db, session, params['m']!);
      return listAssignees(db, id, scope.contractor, page);
    },
  }),
  route({
    method: 'GET',
    path: '/municipalities/{m}',
    tag: 'municipalities',
    summary: 'One municipality',
    roles: EVERY_ROLE,
    answer: MunicipalityAnswer,
    handle: ({ db, session, params }) => seenMunicipality(db, session, params['m']!),
  }),
];
