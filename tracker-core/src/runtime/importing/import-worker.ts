import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import { importNetwork } from '../../network/importing/import-network.ts';
import { encodeNetwork } from '../../network/snapshot.ts';
import { Refused } from '../../refused.ts';
import { jsonBytes } from './json-bytes.ts';
import type { FromImport, ToImport } from './messages.ts';

/** Entry of the thread that makes one network and ends. */
parentPort!.once('message', ({ format, body }: ToImport) => {
  void make(format, body).then(
    (made) => answer({ type: 'made', made }, [made.snapshot.buffer, made.basemap.buffer]),
    (error: unknown) => answer(failureOf(error), []),
  );
});

async function make(format: ToImport['format'], body: Uint8Array): Promise<(FromImport & { type: 'made' })['made']> {
  const { network, basemap, warnings, edges, length_m } = await importNetwork(format, body);
  const basemapJson = jsonBytes(basemap);
  const tag = createHash('sha256').update(basemapJson).digest('base64url').slice(0, 22);
  return { snapshot: whole(encodeNetwork(network)), basemap: basemapJson, tag, warnings, edges, length_m };
}

function failureOf(error: unknown): FromImport {
  if (error instanceof Refused)
    return { type: 'refused', code: error.code, message: error.message, details: error.details };
  return { type: 'failed', message: (error as Error)?.stack ?? String(error) };
}

const answer = (message: FromImport, handedOver: ArrayBuffer[]): void => parentPort!.postMessage(message, handedOver);

/** The bytes in memory of their own, so that they can be handed over without copying more. */
const whole = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength
    ? (bytes as Uint8Array<ArrayBuffer>)
    : bytes.slice();
