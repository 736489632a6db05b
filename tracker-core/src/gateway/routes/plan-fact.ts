import { daysBetween, PlanFactAnswer, PlanFactMonths, says } from '@sweepline/contract';
import { Type } from 'typebox';
import { Refused } from '../../refused.ts';
import { monthTable } from '../../reports/plan-fact/months.ts';
import { planFactTable } from '../../reports/plan-fact/plan-fact.ts';
import { csvOf } from '../../reports/table/csv.ts';
import { xlsxOf } from '../../reports/table/xlsx.ts';
import { fileAnswer, LocaleQuery, localeOf } from '../http/files.ts';
import { oneOf } from '../http/query.ts';
import { dateQuery } from '../http/instants.ts';
import { EVERY_ROLE, route, type Call, type Route } from '../http/route.ts';
import type { Session } from '../sessions.ts';
import { seenMunicipality } from './municipalities.ts';

const FORMATS = ['json', 'csv', 'xlsx', 'pdf'] as const;
/** A row for each assignment, or sums of months. */
const MOST_DAYS: Readonly<Record<By, number>> = { assignment: 31, month: 366 };
const BY = ['assignment', 'month'] as const;
type By = (typeof BY)[number];

function datesOf(query: Call<unknown, Session>['query'], by: By): { from: string; to: string } {
  const from = dateQuery(query, 'from');
  const to = dateQuery(query, 'to');
  const days = daysBetween(from, to);
  if (days < 1 || days > MOST_DAYS[by])
    throw new Refused('bad-request', says('too-many-days', { most: MOST_DAYS[by] }));
  return { from, to };
}

async function answerOf(
  call: Call<unknown, Session>,
  by: By,
): Promise<{ answer: PlanFactAnswer | PlanFactMonths; name: string }> {
  const { db, session, scope, params, query, ports } = call;
  const { id, name, timezone } = await seenMunicipality(db, session, params['m']!);
  const dates = datesOf(query, by);
  await ports.settled();
  const asked = query['contractor'] ?? null;
  const shared = { municipality: id, timezone, ...dates };
  // Of another contractor a contractor's people see nothing.
  const foreign = scope.contractor !== null && asked !== null && asked !== scope.contractor;
  const ask = { ...shared, contractor: scope.contractor ?? asked };
  if (by === 'month') return { answer: { ...shared, months: foreign ? [] : await ports.planFact.months(ask) }, name };
  return { answer: { ...shared, rows: foreign ? [] : await ports.planFact.rows(ask) }, name };
}

export const planFactRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/municipalities/{m}/plan-fact',
    tag: 'results',
    summary:
      'What was planned on local days and what came of it, an assignment a row, or by month with contractors and routes: as JSON, CSV, XLSX or PDF',
    roles: EVERY_ROLE,
    query: Type.Object({
      from: Type.String({ description: 'local date' }),
      to: Type.String({ description: 'local date, the day after the last' }),
      by: Type.Optional(Type.Enum([...BY], { default: 'assignment' })),
      contractor: Type.Optional(Type.String({ description: 'of this one alone' })),
      format: Type.Optional(Type.Enum([...FORMATS], { default: 'json' })),
      locale: LocaleQuery,
    }),
    answer: Type.Union([PlanFactAnswer, PlanFactMonths]),
    handle: async (call) => {
      const format = oneOf('format', call.query['format'] ?? 'json', FORMATS);
      const by = oneOf('by', call.query['by'] ?? 'assignment', BY);
      const locale = localeOf(call);
      const { answer, name } = await answerOf(call, by);
      if (format === 'json') return answer;
      const file = `plan-fact-${by === 'month' ? 'by-month-' : ''}${answer.from}-${answer.to}`;
      if (format === 'pdf')
        return fileAnswer('pdf', file, await call.ports.documents.planFact(answer, { name }, locale));
      const table = 'months' in answer ? monthTable(answer, locale) : planFactTable(answer, locale);
      return format === 'csv' ? fileAnswer('csv', file, csvOf(table)) : fileAnswer('xlsx', file, await xlsxOf(table));
    },
  }),
];
