import { afterAll, beforeAll } from 'vitest';
import { LiveSocket } from './live-client.ts';
import { makeStreetTown, plan, type Town } from './main-street.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';

const HOUR_MS = 3_600_000;

/** What a file's cases about the live socket share; filled before the first of them. */
export interface LiveTown {
  service: ServiceProcess;
  town: Town;
  /** Begin of the window of the assignment `live-a`, two hours before `now_ms`. */
  readonly begin_ms: number;
  readonly now_ms: number;
  /** Opens a socket, the administrator's unless told otherwise, that is closed after the file. */
  open(token?: string): Promise<LiveSocket>;
}

/** A running service with the town `live`, three vehicles and one assignment; stopped after the file. */
export function useLiveTown(): LiveTown {
  const now_ms = Date.now();
  const begin_ms = now_ms - 2 * HOUR_MS;
  const sockets: LiveSocket[] = [];
  const shared = {
    begin_ms,
    now_ms,
    async open(token = shared.service.api.token): Promise<LiveSocket> {
      const live = await LiveSocket.open(shared.service, token);
      sockets.push(live);
      return live;
    },
  } as LiveTown;
  beforeAll(async () => {
    shared.service = await startServiceProcess();
    shared.town = await makeStreetTown(shared.service.api, 'live', 3);
    await plan(shared.service.api, shared.town, 'live-a', { from_ms: begin_ms, to_ms: now_ms + HOUR_MS });
  });
  afterAll(async () => {
    for (const live of sockets) live.close();
    await shared.service?.remove();
  });
  return shared;
}
