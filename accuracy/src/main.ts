import { parseArgs } from 'node:util';
import { figuresOf, writeDocument } from './document.ts';
import { explain } from './explain.ts';
import { hang } from './pictures/gallery.ts';
import type { WorstLeg } from './pictures/scene.ts';
import { worstOf } from './pictures/worst.ts';
import { runCase } from './run.ts';
import { CASES } from './scenarios.ts';
import { sumOf } from './score/figures.ts';
import { plainCounts, plainTable, plainVerdicts } from './table.ts';
import { verdictsOf, type Row } from './targets.ts';
import { absentTown, allTowns, isShipped, readWorld, townName } from './world.ts';

const USAGE = `npm run truth -- [options]
  Drives a virtual fleet through towns, sends what it measures through the product's stages, and holds the answers
  against the truth. Without --town and --scenario the whole fixed set runs, and the tables and pictures of
  docs/accuracy.md are made anew.
  --seed N         first seed (1)
  --seeds N        so many seeds, one after the other; the figures are their sum (1)
  --town TOWN      a shipped town by name, or a GeoJSON file; may be repeated
  --scenario NAME  may be repeated; names: ${CASES.map(({ name }) => name).join(' ')}
  --explain        name the worst legs, the faults not found and the false incidents of every run
  --pictures DIR   draw the three worst legs of scenarios with a length target into that folder
Ends with status 1 when a stated target is missed.`;

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function readOptions() {
  try {
    return parseArgs({
      options: {
        seed: { type: 'string', default: '1' },
        seeds: { type: 'string', default: '1' },
        town: { type: 'string', multiple: true, default: [] },
        scenario: { type: 'string', multiple: true, default: [] },
        explain: { type: 'boolean', default: false },
        pictures: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return fail(`${(error as Error).message}\n${USAGE}`);
  }
}

const options = readOptions();
if (options.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}
const [first, count] = [Number(options.seed), Number(options.seeds)];
if (!Number.isSafeInteger(first) || !Number.isSafeInteger(count) || count < 1)
  fail('--seed and --seeds are whole numbers');
const unknown = options.scenario.filter((name) => !CASES.some((one) => one.name === name));
if (unknown.length > 0) fail(`no scenario ${unknown.join(', ')}\n${USAGE}`);

const seeds = Array.from({ length: count }, (_, i) => String(first + i));
const cases = options.scenario.length > 0 ? CASES.filter(({ name }) => options.scenario.includes(name)) : CASES;
const towns = options.town.length > 0 ? options.town : allTowns();

/** One line that is written over, on a terminal only. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

const rows: Row[] = [];
const legs: WorstLeg[] = [];
for (const town of towns) {
  const world = await readWorld(town);
  const own: Row[] = [];
  for (const [i, of] of cases.entries()) {
    const runs = [];
    for (const seed of seeds) {
      progress(`${world.town}  ${i + 1} of ${cases.length}: ${of.name}, seed ${seed}`);
      const run = runCase(world, of, seed);
      runs.push(run.figures);
      if (of.error_pct !== undefined) for (const leg of run.worst.slice(0, 1)) legs.push({ world, of, seed, leg });
      const told = options.explain ? explain(run) : '';
      if (told !== '') process.stdout.write(`${world.town} ${of.name} seed ${seed}\n${told}\n`);
    }
    own.push({ town: world.town, of, figures: sumOf(runs) });
  }
  rows.push(...own);
  progress('');
  process.stdout.write(`${world.town}\n${plainTable(own)}\n\n`);
}
const absent = absentTown();
if (options.town.length === 0 && absent !== null) process.stdout.write(`${absent} is not here: skipped\n\n`);

if (options.pictures !== undefined) {
  const hung = hang(options.pictures, worstOf(legs));
  for (const { file, scene } of hung) process.stdout.write(`${file}: ${scene.reason}\n`);
}
const verdicts = verdictsOf(rows);
process.stdout.write(`${plainCounts(sumOf(rows.map(({ figures }) => figures)))}\n\n${plainVerdicts(verdicts)}\n`);
if (options.town.length === 0 && options.scenario.length === 0) {
  const shipped = towns.filter(isShipped).map(townName);
  const kept = rows.filter(({ town }) => shipped.includes(town));
  const worst = worstOf(legs.filter(({ world }) => shipped.includes(world.town)));
  writeDocument(figuresOf(kept, verdictsOf(kept), seeds), worst);
}
process.exitCode = verdicts.every(({ met }) => met) ? 0 : 1;
