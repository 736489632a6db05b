import {
  canonicalJson,
  isId,
  PlanRows,
  PlanTable,
  type PlanRow,
  type Route as PlannedRoute,
  LOCALES,
} from '@sweepline/contract';
import { Type } from 'typebox';
import { findRoutes } from '../../store/objects/routes.ts';
import { oneOf } from '../http/query.ts';
import { RawAnswer, route, uploadRoute, type Call, type Route } from '../http/route.ts';
import type { TableFormat } from '../../lines/table/read-table.ts';
import type { ResolvedTableRoute } from '../ports.ts';
import type { Session } from '../sessions.ts';
import { seenMunicipality } from './municipalities.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const FORMATS: Readonly<Record<string, TableFormat>> = {
  [XLSX]: 'xlsx',
  'text/csv': 'csv',
  'application/zip': 'shapefile',
  'application/geo+json': 'geojson',
  'application/gpx+xml': 'gpx',
  'application/vnd.google-earth.kml+xml': 'kml',
};
const TABLE_LIMIT = 8 * 1024 * 1024;

/** What a table would make, held against what is stored. */
async function checked(
  { db, ports }: Call<unknown, Session>,
  municipality: string,
  given: readonly PlanRow[],
): Promise<Omit<PlanTable, 'leftOut'>> {
  const ids = [...new Set(given.flatMap(({ cells }) => (cells.route && isId(cells.route) ? [cells.route] : [])))];
  const stored = await findRoutes(db, ids);
  const known = new Map(
    [...stored].map(([id, { name, operation, ...of }]) => [
      id,
      of.municipality === municipality
        ? { id, name, operation, foreign: false }
        : // of another town's route nothing is told but that its id is taken
          { id, name: id, operation: 'sweep' as const, foreign: true },
    ]),
  );
  const { rows, routes } = await ports.plan.checkTable(municipality, given, known);
  return { rows, routes: routes.map((one) => against(one, stored.get(one.id), municipality)) };
}

function against(
  { id, name, operation, rows, legs, bad, resolved }: ResolvedTableRoute,
  found: PlannedRoute | undefined,
  municipality: string,
): PlanTable['routes'][number] {
  const stored = found?.municipality === municipality ? found : undefined;
  const content = (one: Pick<PlannedRoute, 'name' | 'operation' | 'legs'>): string =>
    canonicalJson([one.name, one.operation, one.legs]);
  const unusable = bad || resolved === null || operation === null || !isId(id);
  const same =
    !unusable && stored !== undefined && content(stored) === content({ name, operation, legs: resolved.legs });
  return {
    id,
    name,
    operation,
    rows,
    legs,
    planned_m: resolved?.planned_m ?? 0,
    state: unusable ? 'bad' : stored === undefined ? 'new' : same ? 'same' : 'changed',
    version: stored?.version ?? null,
  };
}

const roles = ['administrator', 'operator'] as const;

export const routeTableRoutes: readonly Route[] = [
  uploadRoute({
    method: 'POST',
    path: '/municipalities/{m}/routes/read',
    tag: 'plan',
    summary: 'Read a file with many routes, and say of each row what it makes or what is wrong; nothing is stored',
    roles,
    upload: { types: Object.keys(FORMATS), limit: TABLE_LIMIT },
    answer: PlanTable,
    handle: async (call) => {
      const { id } = await seenMunicipality(call.db, call.session, call.params['m']!);
      const { rows, leftOut } = await call.ports.plan.readTable(FORMATS[call.contentType]!, call.body);
      return { ...(await checked(call, id, rows)), leftOut };
    },
  }),
  route({
    method: 'POST',
    path: '/municipalities/{m}/routes/check',
    tag: 'plan',
    summary: 'Check rows of routes again after they were edited; nothing is stored',
    roles,
    body: PlanRows,
    answer: PlanTable,
    handle: async (call) => {
      const { id } = await seenMunicipality(call.db, call.session, call.params['m']!);
      return { ...(await checked(call, id, call.body.rows as readonly PlanRow[])), leftOut: [] };
    },
  }),
  route({
    method: 'GET',
    path: '/municipalities/{m}/routes/template.xlsx',
    tag: 'plan',
    summary: 'A workbook to fill in with routes',
    roles,
    query: Type.Object({ locale: Type.Optional(Type.Enum(['ru', 'en'], { default: 'ru' })) }),
    answer: Type.Unknown(),
    answerType: XLSX,
    handle: async ({ db, session, params, query, ports }) => {
      const { id } = await seenMunicipality(db, session, params['m']!);
      const locale = oneOf('locale', query['locale'] ?? 'ru', LOCALES);
      const headers = { 'content-type': XLSX, 'content-disposition': 'attachment; filename="routes.xlsx"' };
      return new RawAnswer(200, headers, await ports.plan.tableTemplate(id, locale));
    },
  }),
];
