/** City files write the permitted direction along or against the line so. */
const ONEWAY: Readonly<Record<string, string>> = { FT: 'yes', TF: '-1' };
const KEPT = ['layer', 'kind', 'osm'] as const;

interface Streets {
  readonly features?: {
    type?: unknown;
    id?: unknown;
    properties?: Record<string, unknown> | null;
    geometry?: unknown;
  }[];
}

/**
 * A city's street file with the contract's properties: `id` as text, `class` (or the city's `cls`), `oneway`.
 * @throws Error naming the file where it is no FeatureCollection.
 */
export function streetsOf(text: string, file: string): unknown {
  let streets: Streets;
  try {
    streets = JSON.parse(text) as Streets;
  } catch (cause) {
    throw new Error(`${file} is not JSON`, { cause });
  }
  if (!Array.isArray(streets.features)) throw new Error(`${file}: expected a GeoJSON FeatureCollection`);
  const features = streets.features.map((feature) => {
    const p = feature.properties ?? {};
    const oneway = p['oneway'] ?? 'no';
    const properties: Record<string, unknown> = {
      ...(p['id'] === undefined || p['id'] === null ? {} : { id: String(p['id']) }),
      ...(typeof p['name'] === 'string' ? { name: p['name'] } : {}),
      ...(typeof (p['class'] ?? p['cls']) === 'string' ? { class: p['class'] ?? p['cls'] } : {}),
      oneway: ONEWAY[String(oneway)] ?? oneway,
    };
    for (const name of KEPT) if (p[name] !== undefined) properties[name] = p[name];
    return { ...feature, properties };
  });
  return { type: 'FeatureCollection', features };
}
