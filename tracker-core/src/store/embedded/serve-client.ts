import type { Socket } from 'node:net';
import { failure, greeting, statusAfter } from './backend-messages.ts';
import { FrontendMessages, type FrontendMessage } from './frontend-messages.ts';
import type { Turns } from './turns.ts';

/** Runs one batch of protocol messages in the shared session; the answer is a copy. */
export type RunBatch = (bytes: Uint8Array) => Promise<Uint8Array>;

const INTERNAL_ERROR = 'XX000';
const PROTOCOL_VIOLATION = '08P01';

const ROLLBACK = Buffer.concat([Buffer.from('Q\0\0\0\x0d', 'latin1'), Buffer.from('rollback\0', 'latin1')]);

/** Speaks the server's side of the protocol on one connection: a turn lasts a batch, or a transaction. */
export function serveClient(socket: Socket, run: RunBatch, turns: Turns): void {
  const client = {};
  const messages = new FrontendMessages();
  let work = Promise.resolve();
  let open = true;

  async function runBatch(bytes: Uint8Array): Promise<void> {
    await turns.take(client);
    let answer: Uint8Array;
    try {
      // A client that left while it waited must not start anything.
      if (!open) return turns.pass(client);
      answer = await run(bytes);
      // Half an answer would leave its client waiting for ever.
      if (statusAfter(answer) === null) throw new Error('the database answered only a part of the batch');
    } catch (error) {
      answer = failure(INTERNAL_ERROR, (error as Error).message, true);
    }
    if (statusAfter(answer) === 'idle') turns.pass(client);
    if (open) socket.write(answer);
  }

  async function answer(message: FrontendMessage): Promise<void> {
    if (message.kind === 'startup') socket.write(greeting());
    else if (message.kind === 'encryption-request') socket.write('N');
    else if (message.kind === 'batch') await runBatch(message.bytes);
    else socket.end();
  }

  async function leave(): Promise<void> {
    if (!turns.holds(client)) return;
    await run(ROLLBACK).catch(() => undefined);
    turns.pass(client);
  }

  socket.on('data', (chunk: Buffer) => {
    try {
      for (const message of messages.push(chunk)) work = work.then(() => answer(message));
    } catch (error) {
      socket.end(failure(PROTOCOL_VIOLATION, (error as Error).message, false));
    }
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    open = false;
    work = work.then(leave);
  });
}
