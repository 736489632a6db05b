import type { LayerSpecification } from 'maplibre-gl';
import type { Palette } from '../../tokens/palette.ts';
import { kerbOffset, kerbWidth } from './leg-layers.ts';

/** The line that the first machine's part is drawn by, and the other's. */
export const partColours = ({ surface, vehicle }: Palette) => ({ first: vehicle.driving, second: surface.t1 });

/** Who would get what of a route that is being parted, over its legs. */
export function partLayers(palette: Palette): LayerSpecification[] {
  const { first, second } = partColours(palette);
  const line = (id: string, color: unknown, times: number): LayerSpecification => ({
    id,
    type: 'line',
    source: 'parts',
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': color as string, 'line-width': kerbWidth(times), 'line-offset': kerbOffset() },
  });
  return [
    line('part-casing', palette.surface.casing, 2.8),
    line('part', ['match', ['get', 'part'], 'first', first, second], 1.7),
  ];
}
