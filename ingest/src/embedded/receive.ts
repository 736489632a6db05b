import type { PublishPacket } from 'aedes';
import { refuseTooLarge } from '../decode/outcome.ts';
import { decodeUplink, isSilent } from '../decode/uplink.ts';
import type { Delivery, Refusal } from '../port.ts';
import { rejectedPayload } from '../rejections.ts';
import type { EmbeddedContext } from './context.ts';
import type { Session, TopicVerdict } from './session.ts';

/**
 * One PUBLISH of a device. `done()` lets the broker acknowledge it, and is called after the commit, in the order of
 * arrival; `done(error)` closes the connection without an acknowledgement, so that the device sends it again.
 */
export function receive(
  context: EmbeddedContext,
  session: Session,
  packet: PublishPacket,
  done: (error?: Error) => void,
): void {
  const { tally, notice } = context;
  // a last will comes out of the broker, not off the wire, and nobody waits for its acknowledgement
  const isWill = session.client.closed;
  const cut_bytes = isWill ? null : session.cutter.takePublish();
  tally.add('publishes');
  if (context.closing) return;
  const verdict = session.judge(packet.topic);
  if (verdict === 'foreign') {
    tally.add('denied');
    notice('publication denied', { ...session.sender, topic: packet.topic });
    context.turnAway(session.client, session.sender.device, 'foreign-topic', packet.topic);
    return done(new Error('not a topic of this device'));
  }
  if (verdict === 'ignored') {
    tally.add('ignored');
    context.turnAway(session.client, session.sender.device, 'unknown-topic', packet.topic);
  }

  const delivery = deliveryOf(context, session, packet, verdict, cut_bytes);
  // telemetry has no last value worth keeping, and OwnTracks retains everything
  packet.retain &&=
    delivery !== null &&
    (delivery.status !== null || (verdict !== 'ignored' && verdict.kind === 'status' && packet.payload.length === 0));
  const acknowledge = isWill ? done : session.gate.enter(done);
  if (delivery === null || isSilent(delivery)) return acknowledge();
  void acknowledgeStored(context, session, delivery, acknowledge, done);
}

async function acknowledgeStored(
  context: EmbeddedContext,
  session: Session,
  delivery: Delivery,
  acknowledge: () => void,
  refuse: (error: Error) => void,
): Promise<void> {
  try {
    await commit(context, session, delivery);
  } catch (cause) {
    context.tally.add('undelivered');
    context.notice('nothing was stored', { ...session.sender, why: String(cause) });
    return refuse(new Error('nothing was stored', { cause }));
  }
  acknowledge();
}

function deliveryOf(
  { port, limits }: EmbeddedContext,
  { sender }: Session,
  packet: PublishPacket,
  verdict: Exclude<TopicVerdict, 'foreign'>,
  cut_bytes: number | null,
): Delivery | null {
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
  const received_ms = port.now();
  if (cut_bytes !== null) {
    const { fixes, refusals } = refuseTooLarge(cut_bytes, payload, limits);
    return {
      sender,
      received_ms,
      fixes,
      refusals,
      event: null,
      ack: null,
      status: null,
      ...originalOf(verdict, payload),
    };
  }
  return verdict === 'ignored' ? null : decodeUplink(verdict, payload, received_ms, limits);
}

const originalOf = (verdict: Exclude<TopicVerdict, 'foreign'>, payload: Uint8Array): Pick<Delivery, 'original'> =>
  verdict === 'ignored' ? {} : { original: { kind: verdict.kind, payload } };

async function commit({ port, tally }: EmbeddedContext, session: Session, delivery: Delivery): Promise<void> {
  const receipt = await port.deliver(delivery);
  tally.add('fixes', delivery.fixes.length);
  const refusals: readonly Refusal[] =
    receipt.refusals.length === 0 ? delivery.refusals : [...delivery.refusals, ...receipt.refusals];
  if (refusals.length === 0) return;
  const now_ms = port.now();
  for (const refusal of refusals) {
    tally.refused(refusal.reason);
    const sent = session.reject(rejectedPayload(refusal, delivery.received_ms), now_ms);
    tally.add(sent ? 'rejected_sent' : 'rejected_withheld');
  }
}
