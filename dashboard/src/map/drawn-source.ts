import type { GeoJSONSource, Map as GlMap } from 'maplibre-gl';

/** Features to put into a source (replacing those of the same key) and keys to take out of it. */
export interface SourceDiff {
  readonly add: GeoJSON.Feature[];
  readonly remove: string[];
}

/** What one source holds by owner, so that an owner's new features take the place of its old ones. */
export class Drawn {
  readonly #keys = new Map<string, string[]>();
  #diff: SourceDiff = { add: [], remove: [] };

  put(owner: string, features: GeoJSON.Feature[]): void {
    const keys = features.map(({ properties }) => String(properties!['key']));
    for (const key of this.#keys.get(owner) ?? []) if (!keys.includes(key)) this.#diff.remove.push(key);
    if (keys.length > 0) this.#keys.set(owner, keys);
    else this.#keys.delete(owner);
    this.#diff.add.push(...features);
  }

  take(): SourceDiff {
    const diff = this.#diff;
    this.#diff = { add: [], remove: [] };
    return diff;
  }
}

/** Hands a difference to a source of the map; resolves when the source has taken it in. */
export async function apply(map: GlMap, source: string, { add, remove }: SourceDiff): Promise<void> {
  if (add.length === 0 && remove.length === 0) return;
  await map.getSource<GeoJSONSource>(source)?.updateData({ add, remove });
}
