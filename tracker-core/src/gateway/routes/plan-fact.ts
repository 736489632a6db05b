import {
  daysBetween,
  instantOfLocal,
  isLocalDate,
  localOf,
  PlanFactAnswer,
  type PlanFactRow,
  type WeekAssignment,
} from '@sweepline/contract';
import { Type } from 'typebox';
import { Refused } from '../../refused.ts';
import { csvOf } from '../../reports/table/csv.ts';
import { planFactTable } from '../../reports/plan-fact/plan-fact.ts';
import { xlsxOf } from '../../reports/table/xlsx.ts';
import { findContractor } from '../../store/objects/contractors.ts';
import { findVehicle } from '../../store/objects/vehicles.ts';
import { assignmentsTouching } from '../../store/objects/week.ts';
import { within } from '../access.ts';
import { EVERY_ROLE, RawAnswer, route, type Call, type Route } from '../http/route.ts';
import type { Session } from '../sessions.ts';
import { seenMunicipality } from './municipalities.ts';

const FORMATS = ['json', 'csv', 'xlsx'] as const;
const MOST_DAYS = 31;
const MOST_ROWS = 2_000;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

function datesOf(query: Call<unknown, Session>['query']): { from: string; to: string } {
  const { from, to } = query;
  if (from === undefined || to === undefined || !isLocalDate(from) || !isLocalDate(to))
    throw new Refused('bad-request', 'from and to must be local dates, as 2026-11-19; `to` is the day after the last');
  const days = daysBetween(from, to);
  if (days < 1 || days > MOST_DAYS) throw new Refused('bad-request', `from 1 to ${MOST_DAYS} days are told at once`);
  return { from, to };
}

async function rowOf({ db, ports }: Call<unknown, Session>, zone: string, one: WeekAssignment): Promise<PlanFactRow> {
  const coverage = await ports.results.coverage(one.id);
  const vehicle = (await findVehicle(db, one.vehicle))!;
  const contractor = await findContractor(db, vehicle.contractor);
  const [from_ms, to_ms] = [Date.parse(one.from), Date.parse(one.to)];
  const { status, revision, planned_m, covered_m, excused_m, uncovered_m, quality } = coverage;
  return {
    assignment: one.id,
    date: localOf(zone, from_ms).date,
    route: one.route,
    routeName: one.routeName,
    operation: one.operation,
    vehicle: vehicle.id,
    plate: vehicle.plate,
    contractor: vehicle.contractor,
    contractorName: contractor?.name ?? vehicle.contractor,
    crew: one.crew,
    from: one.from,
    to: one.to,
    status,
    revision,
    planned_m,
    covered_m,
    excused_m,
    uncovered_m,
    window_s: Math.round((to_ms - from_ms) / 1_000),
    ...(await ports.results.driven(vehicle.id, from_ms, to_ms)),
    grade: quality.grade,
  };
}

async function planFact(call: Call<unknown, Session>): Promise<PlanFactAnswer> {
  const { db, session, scope, params, query, ports } = call;
  const { id, timezone: zone } = await seenMunicipality(db, session, params['m']!);
  const { from, to } = datesOf(query);
  await ports.settled();
  const [from_ms, to_ms] = [instantOfLocal(zone, from, 0), instantOfLocal(zone, to, 0)];
  const all = await assignmentsTouching(db, within(scope, id), from_ms, to_ms);
  const own = all.filter((one) => Date.parse(one.from) >= from_ms);
  if (own.length > MOST_ROWS)
    throw new Refused('bad-request', `${own.length} assignments are too many at once: ask for fewer days`);
  const rows: PlanFactRow[] = [];
  for (const one of own) rows.push(await rowOf(call, zone, one));
  return { municipality: id, timezone: zone, from, to, rows };
}

const fileHeaders = (type: string, { from, to }: PlanFactAnswer, ending: string): Record<string, string> => ({
  'content-type': type,
  'content-disposition': `attachment; filename="plan-fact-${from}-${to}.${ending}"`,
});

export const planFactRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/municipalities/{m}/plan-fact',
    tag: 'results',
    summary: 'What was planned on local days and what came of it, an assignment a row: as JSON, CSV or XLSX',
    roles: EVERY_ROLE,
    query: Type.Object({
      from: Type.String({ description: 'local date' }),
      to: Type.String({ description: 'local date, the day after the last' }),
      format: Type.Optional(Type.Enum([...FORMATS], { default: 'json' })),
      locale: Type.Optional(Type.Enum(['ru', 'en'], { description: "of the files; the user's own unless given" })),
    }),
    answer: PlanFactAnswer,
    handle: async (call) => {
      const format = FORMATS.find((one) => one === (call.query['format'] ?? 'json'));
      if (format === undefined) throw new Refused('bad-request', `format must be one of ${FORMATS.join(', ')}`);
      const locale = call.query['locale'] ?? call.session.user.locale;
      if (locale !== 'ru' && locale !== 'en') throw new Refused('bad-request', 'locale must be ru or en');
      const answer = await planFact(call);
      if (format === 'json') return answer;
      const table = planFactTable(answer, locale);
      if (format === 'csv')
        return new RawAnswer(200, fileHeaders('text/csv; charset=utf-8', answer, 'csv'), csvOf(table));
      return new RawAnswer(200, fileHeaders(XLSX, answer, 'xlsx'), await xlsxOf(table));
    },
  }),
];
