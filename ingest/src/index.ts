export type { Delivery, DeliveryReceipt, DeviceCredentials, IngestPort, MqttEdge, Refusal, Sender } from './port.ts';
