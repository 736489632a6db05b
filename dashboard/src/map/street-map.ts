import type { GeoJSONSource, LayerSpecification, Map as GlMap } from 'maplibre-gl';
import { PALETTES } from '../tokens/palette.ts';
import { Camera } from './camera.ts';
import { flatMap } from './flat-map.ts';
import { apply } from './drawn-source.ts';
import { DrawnLegs } from './legs/drawn-legs.ts';
import type { StreetMapCamera, StreetMapElement, StreetMapEvents, StreetMapInput } from './street-map-input.ts';
import { StreetPointer } from './street-pointer.ts';
import { boxAround } from './streets/box.ts';
import { Streets } from './streets/edge-lines.ts';
import { placeAlong } from './streets/measured-line.ts';
import { NameLayer } from './streets/name-layer.ts';
import { STREET_LAYERS } from './style/base-layers.ts';
import { DRAWN_LAYERS } from './style/drawn-layers.ts';
import { restyling } from './style/restyle.ts';
import { streetLayers, streetStyle } from './style/street-style.ts';
import { SPRITE_RATIO, sprites } from './vehicles/sprites.ts';

const NO_TOWN = { type: 'FeatureCollection' as const, features: [] };

/** Holds one MapLibre map of the town's streets and keeps it in step with what is drawn over them. */
export class StreetMap {
  readonly #map: GlMap;
  readonly #element: StreetMapElement;
  readonly #camera: Camera;
  readonly #pointer: StreetPointer;
  readonly #names: NameLayer;
  #input: StreetMapInput;
  #streets: Streets;
  #legs: DrawnLegs;
  #ready = false;
  #wish: StreetMapCamera | null = { kind: 'town' };

  constructor(element: StreetMapElement, input: StreetMapInput, events: StreetMapEvents) {
    this.#element = element;
    this.#input = input;
    this.#streets = new Streets(input.basemap);
    this.#legs = new DrawnLegs(this.#streets, input.drivesOn);
    this.#map = flatMap(element, streetStyle(input.theme));
    this.#camera = new Camera(this.#map, input.padding);
    this.#names = new NameLayer((diff) => void apply(this.#map, 'names', diff));
    this.#pointer = new StreetPointer(this.#map, () => this.#streets, events);
    this.#map.on('style.load', () => this.#fill());
    this.#map.on('load', () => (element.dataset['map'] = 'ready'));
    element.dataset['map'] = 'loading';
    element.rendered = () => ({
      streets: this.#count(STREET_LAYERS),
      legs: this.#count(DRAWN_LAYERS),
      fills: this.#count(['fill']),
      all: this.#map.queryRenderedFeatures().length,
    });
    element.placeOf = (edge, at_m) => {
      const street = this.#streets.get(edge);
      return street ? this.#map.project(placeAlong(street.line, at_m) as [number, number]) : null;
    };
    this.#label();
    this.#grant();
  }

  /** Takes what changed; parts that kept their identity cost nothing. */
  update(input: StreetMapInput): void {
    const before = this.#input;
    this.#input = input;
    const changed = (part: keyof StreetMapInput): boolean => before[part] !== input[part];
    if (changed('label')) this.#label();
    if (changed('padding')) this.#camera.pad(input.padding);
    if (changed('basemap') || changed('drivesOn')) {
      this.#streets = new Streets(input.basemap);
      if (this.#ready) this.#fillTown();
      if (before.basemap && changed('basemap')) this.#wish ??= { kind: 'town' };
    }
    if (!this.#ready) return;
    if (changed('theme')) this.#restyle(before);
    if (changed('legs')) this.#draw();
    if (changed('fills')) this.#fillStreets();
    if (changed('areas')) this.#fillAreas();
    if (changed('named')) this.#names.first(new Set(input.named));
    this.#grant();
  }

  /** Carries out a wish for the camera, at once or as soon as the streets are there. */
  look(wish: StreetMapCamera): void {
    this.#wish = wish;
    this.#grant();
  }

  remove(): void {
    delete this.#element.rendered;
    delete this.#element.placeOf;
    this.#pointer.remove();
    this.#map.remove();
  }

  /** The style has been read and holds nothing yet: pictures first, then every source. */
  #fill(): void {
    this.#ready = true;
    this.#addSprites();
    this.#fillTown();
    this.#grant();
  }

  #fillTown(): void {
    void this.#map.getSource<GeoJSONSource>('town')?.setData(this.#input.basemap ?? NO_TOWN);
    this.#names.town(this.#streets, this.#input.basemap);
    this.#names.first(new Set(this.#input.named));
    this.#hand(this.#legs.show([]));
    this.#legs = new DrawnLegs(this.#streets, this.#input.drivesOn);
    this.#draw();
    this.#fillStreets();
    this.#fillAreas();
  }

  #draw(): void {
    this.#hand(this.#legs.show(this.#input.legs));
  }

  #hand({ lines, beads }: ReturnType<DrawnLegs['show']>): void {
    void apply(this.#map, 'drawn', lines);
    void apply(this.#map, 'drawn-beads', beads);
  }

  #fillStreets(): void {
    const features = [...this.#input.fills].flatMap(([edge, color]): GeoJSON.Feature[] => {
      const street = this.#streets.get(edge);
      if (!street) return [];
      const geometry = { type: 'LineString' as const, coordinates: [...street.line.coordinates] };
      return [{ type: 'Feature', properties: { key: edge, color }, geometry }];
    });
    void this.#map.getSource<GeoJSONSource>('fills')?.setData({ type: 'FeatureCollection', features });
  }

  #fillAreas(): void {
    const features = this.#input.areas.map(({ key, geometry, color, opacity = 0.25, label }): GeoJSON.Feature => ({
      type: 'Feature',
      properties: { key, color, opacity, ...(label === undefined ? {} : { label }) },
      geometry,
    }));
    void this.#map.getSource<GeoJSONSource>('areas')?.setData({ type: 'FeatureCollection', features });
  }

  #addSprites(): void {
    for (const [name, image] of sprites(PALETTES[this.#input.theme])) {
      if (this.#map.hasImage(name)) this.#map.updateImage(name, image);
      else this.#map.addImage(name, image, { pixelRatio: SPRITE_RATIO });
    }
  }

  #restyle(before: StreetMapInput): void {
    const map = this.#map;
    for (const change of restyling(streetLayers(before.theme), streetLayers(this.#input.theme))) {
      if (change.part === 'paint') map.setPaintProperty(change.layer, change.name as never, change.value as never);
      if (change.part === 'layout') map.setLayoutProperty(change.layer, change.name as never, change.value as never);
    }
    this.#addSprites();
  }

  #label(): void {
    this.#map.getCanvas().setAttribute('aria-label', this.#input.label);
  }

  #grant(): void {
    const wish = this.#wish;
    if (!wish) return;
    if (wish.kind === 'place') this.#camera.toPlace(wish.lon, wish.lat, wish.zoom);
    else {
      const box =
        wish.kind === 'town'
          ? this.#streets.bounds()
          : boxAround(wish.edges.flatMap((edge) => this.#streets.get(edge)?.line.coordinates ?? []));
      if (!box) return;
      this.#camera.fitBox(box);
    }
    this.#wish = null;
  }

  #count(ids: readonly LayerSpecification['id'][]): number {
    return this.#map.queryRenderedFeatures({ layers: ids.filter((id) => this.#map.getLayer(id)) }).length;
  }
}
