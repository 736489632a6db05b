import type { Route, RouteBody } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';

/** More than any town has; beyond it the list says so. */
export const MOST_ROUTES = 5_000;

export const listRoutes = (rest: RestClient, municipality: string): Promise<readonly Route[]> =>
  rest.list<Route>('/routes', { municipality }, MOST_ROUTES);

export const routeVersion = (rest: RestClient, id: string, version: number): Promise<Route> =>
  rest.get<Route>(`/routes/${id}`, { version });

export const putRoute = (rest: RestClient, id: string, body: RouteBody): Promise<Route> =>
  rest.send<Route>('PUT', `/routes/${id}`, body);
