import type { DeviceQuality, Excuse } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';

export const readQuality = (
  rest: RestClient,
  municipality: string,
  from: string,
  to: string,
): Promise<readonly DeviceQuality[]> =>
  rest.list<DeviceQuality>(`/municipalities/${municipality}/quality`, { from, to });

export const readExcuses = (rest: RestClient, municipality: string): Promise<readonly Excuse[]> =>
  rest.list<Excuse>('/excuses', { municipality }, 200);
