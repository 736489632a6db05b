import { ActAnswer, daysBetween, says } from '@sweepline/contract';
import { Type } from 'typebox';
import { Refused } from '../../refused.ts';
import { actTable, actTemplate } from '../../reports/act/act-table.ts';
import { xlsxOf } from '../../reports/table/xlsx.ts';
import { routeNames } from '../../store/objects/routes.ts';
import { FILE_TYPES, fileAnswer, LocaleQuery, localeOf } from '../http/files.ts';
import { oneOf } from '../http/query.ts';
import { EVERY_ROLE, route, uploadRoute, type Route } from '../http/route.ts';
import { checkPeriod, seenContract } from './contracts.ts';

const ACT_LIMIT = 8 * 1024 * 1024;
const MOST_DAYS = 31;
const FORMATS = ['json', 'xlsx'] as const;
const TYPES: Readonly<Record<string, 'xlsx' | 'csv'>> = { [FILE_TYPES.xlsx]: 'xlsx', 'text/csv': 'csv' };

export const actRoutes: readonly Route[] = [
  uploadRoute({
    method: 'POST',
    path: '/contracts/{id}/act',
    tag: 'claims',
    summary:
      "Hold the contractor's act (XLSX or CSV: date, route, perhaps vehicle, metres or hours) against what was measured, row by row; nothing is stored",
    roles: EVERY_ROLE,
    query: Type.Object({
      from: Type.String({ description: 'local date' }),
      to: Type.String({ description: 'local date, the day after the last' }),
      format: Type.Optional(Type.Enum([...FORMATS], { default: 'json' })),
      locale: LocaleQuery,
    }),
    upload: { types: Object.keys(TYPES), limit: ACT_LIMIT },
    answer: ActAnswer,
    handle: async (call) => {
      const { query, ports, body, contentType } = call;
      const contract = await seenContract(call);
      const dates = { from: query['from'] ?? '', to: query['to'] ?? '' };
      checkPeriod(dates);
      if (daysBetween(dates.from, dates.to) > MOST_DAYS)
        throw new Refused('bad-request', says('too-many-days', { most: MOST_DAYS }));
      const format = oneOf('format', query['format'] ?? 'json', FORMATS);
      const locale = localeOf(call);
      await ports.settled();
      const answer = await ports.acts.reconcile(contract, dates, TYPES[contentType]!, body);
      if (format === 'json') return answer;
      return fileAnswer('xlsx', `act-${dates.from}-${dates.to}`, await xlsxOf(actTable(answer, locale)));
    },
  }),
  route({
    method: 'GET',
    path: '/contracts/{id}/act/template.xlsx',
    tag: 'claims',
    summary: 'An act to fill in',
    roles: EVERY_ROLE,
    query: Type.Object({ locale: LocaleQuery }),
    answer: Type.Unknown(),
    answerType: FILE_TYPES.xlsx,
    handle: async (call) => {
      const { municipality, routes, from } = await seenContract(call);
      const names = await routeNames(call.db, municipality);
      const known = routes?.[0] ?? [...names.keys()].sort()[0] ?? '';
      const template = actTemplate({ date: from, route: known, plate: '' }, localeOf(call));
      return fileAnswer('xlsx', 'act', await xlsxOf(template));
    },
  }),
];
