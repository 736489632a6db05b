/**
 * Units and their names in identifiers: `_m` metres, `_cm` integer centimetres, `_ms` epoch milliseconds or a duration
 * in milliseconds, `_s` seconds, `_kmh` km/h, `_deg` degrees clockwise from north. Positions are WGS84 degrees.
 */

/** WGS84 degrees, always longitude first, as GeoJSON has it. */
export type LonLat = readonly [lon: number, lat: number] & { readonly __lonLat?: never };

export const lonLat = (lon: number, lat: number): LonLat => [lon, lat] as LonLat;

/** Metres with two decimals, as they leave the service, out of integer centimetres. */
export const metresOf = (length_cm: number): number => Math.round(length_cm) / 100;

/** Integer centimetres, as lengths are summed inside the service, out of metres. */
export const centimetresOf = (length_m: number): number => Math.round(length_m * 100);

/** RFC 3339 in UTC with milliseconds, the one form in which instants leave the service. */
export const instantOf = (epoch_ms: number): string => new Date(epoch_ms).toISOString();
