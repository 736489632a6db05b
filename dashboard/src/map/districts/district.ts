export type Ring = readonly (readonly [lon: number, lat: number])[];

/** A part of the town by which progress is told. */
export interface District {
  readonly id: string;
  readonly name: string;
  readonly polygons: readonly (readonly Ring[])[];
}
