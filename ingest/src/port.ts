import type {
  AckMessage,
  DecodedFix,
  EventMessage,
  RefusalReason,
  StatusMessage,
  Trouble,
  TurnedAwayReason,
  UplinkKind,
} from '@sweepline/contract';

/** Who sent a message, as its credentials and its topic proved. */
export interface Sender {
  readonly municipality: string;
  readonly device: string;
}

export interface Refusal {
  readonly reason: RefusalReason;
  readonly detail: string;
  /** Position in the batch; absent where the whole message was refused. */
  readonly index?: number;
  /** The refused element or message, its first 4 KiB. */
  readonly payload: string;
}

/** Everything one MQTT message was decoded into. */
export interface Delivery {
  readonly sender: Sender;
  readonly received_ms: number;
  readonly fixes: readonly DecodedFix[];
  readonly refusals: readonly Refusal[];
  readonly event: (Omit<EventMessage, 'ts'> & { readonly ts_ms: number }) | null;
  readonly ack: (Omit<AckMessage, 'ts'> & { readonly ts_ms: number }) | null;
  readonly status: StatusMessage | null;
  /** The message itself, for who watches a device being fitted. */
  readonly original?: { readonly kind: UplinkKind; readonly payload: Uint8Array };
}

/** What only the database can know about a delivered fix. */
export interface DeliveryReceipt {
  /** Refusals found while storing (`conflict`), to be sent back like the others. */
  readonly refusals: readonly Refusal[];
}

/** Somebody whom the broker did not let in, or did not hear. Nothing of it is proven but where it came from. */
export interface Attempt {
  readonly reason: TurnedAwayReason;
  /** User name and client id as they were given, cut to 64 characters. */
  readonly device: string;
  readonly clientId: string;
  readonly address: string;
  /** The topic or filter, where that was the reason. */
  readonly topic: string | null;
}

/** What a device must prove at CONNECT. */
export interface DeviceCredentials {
  readonly municipality: string;
  /** True where the secret is the device's current one, or its former one within the time it still works. */
  accepts(secret: string): boolean;
}

/** What ingest needs of the service; resolves on commit, rejects where nothing was stored. */
export interface IngestPort {
  deliver(delivery: Delivery): Promise<DeliveryReceipt>;
  /** Null for an unknown or revoked device. Called at CONNECT, and behind an outside broker for each sender. */
  credentials(device: string): DeviceCredentials | null;
  /** The embedded broker turned somebody away. */
  turnedAway(attempt: Attempt): void;
  /** Connection state of a device, for commands waiting for it; also from `status` messages behind an outside broker. */
  connected(device: string, online: boolean): void;
  /** A device's PUBACK for the command of this `id`. An outside broker does not tell. */
  commandDelivered(device: string, id: string): void;
  now(): number;
}

/** What a running MQTT edge offers the service. */
export interface MqttEdge {
  /** The address devices connect to, with the port really taken. */
  readonly url: string;
  /**
   * Sends a command with QoS 1; resolves once it is with the device (embedded, where it waits for the subscription) or
   * with its broker (outside). Rejects where it is not: the command stays queued and is sent again at the next connect.
   */
  sendCommand(sender: Sender, payload: { readonly id: string; readonly [field: string]: unknown }): Promise<void>;
  /** Makes a device's credentials and ACL known (the outside broker's dynamic security; no-op when embedded). */
  admit(sender: Sender, secret: string): Promise<void>;
  /** Cuts the device off at once and withdraws its rights. */
  revoke(sender: Sender): Promise<void>;
  /** Counters for /metrics, by name; only ever rising. */
  counters(): Readonly<Record<string, number>>;
  /** For /readyz: null when all is well. */
  trouble(): Trouble | null;
  close(): Promise<void>;
}
