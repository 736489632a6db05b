import { DATABASE_LACKS } from '@sweepline/contract';
import { Type } from 'typebox';
import { lackTexts } from '../../store/kind.ts';
import { EVERY_ROLE, route, type Route } from '../http/route.ts';

const Settings = Type.Object({
  mapStyleUrl: Type.Union([Type.String(), Type.Null()], { description: 'outside MapLibre style under the streets' }),
  mqttUrl: Type.String({
    description: 'where the service listens for devices; a proxy or name before it is not known',
  }),
});

const Readiness = Type.Object({
  dependencies: Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()])),
  lacks: Type.Array(Type.String()),
  lacking: Type.Array(Type.Union(DATABASE_LACKS.map((lack) => Type.Literal(lack))), {
    description: 'the same by codes',
  }),
});

export const settingsRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/settings',
    tag: 'administration',
    summary: 'What the dashboard must know of the installation',
    roles: EVERY_ROLE,
    answer: Settings,
    handle: async ({ mapStyleUrl, ports }) => ({ mapStyleUrl, mqttUrl: ports.devices.address() }),
  }),
  route({
    method: 'GET',
    path: '/readiness',
    tag: 'administration',
    summary: 'Each dependency, null when well, and what the database lacks',
    roles: ['administrator'],
    answer: Readiness,
    handle: async ({ ports }) => ({
      dependencies: await ports.health.dependencies(),
      lacks: lackTexts(ports.health.lacks()),
      lacking: ports.health.lacks(),
    }),
  }),
];
