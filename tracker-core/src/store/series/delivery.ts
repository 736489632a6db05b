import type { DecodedFix, EventKind, RefusalReason } from '@sweepline/contract';

export interface StoredRefusal {
  readonly reason: RefusalReason;
  readonly detail: string;
  /** Position in the batch; absent where the whole message, its only fix, or a fix of an earlier one is meant. */
  readonly index?: number;
  readonly payload: string;
}

/** What a device reported besides positions. */
export interface DeviceEvent {
  readonly ts_ms: number;
  readonly kind: EventKind;
  readonly note?: string;
  readonly lat?: number;
  readonly lon?: number;
}

/** One message of a device as it is stored; what ingest hands over fits. */
export interface StorableDelivery {
  readonly sender: { readonly municipality: string; readonly device: string };
  readonly received_ms: number;
  readonly fixes: readonly DecodedFix[];
  readonly refusals: readonly StoredRefusal[];
  readonly event: DeviceEvent | null;
}

/** What became of a delivery, once it is committed. */
export interface WriteOutcome {
  /** Fixes that were not stored before and count at their instant. */
  readonly accepted: readonly DecodedFix[];
  /** Instants at which one of `accepted` took the place of a stored fix: what was made of that one is void. */
  readonly replaced_ms: readonly number[];
  /** Fixes that were stored already. */
  readonly known: number;
  /** Instants of fixes that met another content of theirs. */
  readonly conflicts_ms: readonly number[];
  /** `conflict`s, to be sent back. */
  readonly refusals: readonly StoredRefusal[];
}
