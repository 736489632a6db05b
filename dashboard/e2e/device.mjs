import mqtt from 'mqtt';

const BROKER = process.env.SWEEPLINE_MQTT ?? 'mqtt://127.0.0.1:1883';

/** Where a route begins. */
export async function placeOfRoute(api, town, { legs: [{ edge }] }) {
  const { features } = await api.get(`/municipalities/${town.id}/basemap`);
  const [lon, lat] = features.find(({ id, properties }) => (properties.id ?? id) === edge).geometry.coordinates[0];
  return { lat, lon };
}

/** A device that stands at a place and acknowledges every command, as a tablet in the cab does. */
export async function connectDevice(town, id, secret, place) {
  const client = await mqtt.connectAsync(BROKER, { clientId: id, username: id, password: secret, clean: true });
  const base = `fleet/v1/${town.id}/${id}`;
  const now = () => new Date().toISOString();
  const publish = (leaf, body) => client.publishAsync(`${base}/${leaf}`, JSON.stringify(body), { qos: 1 });
  const commands = [];
  client.on('message', (_topic, payload) => {
    const command = JSON.parse(payload.toString());
    commands.push(command);
    void publish('ack', { id: command.id, ok: true, ts: now() });
  });
  await client.subscribeAsync(`${base}/command`, { qos: 1 });
  return {
    client,
    commands,
    fix: () => publish('telemetry', { ts: now(), ...place, speed_kmh: 0, accuracy_m: 4, ignition: true }),
    event: (kind, note) => publish('event', { ts: now(), kind, note, ...place }),
  };
}
