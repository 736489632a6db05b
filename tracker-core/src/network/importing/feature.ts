/** A feature of any format before it is checked: what GeoJSON holds, with nothing believed yet. */
export interface RawFeature {
  /** Its number in the file, from 0. */
  readonly number: number;
  readonly id: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly geometry: { readonly type: string; readonly coordinates?: unknown } | null;
}

/** A text property: null where it is missing, empty or no text. Numbers are taken as text. */
export function textOf(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** What a warning calls the feature. */
export function itemOf({ number, id, properties }: RawFeature): string {
  return textOf(properties['id']) ?? textOf(id) ?? textOf(properties['osm']) ?? `feature ${number}`;
}
