import { says } from '@sweepline/contract';
import { readTable, type TableFormat } from '../../lines/table/read-table.ts';
import type { ReadTable } from '../../lines/table/table-rows.ts';
import { readAct, type ReadAct } from '../../reports/act/read-act.ts';
import { Refused } from '../../refused.ts';
import { startThread } from './import-thread.ts';
import type { FromTable, ToTable } from './messages.ts';

/** What a table may fill while it is read, MiB, and for how long. */
const HEAP_MB = 384;
const PATIENCE_MS = 20_000;

/** Text is read in milliseconds; what comes packed is somebody's file and may be anything. */
const PACKED: ReadonlySet<TableFormat> = new Set(['xlsx', 'shapefile']);

/** Reads tables that people send; packed ones in a thread with a limit of its own, one at a time, the others wait. */
export class TableReader {
  private last: Promise<unknown> = Promise.resolve();
  private readonly patience_ms: number;

  constructor({ patience_ms = PATIENCE_MS } = {}) {
    this.patience_ms = patience_ms;
  }

  /** @throws Refused `invalid` with what is wrong with the file; `too-large` where reading it needs too much. */
  read(format: TableFormat, body: Uint8Array): Promise<ReadTable> {
    if (!PACKED.has(format)) return readTable(format, body);
    return this.inTurn(() => this.run<ReadTable>({ what: 'routes', format, body: Uint8Array.from(body) }));
  }

  /** A contractor's act. @throws Refused as above */
  readAct(format: 'xlsx' | 'csv', body: Uint8Array): Promise<ReadAct> {
    if (format === 'csv') return readAct(format, body);
    return this.inTurn(() => this.run<ReadAct>({ what: 'act', body: Uint8Array.from(body) }));
  }

  private inTurn<Made>(work: () => Promise<Made>): Promise<Made> {
    const read = this.last.then(work);
    this.last = read.catch(() => undefined);
    return read;
  }

  private run<Made extends ReadTable | ReadAct>(asked: ToTable): Promise<Made> {
    const thread = startThread('table-worker', { resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
    let timer: ReturnType<typeof setTimeout> | undefined;
    return new Promise<Made>((resolve, reject) => {
      timer = setTimeout(() => reject(tooMuch()), this.patience_ms);
      thread.once('message', (message: FromTable) => {
        if (message.type === 'made') resolve(message.made as Made);
        else if (message.type === 'refused') reject(new Refused(message.code, message.said, message.details));
        else reject(new Error(`reading a table failed: ${message.message}`));
      });
      thread.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch(error) : error),
      );
      thread.once('exit', () => reject(new Refused('unavailable', says('broken-off'))));
      thread.postMessage(asked, [asked.body.buffer as ArrayBuffer]);
    }).finally(() => {
      clearTimeout(timer);
      void thread.terminate();
    });
  }
}

const tooMuch = (cause?: Error): Refused => new Refused('too-large', says('file-too-much'), undefined, cause);
