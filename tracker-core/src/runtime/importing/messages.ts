import type { ErrorCode, NetworkWarning, Saying } from '@sweepline/contract';
import type { NetworkFormat } from '../../gateway/ports.ts';
import type { PlannedEdge } from '../../network/importing/planned.ts';
import type { TableFormat } from '../../lines/table/read-table.ts';
import type { ReadAct } from '../../reports/act/read-act.ts';
import type { ReadTable } from '../../lines/table/table-rows.ts';

export interface ToImport {
  readonly format: NetworkFormat;
  readonly body: Uint8Array;
  readonly planned: readonly PlannedEdge[];
}

/** A finished network as it is stored, and as the service takes it up. */
export interface ImportedStreets {
  readonly snapshot: Uint8Array<ArrayBuffer>;
  readonly basemap: Uint8Array<ArrayBuffer>;
  /** Changes with the basemap. */
  readonly tag: string;
  readonly warnings: readonly NetworkWarning[];
  readonly edges: number;
  readonly length_m: number;
}

export type ToTable =
  | { readonly what: 'routes'; readonly format: TableFormat; readonly body: Uint8Array }
  | { readonly what: 'act'; readonly body: Uint8Array };

type From<Made> =
  | { readonly type: 'made'; readonly made: Made }
  | { readonly type: 'refused'; readonly code: ErrorCode; readonly said: string | Saying; readonly details: unknown }
  | { readonly type: 'failed'; readonly message: string };

export type FromImport = From<ImportedStreets>;
export type FromTable = From<ReadTable | ReadAct>;
