import type { GeoJSONSource, LayerSpecification, Map as GlMap, StyleSpecification } from 'maplibre-gl';
import { PALETTES } from '../tokens/palette.ts';
import { Camera } from './camera.ts';
import { flatMap } from './flat-map.ts';
import { boxAround, boxOf, type Box } from './streets/box.ts';
import { LegLayer } from './legs/leg-layer.ts';
import { LookedAt } from './looked-at.ts';
import type { CameraRequest, MapInput, MapView, RenderedCounts } from './map-input.ts';
import { DistrictLayer } from './districts/district-layer.ts';
import { ReplayLayer } from './replay/replay-layer.ts';
import { Pointer, type PointerEvents } from './pointer.ts';
import { REPLAY_WAY_LAYERS } from './replay/replay-style.ts';
import { Streets } from './streets/edge-lines.ts';
import { NameLayer } from './streets/name-layer.ts';
import { STREET_LAYERS } from './style/base-layers.ts';
import { DISTRICT_FILL } from './style/district-layers.ts';
import { BEAD_ZOOM, FOLD_ZOOM, LEG_LAYERS } from './style/leg-layers.ts';
import { layers, overStyle, ownStyle, type StyleLook } from './style/map-style.ts';
import { restyling } from './style/restyle.ts';
import { SourceFeed } from './source-feed.ts';
import { FleetLayer } from './vehicles/fleet-layer.ts';
import { MarkerStage, type StageLook } from './vehicles/marker-stage.ts';
import { AWAY_ZOOM, SYMBOL_ZOOM } from './style/vehicle-layers.ts';
import { SPRITE_RATIO, sprites } from './vehicles/sprites.ts';

/** A followed vehicle moves the camera with every step; nobody needs to know of each. */
const VIEW_EVERY_MS = 250;
const NOTHING_DRAWN: RenderedCounts = {
  streets: 0,
  buildings: 0,
  labels: 0,
  legs: 0,
  vehicles: 0,
  ways: 0,
  districts: 0,
  parts: 0,
  all: 0,
};
const NO_TOWN = { type: 'FeatureCollection' as const, features: [] };

/** The map's own element; `rendered` counts what is drawn at this moment. */
export interface MapElement extends HTMLElement {
  rendered?: () => RenderedCounts;
}

export interface LiveMapEvents extends PointerEvents {
  /** The camera has come to rest. */
  readonly onview: (view: MapView) => void;
  /** A hand moves the map: whoever is followed would pull it back. */
  readonly onpan: () => void;
}

/** Holds one MapLibre map and keeps it in step with its input. */
export class LiveMap {
  readonly #map: GlMap;
  readonly #element: MapElement;
  readonly #camera: Camera;
  readonly #feed: SourceFeed;
  readonly #pointer: Pointer;
  readonly #legs: LegLayer;
  readonly #names: NameLayer;
  readonly #lookedAt: LookedAt;
  readonly #stage: MarkerStage;
  readonly #fleet: FleetLayer;
  readonly #replay: ReplayLayer;
  readonly #districts: DistrictLayer;
  #input: MapInput;
  #streets: Streets;
  #look: StyleLook;
  #ready = false;
  /** Our own ground is drawn, not an outside style's. */
  #ground = true;
  #wish: CameraRequest | null = null;
  #viewTimer: ReturnType<typeof setTimeout> | undefined;
  #risk: ReadonlySet<string> = new Set();

