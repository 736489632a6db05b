import type { Map as GlMap } from 'maplibre-gl';
import type { Palette } from '../../tokens/palette.ts';
import type { MapDistrict } from '../map-input.ts';
import type { SourceFeed } from '../source-feed.ts';
import { placeInside } from '../streets/ground-names.ts';
import { Drawn } from '../drawn-source.ts';
import { DISTRICT_LABEL } from '../style/district-layers.ts';
import { SPRITE_RATIO } from '../vehicles/sprites.ts';
import { labelForm, type LabelForm } from './label-form.ts';

const BAR_PX = { width: 84, height: 5 } as const;

/** Districts with their progress, for whoever looks at the whole town. */
export class DistrictLayer {
  readonly #map: GlMap;
  readonly #feed: SourceFeed;
  readonly #drawn = new Drawn();
  readonly #bars = new Set<number>();
  #shown = new Map<string, string>();
  #districts: readonly MapDistrict[] = [];
  #palette: Palette;

  constructor(map: GlMap, feed: SourceFeed, palette: Palette) {
    this.#map = map;
    this.#feed = feed;
    this.#palette = palette;
    map.on('zoomend', () => this.show(this.#districts));
  }

  show(districts: readonly MapDistrict[]): void {
    this.#districts = districts;
    const forms = new Map(districts.map((district) => [district.id, this.#formOf(district)]));
    const shown = new Map(
      districts.map((district) => [
        district.id,
        JSON.stringify([forms.get(district.id), { ...district, polygons: null }]),
      ]),
    );
    for (const id of this.#shown.keys()) if (!shown.has(id)) this.#drawn.put(id, []);
    for (const district of districts) {
      if (this.#shown.get(district.id) === shown.get(district.id)) continue;
      this.#bar(percentOf(district));
      this.#drawn.put(district.id, featuresOf(district, forms.get(district.id)!));
    }
    this.#shown = shown;
    this.#feed.put('districts', this.#drawn.take());
  }

  /** Other colours; or a new style, which has neither pictures nor data. */
  refill(palette: Palette, districts: readonly MapDistrict[]): void {
    this.#palette = palette;
    const bars = [...this.#bars];
    this.#bars.clear();
    for (const percent of bars) this.#bar(percent);
    this.#shown.clear();
    this.show(districts);
  }

  #formOf({ name, polygons }: MapDistrict): LabelForm {
    const size: unknown =
      this.#map.getLayer(DISTRICT_LABEL) && this.#map.getLayoutProperty(DISTRICT_LABEL, 'text-size');
    return labelForm(name, largestOf(polygons)?.[0] ?? [], this.#map.getZoom(), typeof size === 'number' ? size : 14);
  }

  /** A bar drawn to scale, made when the first district has so many per cent. */
  #bar(percent: number): void {
    if (this.#bars.has(percent)) return;
    this.#bars.add(percent);
    const canvas = document.createElement('canvas');
    canvas.width = BAR_PX.width * SPRITE_RATIO;
    canvas.height = BAR_PX.height * SPRITE_RATIO;
    const to = canvas.getContext('2d', { willReadFrequently: true })!;
    to.fillStyle = this.#palette.surface.line2;
    to.fillRect(0, 0, canvas.width, canvas.height);
    to.fillStyle = this.#palette.leg.done;
    to.fillRect(0, 0, (canvas.width * percent) / 100, canvas.height);
    const image = to.getImageData(0, 0, canvas.width, canvas.height);
    const name = barName(percent);
    if (this.#map.hasImage(name)) this.#map.updateImage(name, image);
    else this.#map.addImage(name, image, { pixelRatio: SPRITE_RATIO });
  }
}

const percentOf = ({ share }: MapDistrict): number => Math.round((share ?? 0) * 100);
const barName = (percent: number): string => `bar-${percent}`;

const largestOf = (polygons: MapDistrict['polygons']) =>
  polygons.toSorted((a, b) => (b[0]?.length ?? 0) - (a[0]?.length ?? 0))[0];

function featuresOf(district: MapDistrict, form: LabelForm): GeoJSON.Feature[] {
  const { id, name, percent, polygons, open } = district;
  const largest = largestOf(polygons);
  const place = largest && placeInside(largest.map((ring) => ring.map(([lon, lat]) => [lon, lat])));
  const coordinates = polygons.map((rings) => rings.map((ring) => ring.map(([lon, lat]) => [lon, lat])));
  const properties = {
    form,
    name,
    percent,
    bar: barName(percentOf(district)),
    mark: open === null ? '' : `badge-${open.severity}`,
    count: open === null ? '' : String(open.count),
  };
  return [
    { type: 'Feature', properties: { key: id, id }, geometry: { type: 'MultiPolygon', coordinates } },
    ...(place
      ? [
          {
            type: 'Feature' as const,
            properties: { key: `${id}\nlabel`, id, ...properties },
            geometry: { type: 'Point' as const, coordinates: place },
          },
        ]
      : []),
  ];
}
