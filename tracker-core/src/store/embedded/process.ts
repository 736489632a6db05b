import { createServer, type Socket } from 'node:net';
import { openDatabase } from './database.ts';
import type { FromDatabase, ToDatabase } from './process-messages.ts';
import { serveClient } from './serve-client.ts';
import { listenAlone } from './socket.ts';
import { Turns } from './turns.ts';

/** Entry of the database's own process: WebAssembly blocks the loop it runs in. Its parent talks to it by IPC and by socket. */
const [directory, folder] = process.argv.slice(2) as [string, string];

const tell = (message: FromDatabase): void => void process.send?.(message);

const sockets = new Set<Socket>();
const waiting: Socket[] = [];
let serve: ((socket: Socket) => void) | null = null;

const server = createServer((socket) => {
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
  if (serve === null) waiting.push(socket);
  else serve(socket);
});

// Ctrl-C and a service manager signal the whole group; the parent still has work to store and says when to end.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

async function start(): Promise<void> {
  let ending = false;
  const endings: (() => Promise<void>)[] = [];
  const end = async (): Promise<void> => {
    if (ending) return;
    ending = true;
    for (const close of endings) await close();
    for (const socket of sockets) socket.destroy();
    server.close(() => process.exit(0));
  };
  process.on('message', (message: ToDatabase) => {
    if (message.type === 'close') void end();
  });
  // The parent is gone, however it went.
  process.on('disconnect', () => void end());

  await listenAlone(server, folder);
  const database = await openDatabase(directory);
  const turns = new Turns();
  endings.push(async () => {
    const last = {};
    await turns.take(last);
    await database.close();
  });
  serve = (socket) => serveClient(socket, database.run, turns);
  waiting.splice(0).forEach(serve);
  if (!process.connected) return end();
  tell({ type: 'ready' });
}

start().catch((error: Error) => {
  tell({ type: 'failed', message: error.message });
  process.exit(1);
});
