import { expect, test } from 'vitest';
import { readAhead } from './ahead.ts';
import { finishVehicle, startVehicle, step } from './step.ts';
import { Driver, planOf, SWEEPER, townOf } from './testing/town.ts';

const town = townOf([
  {
    id: 'main',
    line: [
      [0, 0],
      [200, 0],
    ],
  },
  {
    id: 'oneway',
    oneway: 'forward',
    line: [
      [200, 0],
      [200, 150],
    ],
  },
]);
const plan = planOf(town, [
  { street: 'main', side: 'right' },
  { street: 'oneway', side: 'right' },
]);
const { fixes } = new Driver()
  .drive([0, 0], [200, 0])
  .stand([200, 0], 30)
  .wait(300)
  .drive([200, 0], [200, 150], { brush: false })
  .drive([200, 150], [900, 900], { speed_kmh: 60 });

const factsOf = (between: (...states: ReturnType<typeof startVehicle>[]) => unknown) => {
  const planned = startVehicle(SWEEPER, town);
  const free = startVehicle(SWEEPER, town);
  between(planned, free);
  const facts = fixes.flatMap((fix) => {
    const found = [step(planned, fix, [plan]), step(free, fix, [])];
    between(planned, free);
    return found;
  });
  return [...facts, finishVehicle(planned, [plan]), finishVehicle(free, [])];
};

test('reading ahead changes nothing, wherever in its shift a vehicle is', () => {
  const plain = factsOf(() => null);
  const ahead = factsOf((...states) => readAhead(states));
  expect(ahead).toEqual(plain);
  expect(plain.some(({ passages }) => passages.length > 0)).toBe(true);
  expect(readAhead([])).toBe(0);
});
