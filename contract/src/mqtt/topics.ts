import { isId } from '../ids.ts';

/** What a device publishes, by topic. */
export type UplinkKind = 'telemetry' | 'event' | 'status' | 'ack' | 'owntracks' | 'teltonika';

/** What the service publishes to a device. */
export type DownlinkKind = 'rejected' | 'command';

export interface DeviceTopic<Kind extends string = UplinkKind | DownlinkKind> {
  readonly kind: Kind;
  readonly municipality: string;
  readonly device: string;
}

export const fleetTopic = (
  municipality: string,
  device: string,
  leaf: 'telemetry' | 'event' | 'status' | 'ack' | DownlinkKind,
): string => `fleet/v1/${municipality}/${device}/${leaf}`;

export const ownTracksTopic = (municipality: string, device: string): string => `owntracks/${municipality}/${device}`;

export const teltonikaTopic = (municipality: string, device: string): string =>
  `teltonika/${municipality}/${device}/data`;

/** The three prefixes below which a device may publish and subscribe, without a trailing slash. */
export const devicePrefixes = (municipality: string, device: string): readonly string[] => [
  `fleet/v1/${municipality}/${device}`,
  `owntracks/${municipality}/${device}`,
  `teltonika/${municipality}/${device}`,
];

/** True where the topic or filter is one of the device's prefixes or lies below it. */
export const belongsToDevice = (topic: string, municipality: string, device: string): boolean =>
  devicePrefixes(municipality, device).some((prefix) => topic === prefix || topic.startsWith(`${prefix}/`));

/** What the service subscribes to behind an outside broker. */
export const UPLINK_FILTERS: readonly string[] = [
  'fleet/v1/+/+/telemetry',
  'fleet/v1/+/+/event',
  'fleet/v1/+/+/status',
  'fleet/v1/+/+/ack',
  'owntracks/+/+',
  'teltonika/+/+/data',
];

const FLEET_UPLINKS = new Set<string>(['telemetry', 'event', 'status', 'ack']);

/** The sender and kind of an uplink topic; null for any topic the contract does not know. */
export function parseUplinkTopic(topic: string): DeviceTopic<UplinkKind> | null {
  const parts = topic.split('/');
  let found: DeviceTopic<UplinkKind> | null = null;
  if (parts.length === 5 && parts[0] === 'fleet' && parts[1] === 'v1' && FLEET_UPLINKS.has(parts[4] ?? '')) {
    found = { kind: parts[4] as UplinkKind, municipality: parts[2] ?? '', device: parts[3] ?? '' };
  } else if (parts.length === 3 && parts[0] === 'owntracks') {
    found = { kind: 'owntracks', municipality: parts[1] ?? '', device: parts[2] ?? '' };
  } else if (parts.length === 4 && parts[0] === 'teltonika' && parts[3] === 'data') {
    found = { kind: 'teltonika', municipality: parts[1] ?? '', device: parts[2] ?? '' };
  }
  return found && isId(found.municipality) && isId(found.device) ? found : null;
}
