import { makeDatabase } from './database.ts';

/** Entry of the process that makes a new database's files; it ends when they are made, or with its parent. */
process.on('disconnect', () => process.exit(1));
await makeDatabase(process.argv[2]!);
process.exit(0);
