// The feed in a process of its own, so that it takes nothing from the page that is measured.
import { startFeed } from './feed.mjs';

process.once('message', async (order) => process.send({ url: (await startFeed(order)).url }));
process.once('disconnect', () => process.exit(0));
