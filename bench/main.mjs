// Measures Sweepline on this machine and prints the figures with their targets.
//   npm run bench                         everything, about twelve minutes
//   npm run bench -- --quick              the same in short, under two minutes
//   npm run bench -- pipeline live        the named subjects: pipeline flatness startup chain throughput recompute replay lists live claim memory
//   npm run bench -- claim --results 12000 --legs 100
//   npm run bench -- pack --full [--vehicles 20]   the raw fixes of 200 vehicles, or so many, over a month, on a PostgreSQL server
//   npm run bench -- memory --minutes 30
//   npm run bench -- throughput --profile DIR   with CPU profiles of the service in a folder
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { figure } from './table.mjs';

const SUBJECTS = {
  pipeline: async () => (await import('./pipeline.mjs')).pipeline,
  flatness: async () => (await import('./flatness.mjs')).flatness,
  startup: async () => (await import('./startup.mjs')).startup,
  chain: async () => (await import('./chain.mjs')).chain,
  pack: async () => (await import('./pack.mjs')).pack,
  throughput: async () => (await import('./throughput.mjs')).throughput,
  recompute: async () => (await import('./recompute.mjs')).recompute,
  replay: async () => (await import('./replay.mjs')).replay,
  lists: async () => (await import('./lists.mjs')).lists,
  live: async () => (await import('./live.mjs')).live,
  claim: async () => (await import('./claim.mjs')).claim,
  memory: async () => (await import('./memory.mjs')).memory,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    minutes: { type: 'string' },
    profile: { type: 'string' },
    results: { type: 'string' },
    legs: { type: 'string' },
    vehicles: { type: 'string' },
  },
});
/** Undefined where it is not given, NaN where it is no size. */
const sizeOf = (text) => (text === undefined ? undefined : /^[1-9]\d*$/.test(text) ? Number(text) : NaN);
const unknown = positionals.filter((name) => !(name in SUBJECTS));
const minutes = Number(values.minutes ?? (values.quick ? 0.3 : 3));
const sizes = { results: sizeOf(values.results), legs: sizeOf(values.legs), vehicles: sizeOf(values.vehicles) };
if (unknown.length > 0 || !(minutes > 0) || Object.values(sizes).includes(NaN)) {
  console.error(
    `expected ${Object.keys(SUBJECTS).join(', ')}, --quick, --full, --minutes, --results, --legs, --vehicles <number>; got ${unknown.join(', ')}`,
  );
  process.exit(2);
}

const [{ model }] = cpus();
console.log(
  `${cpus().length} cores (${model.trim()}), ${figure(totalmem() / 2 ** 30, 1)} GiB, Node ${process.version}`,
);
console.log(`load before the start ${figure(loadavg()[0])}\n`);
for (const [name, load] of Object.entries(SUBJECTS)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  const subject = await load();
  const size = Object.fromEntries(Object.entries(sizes).filter(([, value]) => value !== undefined));
  await subject({ quick: values.quick, minutes, profile: values.profile, full: values.full, ...size });
}
