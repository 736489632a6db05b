import { parentPort } from 'node:worker_threads';
import { readTable } from '../../lines/table/read-table.ts';
import { Refused } from '../../refused.ts';
import type { FromTable, ToTable } from './messages.ts';

/** Entry of the thread that reads one table of routes and ends. */
parentPort!.once('message', ({ format, body }: ToTable) => {
  void readTable(format, body).then(
    (made) => answer({ type: 'made', made }),
    (error: unknown) => answer(failureOf(error)),
  );
});

function failureOf(error: unknown): FromTable {
  if (error instanceof Refused)
    return { type: 'refused', code: error.code, message: error.message, details: error.details };
  return { type: 'failed', message: (error as Error)?.stack ?? String(error) };
}

const answer = (message: FromTable): void => parentPort!.postMessage(message, []);
