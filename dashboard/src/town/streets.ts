/** Names of a town's streets by edge, out of its basemap, and the search over them. */
export interface Street {
  readonly name: string;
  /** An edge to bring the camera to. */
  readonly edge: string;
}

export class Streets {
  readonly #names = new Map<string, string>();
  readonly #streets: readonly Street[];
  readonly #edges: ReadonlyMap<string, readonly string[]>;

  constructor(basemap: GeoJSON.FeatureCollection | null) {
    const first = new Map<string, string[]>();
    for (const { properties, id } of basemap?.features ?? []) {
      const name: unknown = properties?.['name'];
      const edge: unknown = properties?.['id'] ?? id;
      if (typeof name !== 'string' || name === '' || (typeof edge !== 'string' && typeof edge !== 'number')) continue;
      if ((properties?.['kind'] ?? 'street') !== 'street') continue;
      this.#names.set(String(edge), name);
      const edges = first.get(name);
      if (edges === undefined) first.set(name, [String(edge)]);
      else edges.push(String(edge));
    }
    this.#edges = first;
    // The middle of a street's edges lies nearer to what people mean by it than its first.
    this.#streets = [...first].map(([name, edges]) => ({ name, edge: edges[edges.length >> 1] ?? '' }));
  }

  /** The edges of the same name; an edge without one is alone. */
  edgesLike(edge: string): ReadonlySet<string> {
    const name = this.#names.get(edge);
    if (name === undefined) return new Set([edge]);
    return new Set([...this.#names].filter(([, other]) => other === name).map(([like]) => like));
  }

  nameOf(edge: string | null): string | null {
    return edge === null ? null : (this.#names.get(edge) ?? null);
  }

  /** All edges that carry a street's name. */
  edgesOf(name: string): readonly string[] {
    return this.#edges.get(name) ?? [];
  }

  /** Streets holding the words, those beginning with them first. */
  search(text: string, most: number): readonly Street[] {
    const wanted = foldName(text);
    if (wanted === '') return [];
    const asTyped = text.trim().toLowerCase();
    return this.#streets
      .map((street) => ({
        street,
        at: foldName(street.name).indexOf(wanted),
        exact: street.name.toLowerCase().includes(asTyped),
      }))
      .filter(({ at }) => at >= 0)
      .sort(
        (a, b) =>
          a.at - b.at ||
          Number(b.exact) - Number(a.exact) ||
          a.street.name.length - b.street.name.length ||
          a.street.name.localeCompare(b.street.name),
      )
      .slice(0, most)
      .map(({ street }) => street);
  }
}

/** Case, accents and spacing do not matter to who searches: «чобану» finds «Чобану», `Strada Stefan` finds `Ștefan`. */
export const foldName = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\s-]+/g, ' ')
    .trim()
    .toLowerCase();

/** Plates are typed without their spaces. */
export const plateKey = (text: string): string => foldName(text).replaceAll(' ', '');
