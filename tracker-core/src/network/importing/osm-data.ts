/** Tags as OSM has them. */
export type Tags = Readonly<Record<string, string>>;

export interface OsmWay {
  readonly id: number;
  readonly refs: readonly number[];
  readonly tags: Tags;
}

export interface OsmRelation {
  readonly id: number;
  readonly members: readonly { readonly type: string; readonly ref: number; readonly role: string }[];
  readonly tags: Tags;
}

/** An extract, in any order: places of all nodes, ways and relations that have tags or are members. */
export interface OsmData {
  readonly nodes: ReadonlyMap<number, readonly [lon: number, lat: number]>;
  readonly ways: readonly OsmWay[];
  readonly relations: readonly OsmRelation[];
}
