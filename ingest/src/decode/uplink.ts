import type { DeviceTopic, UplinkKind } from '@sweepline/contract';
import type { Delivery } from '../port.ts';
import { decodeAck, decodeEvent, decodeStatus } from './messages.ts';
import { decodeNative } from './native.ts';
import type { Decoded, DecodeLimits } from './outcome.ts';
import { decodeOwnTracks } from './owntracks.ts';
import { decodeTeltonika } from './teltonika.ts';

const SILENCE = { fixes: [], refusals: [], event: null, ack: null, status: null } as const;

/** One message of an uplink topic as the service takes it. Pure: the clock's reading is an argument. */
export function decodeUplink(
  topic: DeviceTopic<UplinkKind>,
  payload: Uint8Array,
  received_ms: number,
  limits: DecodeLimits,
): Delivery {
  const sender = { municipality: topic.municipality, device: topic.device };
  const original = { kind: topic.kind, payload };
  return { sender, received_ms, ...SILENCE, ...contentOf(topic.kind, payload, received_ms, limits), original };
}

function contentOf(
  kind: UplinkKind,
  payload: Uint8Array,
  now_ms: number,
  limits: DecodeLimits,
):
  | Decoded
  | Pick<Delivery, 'refusals' | 'event'>
  | Pick<Delivery, 'refusals' | 'ack'>
  | Pick<Delivery, 'refusals' | 'status'> {
  switch (kind) {
    case 'telemetry':
      return decodeNative(payload, now_ms, limits);
    case 'owntracks':
      return decodeOwnTracks(payload, now_ms, limits);
    case 'teltonika':
      return decodeTeltonika(payload, now_ms, limits);
    case 'event': {
      const { message, refusals } = decodeEvent(payload, now_ms, limits);
      return { event: message, refusals };
    }
    case 'ack': {
      const { message, refusals } = decodeAck(payload, limits);
      return { ack: message, refusals };
    }
    case 'status': {
      const { message, refusals } = decodeStatus(payload);
      return { status: message, refusals };
    }
  }
}

/** True where a message said nothing that the service must store. */
export const isSilent = ({ fixes, refusals, event, ack, status }: Delivery): boolean =>
  fixes.length === 0 && refusals.length === 0 && event === null && ack === null && status === null;
