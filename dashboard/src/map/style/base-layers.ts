import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl';
import type { Surfaces } from '../../tokens/palette.ts';
import { between, byZoom, type AtStops } from './by-zoom.ts';

const kind = (name: string): ExpressionSpecification => ['==', ['get', 'kind'], name];
const line: ExpressionSpecification = ['match', ['geometry-type'], ['LineString', 'MultiLineString'], true, false];
const area: ExpressionSpecification = ['match', ['geometry-type'], ['Polygon', 'MultiPolygon'], true, false];

/** Road classes as drawn, thinnest first: what is drawn later lies above. */
const ROADS: readonly { name: string; classes: readonly string[]; fill: keyof Surfaces; width: AtStops }[] = [
  { name: 'service', classes: ['service'], fill: 'roadService', width: [0.3, 1, 4] },
  { name: 'living', classes: ['living_street', 'pedestrian'], fill: 'roadMinor', width: [0.7, 2.2, 8] },
  { name: 'residential', classes: [], fill: 'roadMinor', width: [0.7, 3, 10] },
  {
    name: 'link',
    classes: ['motorway_link', 'trunk_link', 'primary_link', 'secondary_link', 'tertiary_link'],
    fill: 'roadMain',
    width: [0.3, 3.4, 9],
  },
  { name: 'collector', classes: ['secondary', 'tertiary'], fill: 'roadMain', width: [1.6, 4.8, 13] },
  { name: 'main', classes: ['motorway', 'trunk', 'primary'], fill: 'roadMain', width: [2.2, 5.5, 15] },
];
const EDGE_PX: AtStops = [0.8, 1.6, 2];

/** Every class that no other row names is an ordinary street. */
function ofRoad(classes: readonly string[]): FilterSpecification {
  const named = classes.length > 0 ? classes : ROADS.flatMap((road) => road.classes);
  const is: ExpressionSpecification = ['in', ['coalesce', ['get', 'class'], ''], ['literal', [...named]]];
  return ['all', kind('street'), line, classes.length > 0 ? is : ['!', is]];
}

/** The ground under everything: land, green, water, buildings, rail, paths, then the streets with their edges. */
export function groundLayers(surface: Surfaces): LayerSpecification[] {
  const source = 'town';
  const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
  return [
    { id: 'land', type: 'background', paint: { 'background-color': surface.land } },
    { id: 'green', type: 'fill', source, filter: ['all', kind('green'), area], paint: { 'fill-color': surface.green } },
    { id: 'water', type: 'fill', source, filter: ['all', kind('water'), area], paint: { 'fill-color': surface.water } },
    {
      id: 'waterway',
      type: 'line',
      source,
      filter: ['all', kind('waterway'), line],
      layout: round,
      paint: { 'line-color': surface.water, 'line-width': byZoom([0.8, 1.8, 4]) },
    },
    {
      id: 'building',
      type: 'fill',
      source,
      minzoom: 13,
      filter: ['all', kind('building'), area],
      paint: { 'fill-color': surface.building, 'fill-opacity': between([13, 0], [14.2, 1]) },
    },
    {
      id: 'rail',
      type: 'line',
      source,
      filter: ['all', kind('rail'), line],
      paint: { 'line-color': surface.roadMinor, 'line-width': byZoom([0.6, 1.2, 2.4]), 'line-dasharray': [6, 1.5] },
    },
    {
      id: 'path',
      type: 'line',
      source,
      minzoom: 14.3,
      filter: ['all', kind('path'), line],
      paint: { 'line-color': surface.roadMinor, 'line-width': byZoom([0.4, 0.7, 1.6]), 'line-dasharray': [3, 2] },
    },
    {
      id: 'street-area',
      type: 'fill',
      source,
      filter: ['all', kind('street'), area],
      paint: { 'fill-color': surface.roadService },
    },
    ...ROADS.map(({ name, classes, width }): LayerSpecification => ({
      id: `street-edge-${name}`,
      type: 'line',
      source,
      ...(name === 'service' ? { minzoom: 13.2 } : {}),
      filter: ofRoad(classes),
      layout: round,
      paint: {
        'line-color': surface.roadEdge,
        'line-width': byZoom([width[0] + EDGE_PX[0], width[1] + EDGE_PX[1], width[2] + EDGE_PX[2]]),
      },
    })),
    ...ROADS.map(({ name, classes, fill, width }): LayerSpecification => ({
      id: `street-${name}`,
      type: 'line',
      source,
      filter: ofRoad(classes),
      layout: round,
      paint: { 'line-color': surface[fill], 'line-width': byZoom(width) },
    })),
  ];
}

/** Layers that draw streets, for whoever counts them. */
export const STREET_LAYERS = ROADS.map(({ name }) => `street-${name}`);
