import { Type, type Static, type TSchema } from 'typebox';

/** RFC 3339 with offset, in bodies and queries. */
export const Instant = Type.String({ minLength: 1, maxLength: 64, description: 'RFC 3339 with offset' });
export const Metres = Type.Number({ minimum: 0, description: 'metres, two decimals' });
/** Something that a person wrote: blanks alone say nothing. */
export const written = (maxLength: number, description?: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', ...(description === undefined ? {} : { description }) });
export const Name = Type.String({ minLength: 1, maxLength: 200 });
export const InstantOrNull = Type.Union([Type.String(), Type.Null()]);

/** A page of a list; `next` is handed back as `?after=`. */
export const Page = <Item extends TSchema>(item: Item) =>
  Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) });

export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** GeoJSON as far as the service reads it; the network importer checks the rest and names the feature. */
export const FeatureCollection = Type.Object({
  type: Type.Literal('FeatureCollection'),
  features: Type.Array(
    Type.Object({
      type: Type.Literal('Feature'),
      id: Type.Optional(Type.Union([Type.String(), Type.Number()])),
      properties: Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]),
      geometry: Type.Union([
        Type.Object({ type: Type.String(), coordinates: Type.Optional(Type.Unknown()) }),
        Type.Null(),
      ]),
    }),
  ),
});
export type FeatureCollection = Static<typeof FeatureCollection>;
