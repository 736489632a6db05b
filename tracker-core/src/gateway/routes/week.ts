import {
  addDays,
  CopyAnswer,
  CopyBody,
  daysBetween,
  isLocalDate,
  localOf,
  mondayOf,
  WeekAnswer,
  type WeekAssignment,
  says,
} from '@sweepline/contract';
import { Type } from 'typebox';
import { copyPlan } from '../../planning/copying.ts';
import { worded } from '../../refused.ts';
import { putAssignment } from '../../store/objects/assignments.ts';
import { routeSummaries, takenAssignments } from '../../store/objects/week.ts';
import { dateQuery } from '../http/instants.ts';
import { EVERY_ROLE, route, type Call, type Route } from '../http/route.ts';
import type { Session } from '../sessions.ts';
import { blockOf, plannedDays, weekAnswer } from '../week.ts';
import { seenMunicipality } from './municipalities.ts';
import { wrongField } from '../access.ts';

/** Days that are copied at once. */
const MOST_DAYS = 31;
const MOST_ID = 64;

function dateField(text: string, field: string): string {
  if (isLocalDate(text)) return text;
  throw wrongField(`/${field}`, worded('is no day of the calendar', says('not-a-day')));
}

/** Ids for copies: the route and the day, and a number where that is taken. */
function freeIds(wishes: readonly { readonly route: string; readonly date: string }[], taken: Set<string>): string[] {
  return wishes.map(({ route, date }) => {
    for (let n = 1; ; n++) {
      const end = `.${date}${n === 1 ? '' : `.${n}`}`;
      const id = route.slice(0, MOST_ID - end.length) + end;
      if (taken.has(id)) continue;
      taken.add(id);
      return id;
    }
  });
}

/** Assignments as they were planned: a part that was handed over is no plan of its own, and the first has its old end. */
function undivided(assignments: readonly WeekAssignment[]): WeekAssignment[] {
  const byId = new Map(assignments.map((one) => [one.id, one]));
  return assignments.flatMap((one) => {
    if (one.continues !== null && byId.has(one.continues)) return [];
    let last = one;
    while (last.handedOverTo !== null && byId.has(last.handedOverTo)) last = byId.get(last.handedOverTo)!;
    return [{ ...one, to: last.to }];
  });
}

async function copy(call: Call<CopyBody, Session>): Promise<CopyAnswer> {
  const { db, session, scope, params, body, now, write, ports } = call;
  const town = await seenMunicipality(db, session, params['m']!);
  const { id: municipality, timezone: zone } = town;
  const [from, to, into] = (['from', 'to', 'into'] as const).map((name) => dateField(body[name], name));
  const days = daysBetween(from!, to!);
  if (days < 1 || days > MOST_DAYS) throw wrongField('/to', says('fewer-than-days', { most: MOST_DAYS }));
  const there = await plannedDays(db, town, scope, from!, to!);
  const target = await plannedDays(db, town, scope, addDays(into!, -1), addDays(into!, days + 1));
  const begun = undivided(there.assignments).filter((one) => {
    const { date } = localOf(zone, Date.parse(one.from));
    return date >= from! && date < to!;
  });
  const sources = begun.map((one) => ({ ...blockOf(one), of: one }));
  const routes = await routeSummaries(db, [...new Set(sources.map(({ route }) => route))]);
  const { make, skipped } = copyPlan({
    zone,
    from: from!,
    into: into!,
    now_ms: now(),
    sources,
    planned: target.assignments.map(blockOf),
    scheduled: target.occurrences.filter(({ state }) => state === 'coming').map(blockOf),
    vehicles: target.vehicles,
    retired: new Set([...routes.values()].filter(({ retired }) => retired).map(({ id }) => id)),
  });
  const candidates = make.flatMap(({ source, date }) =>
    ['', '.2', '.3', '.4'].map(
      (end) => `${source.route.slice(0, MOST_ID - date.length - 1 - end.length)}.${date}${end}`,
    ),
  );
  const ids = freeIds(
    make.map(({ source, date }) => ({ route: source.route, date })),
    await takenAssignments(db, candidates),
  );
  const made = make.map(({ source, from, to }, at) => ({
    id: ids[at]!,
    municipality,
    route: source.route,
    routeVersion: routes.get(source.route)!.version,
    vehicle: source.of.vehicle,
    from,
    to,
    crew: source.of.crew,
    contract: source.of.contract,
    retroactive: false,
    copyOf: source.id,
  }));
  const answer = {
    made: made.map(({ id, copyOf }) => ({ assignment: id, copyOf })),
    skipped: skipped.map(({ source, reason }) => ({ assignment: source.id, reason })),
  };
  await write({ object: municipality, municipality, body: { ...body, ...answer } }, async (within) => {
    for (const { copyOf: _, ...assignment } of made) await putAssignment(within, assignment, now());
  });
  for (const { id } of made) await ports.plan.changed('assignment', id);
  return answer;
}

export const weekRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/municipalities/{m}/week',
    tag: 'plan',
    summary: 'Seven local days of the plan from a date on: assignments, scheduled days without one, and conflicts',
    roles: EVERY_ROLE,
    query: Type.Object({ from: Type.String({ description: 'local date, as 2026-11-16' }) }),
    answer: WeekAnswer,
    handle: async ({ db, session, scope, params, query }) => {
      const town = await seenMunicipality(db, session, params['m']!);
      return weekAnswer(db, town, scope, dateQuery(query, 'from', mondayOf('2026-11-19')));
    },
  }),
  route({
    method: 'POST',
    path: '/municipalities/{m}/assignments/copy',
    tag: 'plan',
    summary:
      'Copy the assignments of local days to other days at the same time by the wall; says what it left out and why',
    roles: ['administrator', 'operator'],
    body: CopyBody,
    answer: CopyAnswer,
    handle: copy,
  }),
];
