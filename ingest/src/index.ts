export type {
  Attempt,
  Delivery,
  DeliveryReceipt,
  DeviceCredentials,
  IngestPort,
  MqttEdge,
  Refusal,
  Sender,
} from './port.ts';
export { decodeLimits, type Decoded, type DecodeLimits } from './decode/outcome.ts';
export { decodeNative } from './decode/native.ts';
export { decodeOwnTracks } from './decode/owntracks.ts';
export { decodeTeltonika } from './decode/teltonika.ts';
export { decodeUplink, isSilent } from './decode/uplink.ts';
export { startEmbeddedBroker, type EmbeddedBrokerOptions, type EmbeddedEdge } from './embedded/broker.ts';
export { startOutsideClient, type OutsideClientOptions } from './outside/client.ts';
