import type {
  Contractor,
  ContractorBody,
  Device,
  DeviceBody,
  DeviceQuality,
  Vehicle,
  VehicleBody,
} from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';

export const listVehicles = (rest: RestClient, municipality: string) =>
  rest.list<Vehicle>('/vehicles', { municipality }, 20_000);
export const listContractors = (rest: RestClient, municipality: string) =>
  rest.list<Contractor>('/contractors', { municipality });
export const listDevices = (rest: RestClient, municipality: string) =>
  rest.list<Device>('/devices', { municipality }, 20_000);

export const putContractor = (rest: RestClient, id: string, body: ContractorBody) =>
  rest.send<Contractor>('PUT', `/contractors/${id}`, body);
export const deleteContractor = (rest: RestClient, id: string) => rest.send<void>('DELETE', `/contractors/${id}`);

export const putVehicle = (rest: RestClient, id: string, body: VehicleBody) =>
  rest.send<Vehicle>('PUT', `/vehicles/${id}`, body);
export const retireVehicle = (rest: RestClient, id: string) => rest.send<Vehicle>('POST', `/vehicles/${id}/retire`);
export const restoreVehicle = (rest: RestClient, id: string) => rest.send<Vehicle>('POST', `/vehicles/${id}/restore`);

export const putDevice = (rest: RestClient, id: string, body: DeviceBody) =>
  rest.send<Device & { readonly secret?: string }>('PUT', `/devices/${id}`, body);
export const rotateDevice = (rest: RestClient, id: string) =>
  rest.send<{ readonly secret: string }>('POST', `/devices/${id}/rotate`);
export const revokeDevice = (rest: RestClient, id: string) => rest.send<void>('DELETE', `/devices/${id}`);

/** Where devices connect, as the service listens. */
export const mqttUrl = (rest: RestClient) =>
  rest.get<{ readonly mqttUrl: string }>('/settings').then((settings) => settings.mqttUrl);

export const listQuality = (rest: RestClient, municipality: string, from: string, to: string) =>
  rest.list<DeviceQuality>(`/municipalities/${municipality}/quality`, { from, to }, 20_000);
