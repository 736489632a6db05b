import { says } from '@sweepline/contract';
import type { Worker } from 'node:worker_threads';
import type { NetworkFormat } from '../../gateway/ports.ts';
import type { PlannedEdge } from '../../network/importing/planned.ts';
import { Refused } from '../../refused.ts';
import { startImportThread } from './import-thread.ts';
import { makeStreets } from './make-streets.ts';
import type { FromImport, ImportedStreets, ToImport } from './messages.ts';

/** What a thread's objects may fill, MiB: a million edges need about half of it; typed arrays come on top. */
const HEAP_MB = 4_096;

/** GeoJSON up to this is made in less time than a thread needs to start; the other formats may be packed. */
const SMALL_BYTES = 128 * 1024;

/**
 * Makes networks of what municipalities send, in a thread that lives for one import: parsing and noding take seconds, in
 * which the service must go on, and what they filled goes back to the system. One at a time; the others wait.
 */
export class Importer {
  private last: Promise<unknown> = Promise.resolve();
  private running: Worker | null = null;
  private closed = false;
  private readonly heap_mb: number;
  private readonly small_bytes: number;

  constructor({ heap_mb = HEAP_MB, small_bytes = SMALL_BYTES } = {}) {
    this.heap_mb = heap_mb;
    this.small_bytes = small_bytes;
  }

  /**
   * The bytes are handed over: the caller's view of them may be empty afterwards.
   * @param planned edges of the streets in use that plans count metres of
   * @throws Refused `bad-network` where nothing usable is in it; `too-large` where it does not fit the memory.
   */
  import(format: NetworkFormat, body: Uint8Array, planned: readonly PlannedEdge[] = []): Promise<ImportedStreets> {
    const made = this.last.then(() => this.run(format, body, planned));
    this.last = made.catch(() => undefined);
    return made;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.running?.terminate();
  }

  private run(format: NetworkFormat, body: Uint8Array, planned: readonly PlannedEdge[]): Promise<ImportedStreets> {
    if (this.closed) throw new Refused('unavailable', says('service-ending'));
    if (format === 'geojson' && body.length <= this.small_bytes) return makeStreets(format, body, planned);
    const thread = startImportThread({ resourceLimits: { maxOldGenerationSizeMb: this.heap_mb } });
    this.running = thread;
    return new Promise<ImportedStreets>((resolve, reject) => {
      thread.once('message', (message: FromImport) => {
        if (message.type === 'made') resolve(message.made);
        else if (message.type === 'refused') reject(new Refused(message.code, message.said, message.details));
        else reject(new Error(`the import failed: ${message.message}`));
      });
      thread.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge(error) : error),
      );
      thread.once('exit', () => {
        this.running = null;
        reject(new Refused('unavailable', says('broken-off')));
      });
      const bytes = own(body);
      thread.postMessage({ format, body: bytes, planned } satisfies ToImport, [bytes.buffer]);
    }).finally(() => void thread.terminate());
  }
}

const tooLarge = (cause: Error): Refused => new Refused('too-large', says('import-too-much'), undefined, cause);

/** The bytes in memory of their own: small bodies share theirs with others. */
function own(body: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer, byteLength } = body;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) return new Uint8Array(buffer);
  return Uint8Array.from(body);
}
