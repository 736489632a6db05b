// The fleet's devices, in a process of their own. Its parent says what they do and hears what came of it.
import { gridTown } from '../town.mjs';
import { Drive } from '../drives.mjs';
import { DeviceConnection, publishPacket } from './connection.mjs';

const CONNECT_AT_ONCE = 20;

/** Opens all devices' connections, some at a time. */
async function open(url, devices, acknowledged) {
  const connections = [];
  let next = 0;
  const worker = async () => {
    while (next < devices.length) {
      const no = next++;
      connections[no] = await DeviceConnection.open(url, devices[no], (id) => acknowledged(no, id));
    }
  };
  await Promise.all(Array.from({ length: CONNECT_AT_ONCE }, worker));
  return connections;
}

const topicOf = (municipality, { id }) => `fleet/v1/${municipality}/${id}/telemetry`;

/**
 * Backlog as fast as it is taken: every device has `inFlight` messages under way and sends the next for each PUBACK.
 * All messages are made before the clock starts.
 */
async function flood({ url, municipality, devices, edges, start_ms, interval_s, batch, inFlight, seconds, most }) {
  const town = gridTown(edges);
  const packets = devices.map((device) => {
    const drive = new Drive(town, { seed: device.seed, start_ms, interval_s });
    return Array.from({ length: Math.ceil(most / batch) }, () => {
      const fixes = Array.from({ length: batch }, () => drive.fix());
      return publishPacket(topicOf(municipality, device), JSON.stringify(batch === 1 ? fixes[0] : fixes));
    });
  });
  const latencies = [];
  const sent = devices.map(() => 0);
  const begun = devices.map(() => new Map());
  let acknowledged = 0;
  let underWay = 0;
  let until = Infinity;
  let done = () => {};
  const send = (no) => {
    const next = packets[no][sent[no]];
    if (next === undefined || performance.now() > until) return;
    sent[no]++;
    underWay++;
    begun[no].set(connections[no].send(next), performance.now());
  };
  const connections = await open(url, devices, (no, id) => {
    latencies.push(performance.now() - begun[no].get(id));
    begun[no].delete(id);
    acknowledged++;
    underWay--;
    send(no);
    if (underWay === 0) done();
  });
  process.send({ type: 'started' });
  const cpu = process.cpuUsage();
  const begin = performance.now();
  until = begin + seconds * 1_000;
  await new Promise((resolve) => {
    done = resolve;
    for (let i = 0; i < inFlight; i++) devices.forEach((_, no) => send(no));
  });
  const took_s = (performance.now() - begin) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  for (const connection of connections) connection.close();
  const messages = acknowledged;
  return { type: 'done', messages, fixes: messages * batch, took_s, latencies, cpu_s: (user + system) / 1e6 };
}

/** Single fixes live, evenly over the devices, each with the instant of its sending. */
async function live({ url, municipality, devices, edges, interval_s, rate, seconds }) {
  const town = gridTown(edges);
  const drives = devices.map(({ seed }) => new Drive(town, { seed, start_ms: 0, interval_s }));
  let acknowledged = 0;
  const latencies = [];
  const begun = devices.map(() => new Map());
  const connections = await open(url, devices, (no, id) => {
    acknowledged++;
    latencies.push(performance.now() - begun[no].get(id));
    begun[no].delete(id);
  });
  process.send({ type: 'started' });
  const begin = performance.now();
  let sent = 0;
  await new Promise((resolve) => {
    const timer = setInterval(() => {
      const passed_s = (performance.now() - begin) / 1_000;
      const due = Math.min(Math.floor(passed_s * rate), rate * seconds);
      for (; sent < due; sent++) {
        const no = sent % devices.length;
        const fix = { ...drives[no].fix(), ts: Date.now() };
        const id = connections[no].send(publishPacket(topicOf(municipality, devices[no]), JSON.stringify(fix)));
        begun[no].set(id, performance.now());
      }
      if (passed_s < seconds) return;
      clearInterval(timer);
      resolve();
    }, 2);
  });
  const behind = sent - acknowledged;
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  for (const connection of connections) connection.close();
  const took_s = (performance.now() - begin) / 1_000 - 1;
  return { type: 'done', sent, behind, lost: sent - acknowledged, latencies, took_s };
}

process.on('message', async ({ work, ...order }) => {
  try {
    process.send(await (work === 'flood' ? flood(order) : live(order)));
  } catch (error) {
    process.send({ type: 'failed', message: error.message });
  }
});
