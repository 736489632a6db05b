import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Sets the devices to work; `started` resolves once all are connected, `done` with what came of it. */
export function startDevices(order) {
  const child = fork(fileURLToPath(new URL('./process.mjs', import.meta.url)), { serialization: 'advanced' });
  let begun = () => {};
  const started = new Promise((resolve) => (begun = resolve));
  const done = new Promise((resolve, reject) => {
    child.on('message', (message) => {
      if (message.type === 'started') return begun();
      child.disconnect();
      if (message.type === 'done') resolve(message);
      else reject(new Error(message.message));
    });
    child.once('exit', (code) => reject(new Error(`the devices' process ended with ${code}`)));
  });
  done.catch(begun);
  child.send(order);
  return { started, done };
}
