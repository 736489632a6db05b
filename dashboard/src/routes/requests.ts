import type {
  Locale,
  PlanRow,
  PlanTable,
  Route,
  RouteBody,
  RouteVersion,
  WayAnswer,
  WayBody,
} from '@sweepline/contract';
import { address, type RestClient } from '../rest/client.ts';

/** More than any town has; beyond it the list says so. */
export const MOST_ROUTES = 5_000;

/** Those in use, and those that are not any more. */
export const listRoutes = (rest: RestClient, municipality: string): Promise<readonly Route[]> =>
  rest.list<Route>('/routes', { municipality, retired: 'all' }, MOST_ROUTES);

export const routeVersion = (rest: RestClient, id: string, version: number): Promise<Route> =>
  rest.get<Route>(`/routes/${id}`, { version });

export const routeVersions = (rest: RestClient, id: string): Promise<readonly RouteVersion[]> =>
  rest.list<RouteVersion>(`/routes/${id}/versions`);

export const putRoute = (rest: RestClient, id: string, body: RouteBody): Promise<Route> =>
  rest.send<Route>('PUT', `/routes/${id}`, body);

export const removeRoute = (rest: RestClient, id: string): Promise<void> => rest.send<void>('DELETE', `/routes/${id}`);

export const retireRoute = (rest: RestClient, id: string): Promise<Route> =>
  rest.send<Route>('POST', `/routes/${id}/retire`);

export const restoreRoute = (rest: RestClient, id: string): Promise<Route> =>
  rest.send<Route>('POST', `/routes/${id}/restore`);

export const wayTo = (rest: RestClient, municipality: string, body: WayBody): Promise<WayAnswer> =>
  rest.send<WayAnswer>('POST', `/municipalities/${municipality}/routes/way`, body);

/** Where a browser takes the legs of a route from, as a file. */
export const linesAddress = (id: string, version: number): string => address(`/routes/${id}/legs.geojson`, { version });

const TYPES: Readonly<Record<string, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
  txt: 'text/csv',
  zip: 'application/zip',
  geojson: 'application/geo+json',
  json: 'application/geo+json',
  gpx: 'application/gpx+xml',
  kml: 'application/vnd.google-earth.kml+xml',
};

/** Endings of files that hold routes, as a file field takes them. */
export const TABLE_ENDINGS = Object.keys(TYPES)
  .map((ending) => `.${ending}`)
  .join(',');

/** Null: a file of another kind. */
export const tableTypeOf = (name: string): string | null =>
  TYPES[/\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''] ?? null;

export const readTable = (rest: RestClient, municipality: string, file: Blob, type: string): Promise<PlanTable> =>
  rest.send<PlanTable>('POST', `/municipalities/${municipality}/routes/read`, new Blob([file], { type }));

export const checkRows = (rest: RestClient, municipality: string, rows: readonly PlanRow[]): Promise<PlanTable> =>
  rest.send<PlanTable>('POST', `/municipalities/${municipality}/routes/check`, { rows });

export const templateAddress = (municipality: string, locale: Locale): string =>
  address(`/municipalities/${municipality}/routes/template.xlsx`, { locale });
