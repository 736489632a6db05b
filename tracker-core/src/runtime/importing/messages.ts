import type { ErrorCode, NetworkWarning } from '@sweepline/contract';
import type { NetworkFormat } from '../../gateway/ports.ts';

export interface ToImport {
  readonly format: NetworkFormat;
  readonly body: Uint8Array;
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

export type FromImport =
  | { readonly type: 'made'; readonly made: ImportedStreets }
  | { readonly type: 'refused'; readonly code: ErrorCode; readonly message: string; readonly details: unknown }
  | { readonly type: 'failed'; readonly message: string };
