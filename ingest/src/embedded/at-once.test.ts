import mqttPacket from 'mqtt-packet';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MemoryPort } from '../testing/memory-port.ts';
import { startEmbeddedBroker, type EmbeddedEdge } from './broker.ts';

// real sockets, on a machine that may be busy with other things
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const TRIES = 25;

/** On a thread of its own: only then is it quick enough to answer the CONNACK while the broker still goes about it. */
const ANSWERING_AT_ONCE = `
const { connect } = require('node:net');
const { parentPort, workerData: { port, hello, next, tries } } = require('node:worker_threads');
let closed = 0;
const attempt = (left) => {
  if (left === 0) return parentPort.postMessage(closed);
  const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => socket.write(hello));
  const over = setTimeout(() => socket.destroy(), 2_000);
  socket.once('data', () => socket.write(next));
  socket.on('data', () => {}).on('error', () => {}).on('end', () => { closed += 1; socket.destroy(); });
  socket.on('close', () => { clearTimeout(over); attempt(left - 1); });
};
attempt(tries);
`;

let port: MemoryPort;
let edge: EmbeddedEdge;
beforeEach(async () => {
  port = new MemoryPort();
  edge = await startEmbeddedBroker({ host: '127.0.0.1', port: 0 }, port);
});
afterEach(() => edge.close());

test('a foreign filter asked for right behind the CONNACK closes the connection too, and is counted', async () => {
  const { secret } = port.device('d1');
  const worker = new Worker(ANSWERING_AT_ONCE, {
    eval: true,
    workerData: {
      port: Number(new URL(edge.url).port),
      hello: mqttPacket.generate({
        cmd: 'connect',
        protocolId: 'MQTT',
        protocolVersion: 4,
        clean: true,
        clientId: 'd1',
        keepalive: 60,
        username: 'd1',
        password: Buffer.from(secret),
      }),
      next: mqttPacket.generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: '#', qos: 1 }] }),
      tries: TRIES,
    },
  });
  expect(await once(worker, 'message')).toEqual([TRIES]);
  expect(edge.counters()).toMatchObject({ denied: TRIES });
});
