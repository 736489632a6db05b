import { says } from '@sweepline/contract';
import { Refused, worded } from '../../refused.ts';
import type { RawFeature } from './feature.ts';
import { warn, type Warnings } from './warnings.ts';

/** @throws Refused `bad-network` where the bytes are no GeoJSON FeatureCollection. */
export function readGeoJson(body: Uint8Array, warnings: Warnings): RawFeature[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    const message = `the body is not JSON in UTF-8: ${(cause as Error).message}`;
    throw new Refused('bad-network', worded(message, says('no-json')), undefined, cause);
  }
  const features = isRecord(parsed) && parsed['type'] === 'FeatureCollection' ? parsed['features'] : undefined;
  if (!Array.isArray(features)) {
    throw new Refused('bad-network', says('no-collection'));
  }
  const raw: RawFeature[] = [];
  features.forEach((feature: unknown, number) => {
    if (!isRecord(feature) || feature['type'] !== 'Feature') {
      warn(warnings, 'not-a-feature', `feature ${number}`, 'not a GeoJSON feature, skipped');
      return;
    }
    const { properties, geometry, id } = feature;
    raw.push({
      number,
      id,
      properties: isRecord(properties) ? properties : {},
      geometry:
        isRecord(geometry) && typeof geometry['type'] === 'string'
          ? { type: geometry['type'], coordinates: geometry['coordinates'] }
          : null,
    });
  });
  return raw;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
