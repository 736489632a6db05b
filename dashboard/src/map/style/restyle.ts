import type { FilterSpecification, LayerSpecification } from 'maplibre-gl';

/** One property of one layer that has to change. */
export type Change =
  | { readonly layer: string; readonly part: 'paint' | 'layout'; readonly name: string; readonly value: unknown }
  | { readonly layer: string; readonly part: 'filter'; readonly value: FilterSpecification | null }
  | { readonly layer: string; readonly part: 'zoom'; readonly min: number; readonly max: number };

const LOWEST_ZOOM = 0;
const HIGHEST_ZOOM = 24;

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/**
 * What turns the layers of one look into those of another. Sources are not touched, so a change of theme keeps all data
 * and tiles. Both lists hold the same layers in the same order.
 */
export function restyling(before: readonly LayerSpecification[], after: readonly LayerSpecification[]): Change[] {
  const old = new Map(before.map((layer) => [layer.id, layer]));
  return after.flatMap((layer): Change[] => {
    const was = old.get(layer.id);
    if (!was || same(was, layer)) return [];
    const changes: Change[] = [];
    for (const part of ['paint', 'layout'] as const) {
      const from = { ...was[part] } as Record<string, unknown>;
      const to = { ...layer[part] } as Record<string, unknown>;
      for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
        if (!same(from[name], to[name])) changes.push({ layer: layer.id, part, name, value: to[name] });
      }
    }
    const [wasFilter, filter] = [
      'filter' in was ? was.filter : undefined,
      'filter' in layer ? layer.filter : undefined,
    ];
    if (!same(wasFilter, filter)) changes.push({ layer: layer.id, part: 'filter', value: filter ?? null });
    if (was.minzoom !== layer.minzoom || was.maxzoom !== layer.maxzoom) {
      changes.push({
        layer: layer.id,
        part: 'zoom',
        min: layer.minzoom ?? LOWEST_ZOOM,
        max: layer.maxzoom ?? HIGHEST_ZOOM,
      });
    }
    return changes;
  });
}
