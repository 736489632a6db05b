// `npm run truth`: builds what it needs of the packages and holds the product against the truth of a virtual fleet.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const built = spawnSync(process.execPath, [tsc, '-b', 'accuracy'], { cwd: root, stdio: ['ignore', 2, 2] });
if (built.status !== 0) process.exit(2);
const program = join(root, 'accuracy', 'dist', 'main.js');
process.argv = [process.argv[0], program, ...process.argv.slice(2)];
await import(pathToFileURL(program).href);
