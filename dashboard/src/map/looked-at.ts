import type { GeoJSONSource, Map as GlMap } from 'maplibre-gl';
import { legFeatures } from './legs/leg-pieces.ts';
import type { CasePlace, MapInput, MapParts } from './map-input.ts';
import type { Streets } from './streets/edge-lines.ts';

/** What one person looks at or is asked about, drawn over what all see. Each is little and changes by hand, so it is handed over whole. */
export class LookedAt {
  readonly #map: GlMap;

  constructor(map: GlMap) {
    this.#map = map;
  }

  street(edges: ReadonlySet<string>, streets: Streets): void {
    // One feature: edges that meet do not lie on one another.
    const coordinates = [...edges].flatMap((edge) => {
      const line = streets.get(edge)?.line.coordinates;
      return line === undefined ? [] : [[...line]];
    });
    this.#put('street-looked-at', [
      { type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates } },
    ]);
  }

  casePlace(place: CasePlace | null): void {
    this.#put('case-place', place === null ? [] : [pointOf(place)]);
  }

  parts(parts: MapParts | null, streets: Streets, drivesOn: MapInput['drivesOn']): void {
    const drawn = (part: keyof MapParts): GeoJSON.Feature[] =>
      (parts?.[part] ?? []).flatMap((leg) => {
        const street = streets.get(leg.edge);
        const features = street ? legFeatures(part, leg, street, drivesOn) : [];
        return features.map(({ feature }) => ({ ...feature, properties: { ...feature.properties, part } }));
      });
    this.#put('parts', [...drawn('second'), ...drawn('first')]);
  }

  #put(source: string, features: GeoJSON.Feature[]): void {
    void this.#map.getSource<GeoJSONSource>(source)?.setData({ type: 'FeatureCollection', features });
  }
}

const pointOf = ({ lon, lat, severity }: CasePlace): GeoJSON.Feature => ({
  type: 'Feature',
  properties: { severity },
  geometry: { type: 'Point', coordinates: [lon, lat] },
});
