// Runs a built program of a workspace with the rest of the arguments, building first where no build of this tree exists.
//   node scripts/run.mjs simulator/dist/simulate.js --help
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuild } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [file, ...rest] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('usage: node scripts/run.mjs <file> [arguments]\n');
  process.exit(2);
}
try {
  await ensureBuild();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
const program = join(root, file);
process.argv = [process.argv[0], program, ...rest];
await import(pathToFileURL(program).href);
