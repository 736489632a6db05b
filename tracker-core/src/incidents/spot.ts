import type { Fix, Matched } from '../pipeline/stages.ts';
import type { Spot } from './fact.ts';

/** Where a matched fix lies. */
export const spotOf = ({ fix, place }: Matched): Spot => ({ lat: fix.lat, lon: fix.lon, edge: place?.edge ?? null });

/** Where a raw fix lies. */
export const spotOfFix = ({ lat, lon }: Fix): Spot => ({ lat, lon, edge: null });
