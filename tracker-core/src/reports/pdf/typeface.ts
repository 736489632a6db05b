/** A typeface as three TrueType files; read at the edge and handed in. */
export interface Typeface {
  readonly regular: Uint8Array;
  readonly medium: Uint8Array;
  readonly strong: Uint8Array;
}

export type Weight = keyof Typeface;
