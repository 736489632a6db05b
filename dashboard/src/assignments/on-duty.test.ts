import { expect, it } from 'vitest';
import { vehiclesOnDuty } from './on-duty.ts';

it('a vehicle is on duty from the beginning of a window to its end', () => {
  const of = (vehicle: string, from: string, to: string) => ({ vehicle, from: `${from}:00Z`, to: `${to}:00Z` });
  const plan = [
    of('over', '2026-11-23T01:00', '2026-11-23T03:00'),
    of('now', '2026-11-23T03:00', '2026-11-23T05:00'),
    of('later', '2026-11-23T04:00', '2026-11-23T06:00'),
    of('twice', '2026-11-23T01:00', '2026-11-23T02:00'),
    of('twice', '2026-11-23T02:30', '2026-11-23T03:30'),
  ];
  expect([...vehiclesOnDuty(plan, Date.parse('2026-11-23T03:00:00Z'))]).toEqual(['now', 'twice']);
});
