import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { AttributionControl, Map as GlMap, setWorkerUrl, type StyleSpecification } from 'maplibre-gl';
import './map.css';
import { ATTRIBUTION } from './style/map-style.ts';

setWorkerUrl(workerUrl);

/** A MapLibre map as every page has it: north up, never tilted, the world once, its sources named. */
export function flatMap(container: HTMLElement, style: StyleSpecification): GlMap {
  const map = new GlMap({
    container,
    style,
    attributionControl: false,
    minZoom: 8,
    maxZoom: 19.5,
    maxPitch: 0,
    dragRotate: false,
    touchPitch: false,
    pitchWithRotate: false,
    renderWorldCopies: false,
    fadeDuration: 160,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new AttributionControl({ compact: false, customAttribution: ATTRIBUTION }), 'bottom-right');
  return map;
}
