import { Type } from 'typebox';
import { EVERY_ROLE, route, type Route } from '../http/route.ts';

const Settings = Type.Object({
  mapStyleUrl: Type.Union([Type.String(), Type.Null()], { description: 'outside MapLibre style under the streets' }),
  mqttUrl: Type.String({
    description: 'where the service listens for devices; a proxy or name before it is not known',
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
];
