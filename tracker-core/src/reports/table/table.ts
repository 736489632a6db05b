/** A cell: text, or a number with so many decimals. */
export type Cell = string | null | { readonly value: number; readonly decimals: number };

interface Sheet {
  readonly name: string;
  readonly columns: readonly { readonly title: string; readonly width: number }[];
}

/** A sheet of a report: what stands above the columns, the rows, and the sums below. */
export interface Table extends Sheet {
  readonly rows: readonly (readonly Cell[])[];
  readonly totals: readonly Cell[] | null;
}

/** The same with rows that come a few at a time; the sums are asked for after the last of them. */
export interface LongTable extends Sheet {
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]> | Iterable<readonly (readonly Cell[])[]>;
  readonly totals: () => readonly Cell[] | null;
}