  constructor(element: MapElement, input: MapInput, events: LiveMapEvents) {
    this.#element = element;
    this.#input = input;
    this.#streets = new Streets(input.basemap);
    this.#look = this.#lookOf(input);
    this.#map = flatMap(element, ownStyle(this.#look));
    this.#camera = new Camera(this.#map, input.padding);
    this.#feed = new SourceFeed(this.#map, {
      districts: { every_ms: 1_000, wanted: () => this.#map.getZoom() < AWAY_ZOOM + 0.5 },
      names: { every_ms: 0 },
      legs: { every_ms: 600, wanted: () => this.#map.getZoom() > FOLD_ZOOM - 0.5 },
      'legs-folded': { every_ms: 1_000, wanted: () => this.#map.getZoom() < FOLD_ZOOM + 0.5 },
      beads: { every_ms: 1_000, wanted: () => this.#map.getZoom() > BEAD_ZOOM - 0.5 },
      trails: { every_ms: 800, wanted: () => this.#map.getZoom() > SYMBOL_ZOOM - 0.5 },
      holds: { every_ms: 1_000, wanted: () => this.#map.getZoom() > AWAY_ZOOM - 0.5 },
    });
    this.#legs = new LegLayer(this.#feed, (edges) => this.#atRisk(edges), this.#streets, input.drivesOn);
    this.#names = new NameLayer((diff) => this.#feed.put('names', diff));
    this.#lookedAt = new LookedAt(this.#map);
    this.#stage = new MarkerStage(this.#map, this.#vehicleCanvas(), this.#feed, this.#stageLook());
    this.#fleet = new FleetLayer(this.#map, this.#stage, this.#feed, input.districts.length > 0, {
      onFollowed: ({ lon, lat }) => this.#camera.keepOn(lon, lat),
    });
    this.#replay = new ReplayLayer(this.#map, this.#stage, (vehicle, { lon, lat }) => {
      if (vehicle === this.#input.followed) this.#camera.keepOn(lon, lat);
    });
    this.#districts = new DistrictLayer(this.#map, this.#feed, PALETTES[input.theme]);
    this.#pointer = new Pointer(
      this.#map,
      (x_px, y_px) => this.#stage.at(x_px, y_px),
      (key) => this.#legs.drawing.about(key),
      events,
    );
    this.#map.on('style.load', () => this.#fill());
    this.#map.on('dragstart', events.onpan);
    this.#map.on('movestart', ({ originalEvent }) => {
      if (originalEvent instanceof KeyboardEvent && originalEvent.code.startsWith('Arrow')) events.onpan();
    });
    this.#map.on('moveend', () => {
      this.#viewTimer ??= setTimeout(() => {
        this.#viewTimer = undefined;
        events.onview(this.#view());
      }, VIEW_EVERY_MS);
    });
    this.#map.on('load', () => (element.dataset['map'] = 'ready'));
    element.dataset['map'] = 'loading';
    element.rendered = () => this.#rendered();
    if (input.outsideStyle) void this.#goOutside(input.outsideStyle);
    this.#label();
    this.look({ kind: 'town' });
  }

  /** Takes what changed; parts that kept their identity cost nothing. */
  update(input: MapInput): void {
    const before = this.#input;
    this.#input = input;
    const changed = (part: keyof MapInput): boolean => before[part] !== input[part];
    if (changed('label')) this.#label();
    if (changed('padding')) this.#camera.pad(input.padding);
    if (changed('outsideStyle')) void this.#goOutside(input.outsideStyle);
    if (changed('basemap') || changed('drivesOn')) {
      this.#streets = new Streets(input.basemap);
      this.#legs.streets(this.#streets, input.drivesOn);
      this.#fillTown();
      if (before.basemap && changed('basemap')) this.#wish ??= { kind: 'town' };
    }
    if (changed('theme') || changed('selected') || changed('hidden') || changed('districts')) this.#restyle();
    if (!this.#ready) return;
    if (changed('street')) this.#lookAtStreet();
    if (changed('casePlace')) this.#lookedAt.casePlace(input.casePlace);
    if (changed('parts')) this.#showParts();
    if (changed('replay')) this.#showReplay();
    if (changed('districts')) this.#districts.show(input.districts);
    if (changed('legs')) this.#legs.legs(input.legs);
    if (changed('words')) this.#fleet.words(input.words);
    if (changed('incidents')) this.#fleet.incidents(input.incidents);
    if (changed('selected')) {
      this.#fleet.select(input.selected?.vehicle);
      this.#nameFirst();
    }
    if (changed('followed')) this.#fleet.follow(input.followed);
    if (changed('vehicles')) this.#fleet.vehicles(input.vehicles);
    this.#grant();
  }

  /** Carries out a wish for the camera, at once or as soon as what it names is there. */
  look(request: CameraRequest): void {
    this.#wish = request;
    this.#grant();
  }

  remove(): void {
    delete this.#element.rendered;
    clearTimeout(this.#viewTimer);
    this.#feed.remove();
    this.#legs.remove();
    this.#fleet.remove();
    this.#stage.remove();
    this.#replay.remove();
    this.#pointer.remove();
    this.#map.remove();
  }

  #lookOf({ theme, selected, hidden, districts }: MapInput): StyleLook {
    return {
      theme,
      selected: selected?.assignment ?? null,
      hidden,
      districts: districts.length > 0,
      ground: this.#ground,
    };
  }

  /** A new style has been read and holds nothing yet: pictures first, then every source. */
  #fill(): void {
    this.#ready = true;
    this.#feed.reset();
    this.#addSprites();
    const { legs, words, incidents, selected, followed, vehicles, districts, theme } = this.#input;
    this.#fillTown();
    this.#districts.refill(PALETTES[theme], districts);
    this.#legs.streets(this.#streets, this.#input.drivesOn);
    this.#legs.legs(legs);
    this.#fleet.words(words);
    this.#fleet.incidents(incidents);
    this.#fleet.select(selected?.vehicle);
    this.#fleet.follow(followed);
    this.#fleet.vehicles(vehicles);
    this.#fleet.refill();
    this.#stage.refill();
    this.#lookAtStreet();
    this.#lookedAt.casePlace(this.#input.casePlace);
    this.#showParts();
    this.#showReplay();
    this.#replay.refill();
    this.#grant();
  }

  #fillTown(): void {
    if (!this.#ready) return;
    void this.#map.getSource<GeoJSONSource>('town')?.setData(this.#input.basemap ?? NO_TOWN);
    this.#names.town(this.#streets, this.#input.basemap);
    this.#nameFirst();
  }

  #addSprites(): void {
    for (const [name, image] of sprites(PALETTES[this.#input.theme])) {
      if (this.#map.hasImage(name)) this.#map.updateImage(name, image);
      else this.#map.addImage(name, image, { pixelRatio: SPRITE_RATIO });
    }
  }

  #restyle(): void {
    const before = this.#look;
    const after = this.#lookOf(this.#input);
    this.#look = after;
    if (!this.#ready) return;
    const map = this.#map;
    for (const change of restyling(layers(before), layers(after))) {
      if (change.part === 'zoom') map.setLayerZoomRange(change.layer, change.min, change.max);
      else if (change.part === 'filter') map.setFilter(change.layer, change.value);
      else if (change.part === 'paint') map.setPaintProperty(change.layer, change.name as never, change.value as never);
      else map.setLayoutProperty(change.layer, change.name as never, change.value as never);
    }
    if (before.theme !== after.theme) {
      this.#addSprites();
      this.#districts.refill(PALETTES[after.theme], this.#input.districts);
    }
    if (before.theme !== after.theme) this.#stage.dress(this.#stageLook());
    if (before.districts !== after.districts) this.#fleet.districts(after.districts);
  }

  /** An outside ground, or our own again; where the outside cannot be had, our own stays. */
  async #goOutside(address: string | null): Promise<void> {
    const outside = address === null ? null : await this.#fetchStyle(address);
    if (this.#input.outsideStyle !== address || (outside === null && this.#ground)) return;
    this.#ground = outside === null;
    this.#look = this.#lookOf(this.#input);
    this.#setStyle(outside === null ? ownStyle(this.#look) : overStyle(outside, this.#look));
  }

  async #fetchStyle(address: string): Promise<StyleSpecification | null> {
    delete this.#element.dataset['outsideStyle'];
    try {
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`the style at ${address} answered ${answer.status}`);
      return (await answer.json()) as StyleSpecification;
    } catch (error) {
      this.#element.dataset['outsideStyle'] = String(error);
      return null;
    }
  }

  #setStyle(style: StyleSpecification): void {
    this.#ready = false;
    this.#map.setStyle(style, { diff: false });
  }

  #stageLook(): StageLook {
    const { theme } = this.#input;
    return { palette: PALETTES[theme], wall: theme === 'wall' };
  }

  /** Either what is or what was is painted. */
  #showReplay(): void {
    const { replay } = this.#input;
    this.#replay.show(replay);
    this.#stage.give(replay === null ? this.#fleet : this.#replay);
  }

  /** Above the map's own canvas, below its attribution; what is pointed at is the map's. */
  #vehicleCanvas(): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.className = 'vehicle-canvas';
    canvas.setAttribute('aria-hidden', 'true');
    this.#map.getCanvasContainer().append(canvas);
    return canvas;
  }

  #atRisk(edges: ReadonlySet<string>): void {
    this.#risk = edges;
    this.#nameFirst();
    this.#grant();
  }

  #nameFirst(): void {
    const assignment = this.#input.selected?.assignment;
    this.#names.first(new Set([...this.#risk, ...(assignment ? this.#legs.drawing.edgesOf(assignment) : [])]));
  }

  #view(): MapView {
    const { lng, lat } = this.#map.getCenter();
    return { lon: lng, lat, zoom: this.#map.getZoom(), box: boxOf(this.#map.getBounds()) };
  }

  #lookAtStreet(): void {
    this.#lookedAt.street(this.#input.street, this.#streets);
  }

  #showParts(): void {
    this.#lookedAt.parts(this.#input.parts, this.#streets, this.#input.drivesOn);
  }

  #label(): void {
    this.#map.getCanvas().setAttribute('aria-label', this.#input.label);
  }

  #grant(): void {
    if (!this.#wish) return;
    const target = this.#targetOf(this.#wish);
    if (!target) return;
    this.#wish = null;
    if ('lon' in target) this.#camera.toPlace(target.lon, target.lat, target.zoom);
    else this.#camera.fitBox(target);
  }

  #targetOf(wish: CameraRequest): Box | { lon: number; lat: number; zoom?: number | undefined } | null {
    const around = (edges: readonly string[]): Box | null =>
      boxAround(edges.flatMap((edge) => this.#streets.get(edge)?.line.coordinates ?? []));
    switch (wish.kind) {
      case 'town':
        return this.#streets.bounds();
      case 'vehicle':
      case 'follow':
        return this.#placeOf(wish.vehicle);
      case 'vehicles': {
        const places = wish.vehicles.map((vehicle) => this.#placeOf(vehicle)).filter((place) => place !== null);
        return boxAround(places.map(({ lon, lat }) => [lon, lat]));
      }
      case 'assignment':
        return around(this.#legs.drawing.edgesOf(wish.assignment));
      case 'edge':
        return around([wish.edge]);
      case 'district':
        return boxAround((this.#input.districts.find(({ id }) => id === wish.district)?.polygons ?? []).flat(2));
      case 'street':
        return around([...wish.edges]);
      case 'place':
        return wish;
    }
  }

  #placeOf(vehicle: string): { lon: number; lat: number } | null {
    return this.#replay.place(vehicle) ?? this.#fleet.place(vehicle);
  }

  #rendered(): RenderedCounts {
    if (!this.#ready) return NOTHING_DRAWN;
    const count = (ids: readonly string[]): number =>
      this.#map.queryRenderedFeatures({ layers: ids.filter((id) => this.#map.getLayer(id)) }).length;
    const labels = this.#map
      .getStyle()
      .layers.filter(({ id }: LayerSpecification) => id.endsWith('-name') || id.startsWith('street-name'));
    return {
      streets: count(STREET_LAYERS),
      buildings: count(['building']),
      labels: count(labels.map(({ id }) => id)),
      legs: count(LEG_LAYERS),
      vehicles: this.#stage.seen,
      ways: count(REPLAY_WAY_LAYERS),
      districts: count([DISTRICT_FILL]),
      parts: count(['part']),
      all: this.#map.queryRenderedFeatures().length,
    };
  }
}
