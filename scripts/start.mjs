// `npm start`: builds where no build of this tree exists, then runs the service in this process.
import { ensureBuild } from './build.mjs';

try {
  await ensureBuild();
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
await import('../tracker-core/dist/main.js');
