import { openStore } from '../open.ts';
import { FixWriter } from '../series/fix-writer.ts';
import { quiet } from './quiet.ts';
import { sampleDelivery, sampleFix } from './sample-fixes.ts';

/** Stores fixes of four devices for ever, telling its parent each instant once it is committed. */
const [dataDir, start] = process.argv.slice(2) as [string, string];
const store = await openStore({ databaseUrl: null, dataDir, log: quiet });
const writer = new FixWriter(store.db, quiet);

async function write(device: string): Promise<void> {
  for (let ts_ms = Number(start); ; ts_ms += 1_000) {
    await writer.write(sampleDelivery(device, [sampleFix(ts_ms)]));
    process.send!({ device, ts_ms });
  }
}

process.send!({ database: store.embeddedPid() });
await Promise.all(['a', 'b', 'c', 'd'].map(write));
