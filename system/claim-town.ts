import { addDays, type CoverageAnswer, type Terms } from '@sweepline/contract';
import type { Api } from './api.ts';
import { connectOf } from './device.ts';
import {
  collection,
  drive,
  makeStreetTown,
  municipalityBody,
  plan,
  streets,
  vehicleBody,
  type Town,
} from './main-street.ts';
import { startServiceProcess, type ServiceProcess } from './service.ts';
import { until } from './until.ts';
import { userOf } from './user.ts';

const MINUTE_MS = 60_000;
const SEALED_WITHIN_MS = 100_000;
const now_ms = Date.now();
const ago = (minutes: number): number => now_ms - minutes * MINUTE_MS;
const dateOf = (epoch_ms: number): string => new Date(epoch_ms).toISOString().slice(0, 10);
/** The window may have begun yesterday: the period holds both days. */
export const period = { from: addDays(dateOf(now_ms), -1), to: addDays(dateOf(now_ms), 1) };

/** The main street, each block under a name of its own: what was not done of it is a line of the claim. */
export function namedStreets(): object {
  const { features } = streets() as { features: { properties: { id: string } }[] };
  return collection(
    features.map((one) => ({ ...one, properties: { ...one.properties, name: `ул. ${one.properties.id}` } })),
  );
}

export const contractBody = (contractor: string) => ({
  municipality: 'town',
  contractor,
  number: '118/25',
  title: 'Зимняя уборка',
  from: addDays(period.from, -30),
  to: addDays(period.to, 30),
  currency: 'MDL',
  price: 100_000_000,
  operations: ['plough'],
});
export const terms = (): Terms => ({
  from: addDays(period.from, -30),
  prices: [{ operation: 'plough', perMetre: '1.85' }],
  completion: { leg: '95', route: '90' },
  gps: { grade: 'C' },
  deadlines: { answerDays: 5, decisionDays: 10 },
  overlap: 'greatest',
  rules: [
    {
      id: 'missed-street',
      kind: 'penalty',
      clause: '6.2',
      on: { fact: 'undone', per: 'leg' },
      charge: { sum: 'fixed', amount: 50_000 },
      warnings: 1,
    },
  ],
});

/** A town whose contractor left something of a sealed shift, `work`, undone; `later` still runs. */
export interface ClaimTown {
  readonly service: ServiceProcess;
  readonly town: Town;
  readonly operator: Api;
  readonly auditor: Api;
  /** Of the contractor that was at work, and of another one. */
  readonly own: Api;
  readonly rival: Api;
  /** The auditor of another town. */
  readonly stranger: Api;
}

export async function makeClaimTown(settings: Readonly<Record<string, string>> = {}): Promise<ClaimTown> {
  const service = await startServiceProcess({ SEAL_GRACE_MINUTES: '1', ...settings });
  const { api } = service;
  const town = await makeStreetTown(api, 'town', 1);
  await api.put('/municipalities/town/network', namedStreets(), 'application/geo+json');
  await api.put('/municipalities/other', municipalityBody('Other'));
  await api.put('/contractors/rival', { name: 'Rival', municipality: town.id });
  await api.put('/vehicles/rival-v', vehicleBody(town.id, 'rival'));
  const people = {
    operator: await userOf(service, 'operator-1', 'operator', ['town']),
    auditor: await userOf(service, 'auditor-1', 'auditor', ['town']),
    own: await userOf(service, 'own', 'contractor', ['town'], town.contractor),
    rival: await userOf(service, 'rival', 'contractor', ['town'], 'rival'),
    stranger: await userOf(service, 'stranger', 'auditor', ['other']),
  };
  const device = await connectOf(service, town);
  await device.send(drive(ago(20), 0, 900), 20);
  await device.end();
  await plan(api, town, 'work', { from_ms: ago(30), to_ms: ago(3) });
  await plan(api, town, 'later', { from_ms: ago(2), to_ms: ago(-60) });
  await until(
    'the seal',
    () => api.get<CoverageAnswer>('/assignments/work/coverage'),
    ({ status }) => status === 'sealed',
    SEALED_WITHIN_MS,
  );
  return { service, town, ...people };
}
