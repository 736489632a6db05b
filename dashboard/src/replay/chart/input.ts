import type { Lane } from './lanes.ts';
import type { Stretch, Table } from './series.ts';

/** What the chart shows. */
export interface ChartInput {
  readonly from_ms: number;
  readonly to_ms: number;
  /** Joined on one time axis: for each line its speeds and those of them that were refused. */
  readonly data: Table;
  readonly lines: number;
  /** Working speeds; null where they do not matter. */
  readonly band: { readonly min_kmh: number; readonly max_kmh: number } | null;
  readonly lanes: readonly (Lane & { readonly label: string })[];
  readonly silences: readonly Stretch[];
  /** Counts instead of speeds: an area from zero. */
  readonly counts: boolean;
  /** Theme and language: another look is drawn anew. */
  readonly look: string;
  readonly hm: (ms: number) => string;
  readonly number: (value: number) => string;
}
