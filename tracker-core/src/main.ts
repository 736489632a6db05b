import closeWithGrace from 'close-with-grace';
import { ConfigError, readConfig } from './runtime/config.ts';
import { lockDataDir } from './runtime/data-dir.ts';
import { startLog } from './runtime/log.ts';
import { startService } from './runtime/service.ts';

/** SIGTERM ends everything within this. */
const CLOSE_WITHIN_MS = 9_000;

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

function configured(): ReturnType<typeof readConfig> {
  try {
    return readConfig(process.env, process.cwd());
  } catch (error) {
    if (error instanceof ConfigError) fail(error.message);
    throw error;
  }
}

const config = configured();
const log = startLog(config.logLevel);
let unlock: () => void = () => {};
try {
  unlock = await lockDataDir(config.dataDir);
  const service = await startService(config, log);
  closeWithGrace({ delay: CLOSE_WITHIN_MS, logger: false }, async ({ signal, err }) => {
    if (err) log.fatal({ err }, 'ends because of an error nobody handled');
    else log.info({ signal }, 'ends');
    await service.close();
    unlock();
  });
  process.stdout.write(`ready http=${service.http} mqtt=${service.mqtt}\n`);
} catch (error) {
  unlock();
  log.fatal({ err: error }, 'could not start');
  fail((error as Error).message);
}
