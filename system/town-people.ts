import { afterAll, beforeAll } from 'vitest';
import type { Api } from './api.ts';
import { makeStreetTown, type Town } from './main-street.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { userOf } from './user.ts';

/** A town with its people, and one of another town; filled before the first case. */
export interface TownPeople {
  service: ServiceProcess;
  town: Town;
  operator: Api;
  auditor: Api;
  /** Of the town's own contractor. */
  contractor: Api;
  /** The operator of the town `other`. */
  stranger: Api;
}

/** A running service with the towns `town`, of so many vehicles, and `other`; stopped after the file. */
export function useTownPeople(fleet = 1): TownPeople {
  const shared = {} as TownPeople;
  beforeAll(async () => {
    const service = (shared.service = await startServiceProcess());
    const town = (shared.town = await makeStreetTown(service.api, 'town', fleet));
    await makeStreetTown(service.api, 'other', 1);
    shared.operator = await userOf(service, 'operator-1', 'operator', ['town']);
    shared.auditor = await userOf(service, 'auditor-1', 'auditor', ['town']);
    shared.contractor = await userOf(service, 'contractor-1', 'contractor', ['town'], town.contractor);
    shared.stranger = await userOf(service, 'operator-2', 'operator', ['other']);
  });
  afterAll(() => shared.service?.remove());
  return shared;
}
