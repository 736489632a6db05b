// Decoding on one core: JSON text in, canonical body and SHA-256 out. `npm run build` first; prints fixes a second of
// processor time, so that what else runs on the machine matters little.
import { decodeLimits, decodeNative } from '../dist/index.js';

const NOW_MS = Date.parse('2026-11-21T06:00:00Z');
const FIXES = 50_000;
const ROUNDS = 4;

const fixAt = (n) => ({
  ts: new Date(NOW_MS - n * 1_000).toISOString(),
  lat: Number((57.69512 + n * 1e-6).toFixed(7)),
  lon: Number((11.93841 + n * 1e-6).toFixed(7)),
  speed_kmh: 7.2,
  heading_deg: n % 360,
  accuracy_m: 4.5,
  satellites: 11,
  hdop: 0.9,
  altitude_m: 14,
  seq: n,
  ignition: true,
  gear: { brush: true, vacuum: true, water: false, plough: false, spreader: false },
  fuel_l: 62.5,
  hopper_pct: 40,
  odometer_km: 12_345.6,
  battery_v: 12.6,
});

export function benchDecode() {
  const limits = decodeLimits();
  const figures = {};
  for (const batch of [1, 50]) {
    const payloads = Array.from({ length: FIXES / batch }, (_, m) => {
      const fixes = Array.from({ length: batch }, (_unused, i) => fixAt(m * batch + i));
      return Buffer.from(JSON.stringify(batch === 1 ? fixes[0] : fixes));
    });
    let best = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const begin = process.cpuUsage();
      let decoded = 0;
      for (const payload of payloads) decoded += decodeNative(payload, NOW_MS, limits).fixes.length;
      if (decoded !== FIXES) throw new Error(`decoded ${decoded} of ${FIXES} fixes`);
      const { user, system } = process.cpuUsage(begin);
      best = Math.max(best, (FIXES / (user + system)) * 1e6);
    }
    figures[`batches of ${batch}`] = Math.round(best);
  }
  return figures;
}

if (import.meta.filename === process.argv[1]) {
  for (const [name, perSecond] of Object.entries(benchDecode()))
    process.stdout.write(`decode, ${name}: ${perSecond.toLocaleString('en')} fixes/s\n`);
}
