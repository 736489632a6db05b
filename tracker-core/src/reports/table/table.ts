/** A cell: text, or a number with so many decimals. */
export type Cell = string | null | { readonly value: number; readonly decimals: number };

/** A sheet of a report: what stands above the columns, the rows, and the sums below. */
export interface Table {
  readonly name: string;
  readonly columns: readonly { readonly title: string; readonly width: number }[];
  readonly rows: readonly (readonly Cell[])[];
  readonly totals: readonly Cell[] | null;
}
