import { connect } from 'node:net';

/** MQTT 3.1.1 control packets, 2.2.1. */
const CONNECT = 0x10;
const CONNACK = 2;
const PUBLISH_QOS1 = 0x32;
const PUBACK = 4;
const CLEAN_SESSION_WITH_LOGIN = 0xc2;
const KEEP_ALIVE_S = 600;

const short = (value) => Buffer.from([value >> 8, value & 255]);
const text = (value) => Buffer.concat([short(Buffer.byteLength(value)), Buffer.from(value)]);

function packet(head, body) {
  const length = [];
  for (let rest = body.length; rest > 0 || length.length === 0; rest >>= 7)
    length.push((rest & 127) | (rest > 127 ? 128 : 0));
  return Buffer.concat([Buffer.from([head, ...length]), body]);
}

/** Bytes of a PUBLISH with QoS 1; its identifier is filled in when it is sent. */
export function publishPacket(topic, payload) {
  const head = text(topic);
  const bytes = packet(PUBLISH_QOS1, Buffer.concat([head, short(0), Buffer.from(payload)]));
  return { bytes, idAt: bytes.length - Buffer.byteLength(payload) - 2 };
}

/** A device's connection, as lean as the protocol allows: the cores belong to the service that is measured. */
export class DeviceConnection {
  /** @param acknowledged called with the identifier of each PUBACK */
  static async open(url, { id, secret }, acknowledged) {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const connection = new DeviceConnection(socket, acknowledged);
    const login = [text('MQTT'), Buffer.from([4, CLEAN_SESSION_WITH_LOGIN]), short(KEEP_ALIVE_S)];
    await new Promise((resolve, reject) => {
      connection.#welcomed = resolve;
      socket.once('error', reject);
      socket.once('close', () => reject(new Error(`${id} was not let in`)));
      socket.write(packet(CONNECT, Buffer.concat([...login, text(id), text(id), text(secret)])));
    });
    return connection;
  }

  #welcomed = () => {};
  #left = Buffer.alloc(0);
  #next = 0;

  constructor(socket, acknowledged) {
    this.socket = socket;
    this.acknowledged = acknowledged;
    socket.on('data', (chunk) => this.#heard(chunk));
  }

  /** Sends a packet and answers its identifier. */
  send({ bytes, idAt }) {
    this.#next = (this.#next % 65_535) + 1;
    bytes.writeUInt16BE(this.#next, idAt);
    this.socket.write(bytes);
    return this.#next;
  }

  close() {
    this.socket.removeAllListeners('close');
    this.socket.destroy();
  }

  /** CONNACK and PUBACK are four bytes each, and nothing else comes to who has not subscribed. */
  #heard(chunk) {
    const bytes = this.#left.length === 0 ? chunk : Buffer.concat([this.#left, chunk]);
    let at = 0;
    for (; at + 4 <= bytes.length; at += 4) {
      const type = bytes[at] >> 4;
      if (type === CONNACK && bytes[at + 3] === 0) this.#welcomed();
      else if (type === PUBACK) this.acknowledged(bytes.readUInt16BE(at + 2));
      else throw new Error(`packet of type ${type}, code ${bytes[at + 3]}`);
    }
    this.#left = bytes.subarray(at);
  }
}
