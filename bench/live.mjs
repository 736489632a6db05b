import { decodePositionFrame } from '@sweepline/contract';
import { WebSocket } from 'ws';
import { startDevices } from './devices/start.mjs';
import { makeFleet, MUNICIPALITY } from './service/fleet.mjs';
import { startService } from './service/start.mjs';
import { cpuSeconds } from './service/usage.mjs';
import { figure, printTable, printTitle, quantile } from './table.mjs';
import { gridTown } from './town.mjs';

const EDGES = 5_000;
const DEVICES = 1_000;
const RATE = 1_000;
const TARGET_P99_MS = 300;
/** The first seconds warm the service up. */
const WARM_UP_MS = 3_000;

/** From a device's PUBLISH to the frame on an operator's socket. */
export async function live({ quick, profile }) {
  const seconds = quick ? 8 : 30;
  printTitle(`Live: ${DEVICES} devices, ${RATE} messages/s for ${seconds} s, from PUBLISH to websocket frame`);
  const service = await startService({ profile });
  try {
    const town = gridTown(EDGES);
    const start_ms = Date.now();
    const devices = await makeFleet(service, town, DEVICES, { start_ms, interval_s: DEVICES / RATE, hours: 4 });
    const { seen, close } = await watch(service);
    const order = { url: service.mqtt, municipality: MUNICIPALITY, devices, edges: EDGES };
    const { started, done } = startDevices({ work: 'live', ...order, interval_s: DEVICES / RATE, rate: RATE, seconds });
    await started;
    const from_ms = Date.now() + WARM_UP_MS;
    const before_s = cpuSeconds(service.pid);
    const { sent, lost, behind, latencies: acks, took_s } = await done;
    const cores = (cpuSeconds(service.pid) - before_s) / took_s;
    close();
    const latencies = seen.filter(({ ts_ms }) => ts_ms >= from_ms).map(({ latency_ms }) => latency_ms);
    printTable(
      [
        'sent/s',
        'rows seen',
        'not acknowledged',
        'frame p50 ms',
        'p99 ms',
        'target p99',
        'most ms',
        'ack p50 ms',
        'p99 ms',
        "service's cores",
      ],
      [
        [
          figure(sent / took_s, 0),
          `${figure((seen.length / sent) * 100, 1)} %`,
          `${lost} (${behind} at the last PUBLISH)`,
          figure(quantile(latencies, 0.5), 0),
          figure(quantile(latencies, 0.99), 0),
          figure(TARGET_P99_MS, 0),
          figure(quantile(latencies, 1), 0),
          figure(quantile(acks, 0.5), 0),
          figure(quantile(acks, 0.99), 0),
          figure(cores),
        ],
      ],
    );
  } finally {
    await service.stop();
  }
}

/** An operator's socket that notes when each position arrived. Sender and reader share the machine's clock. */
export async function watch({ http, api }) {
  const seen = [];
  const socket = new WebSocket(`${http.replace('http', 'ws')}/api/v1/live`, ['sweepline.v1', `bearer.${api.token}`]);
  socket.binaryType = 'arraybuffer';
  socket.on('message', (data, binary) => {
    if (!binary) return;
    const now_ms = performance.timeOrigin + performance.now();
    for (const { ts_ms } of decodePositionFrame(new Uint8Array(data)).rows)
      seen.push({ ts_ms, latency_ms: now_ms - ts_ms });
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.send(JSON.stringify({ type: 'view', municipality: MUNICIPALITY }));
  return { seen, close: () => socket.close() };
}
