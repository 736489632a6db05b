import type { PageOf, Route, RouteBody, RouteVersion, WayAnswer, WayBody } from '@sweepline/contract';
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

/** How many assignments were made with any version of a route. */
export const assignmentsOf = async (rest: RestClient, route: string): Promise<number> =>
  (await rest.get<PageOf<unknown>>('/assignments', { route, limit: 100 })).items.length;
