import { parentPort } from 'node:worker_threads';
import { Refused } from '../../refused.ts';
import { makeStreets } from './make-streets.ts';
import type { FromImport, ToImport } from './messages.ts';

/** Entry of the thread that makes one network and ends. */
parentPort!.once('message', ({ format, body, planned }: ToImport) => {
  void makeStreets(format, body, planned).then(
    (made) => answer({ type: 'made', made }, [made.snapshot.buffer, made.basemap.buffer]),
    (error: unknown) => answer(failureOf(error), []),
  );
});

function failureOf(error: unknown): FromImport {
  if (error instanceof Refused)
    return { type: 'refused', code: error.code, said: error.saying ?? error.message, details: error.details };
  return { type: 'failed', message: (error as Error)?.stack ?? String(error) };
}

const answer = (message: FromImport, handedOver: ArrayBuffer[]): void => parentPort!.postMessage(message, handedOver);
