import type { FulfilmentAnswer, FulfilmentGrouping } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';

export interface FulfilmentQuery {
  /** Local dates, half-open. */
  readonly from: string;
  readonly to: string;
  readonly by: FulfilmentGrouping;
  readonly contractor?: string | undefined;
  readonly district?: string | undefined;
  readonly route?: string | undefined;
  readonly street?: string | undefined;
}

export const readFulfilment = (
  rest: RestClient,
  municipality: string,
  query: FulfilmentQuery,
): Promise<FulfilmentAnswer> => rest.get<FulfilmentAnswer>(`/municipalities/${municipality}/fulfilment`, { ...query });

/** Districts with their borders, as the map draws them. */
export const readDistricts = async (rest: RestClient, municipality: string): Promise<readonly GeoJSON.Feature[]> => {
  const areas = await rest.get<GeoJSON.FeatureCollection>(`/municipalities/${municipality}/areas`);
  return areas.features.filter(({ properties }) => properties?.['kind'] === 'district');
};
