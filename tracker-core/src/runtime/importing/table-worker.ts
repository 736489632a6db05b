import { parentPort } from 'node:worker_threads';
import { readTable } from '../../lines/table/read-table.ts';
import { readAct } from '../../reports/act/read-act.ts';
import { Refused } from '../../refused.ts';
import type { FromTable, ToTable } from './messages.ts';

/** Entry of the thread that reads one table and ends. */
parentPort!.once('message', (asked: ToTable) => {
  const read = asked.what === 'act' ? readAct('xlsx', asked.body) : readTable(asked.format, asked.body);
  void read.then(
    (made) => answer({ type: 'made', made }),
    (error: unknown) => answer(failureOf(error)),
  );
});

function failureOf(error: unknown): FromTable {
  if (error instanceof Refused)
    return { type: 'refused', code: error.code, said: error.saying ?? error.message, details: error.details };
  return { type: 'failed', message: (error as Error)?.stack ?? String(error) };
}

const answer = (message: FromTable): void => parentPort!.postMessage(message, []);
