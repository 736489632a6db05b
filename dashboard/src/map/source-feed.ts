import type { GeoJSONSource, Map as GlMap } from 'maplibre-gl';
import type { SourceDiff } from './drawn-source.ts';

/** All sources together are handed something this often at most: five times a second with a little to spare. */
const TURN_MS = 210;
/** So many may go at once when the map is filled. */
const BURST = 4;

/** When a source takes what waits for it. */
export interface SourceRule {
  /** No oftener than this, ms. */
  readonly every_ms: number;
  /** What nobody sees waits until somebody does. */
  readonly wanted?: () => boolean;
}

interface Waiting {
  readonly rule: SourceRule;
  readonly add: Map<string, GeoJSON.Feature>;
  readonly remove: Set<string>;
  handed_ms: number;
}

/**
 * Hands differences to the map's sources, one source at a time and never more than five times a second: each costs a worker's
 * parse and new tiles, however little changed. What comes meanwhile is put together.
 */
export class SourceFeed {
  readonly #map: GlMap;
  readonly #sources: ReadonlyMap<string, Waiting>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #handed_ms = Number.NEGATIVE_INFINITY;
  #burst = BURST;

  constructor(map: GlMap, rules: Readonly<Record<string, SourceRule>>) {
    this.#map = map;
    this.#sources = new Map(
      Object.entries(rules).map(([name, rule]) => [
        name,
        { rule, add: new Map(), remove: new Set(), handed_ms: Number.NEGATIVE_INFINITY },
      ]),
    );
    map.on('moveend', () => this.#wake());
  }

  put(source: string, { add, remove }: SourceDiff): void {
    if (add.length === 0 && remove.length === 0) return;
    const waiting = this.#sources.get(source);
    if (!waiting) throw new Error(`no rule for the source ${source}`);
    for (const key of remove) {
      waiting.add.delete(key);
      waiting.remove.add(key);
    }
    for (const feature of add) waiting.add.set(String(feature.properties!['key']), feature);
    this.#wake();
  }

  /** A new style has emptied the sources; whoever fills them does so anew. */
  reset(): void {
    for (const waiting of this.#sources.values()) {
      waiting.add.clear();
      waiting.remove.clear();
      waiting.handed_ms = Number.NEGATIVE_INFINITY;
    }
    this.#burst = BURST;
  }

  remove(): void {
    clearTimeout(this.#timer);
  }

  #wake(): void {
    if (this.#timer !== undefined) return;
    const now_ms = performance.now();
    const due_ms = this.#burst > 0 ? now_ms : this.#handed_ms + TURN_MS;
    const next_ms = Math.min(...[...this.#sources.values()].map((waiting) => dueAt(waiting)));
    if (next_ms === Number.POSITIVE_INFINITY) return;
    this.#timer = setTimeout(() => this.#turn(), Math.max(0, Math.max(due_ms, next_ms) - now_ms));
  }

  /** The source that has waited longest beyond its time is handed what it waits for. */
  #turn(): void {
    this.#timer = undefined;
    const now_ms = performance.now();
    const [first] = [...this.#sources].sort(([, a], [, b]) => dueAt(a) - dueAt(b));
    if (!first || dueAt(first[1]) > now_ms) return this.#wake();
    const [name, waiting] = first;
    const source = this.#map.getSource<GeoJSONSource>(name);
    if (source) {
      waiting.handed_ms = this.#handed_ms = now_ms;
      this.#burst = Math.max(0, this.#burst - 1);
      void source.updateData({ remove: [...waiting.remove], add: [...waiting.add.values()] });
    }
    waiting.add.clear();
    waiting.remove.clear();
    this.#wake();
  }
}

const dueAt = ({ rule, add, remove, handed_ms }: Waiting): number =>
  (add.size > 0 || remove.size > 0) && (rule.wanted?.() ?? true) ? handed_ms + rule.every_ms : Number.POSITIVE_INFINITY;
