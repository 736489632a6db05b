import { expect, test } from 'vitest';
import type { ReadWork } from '../../store/series/work.ts';
import { drivesOf } from './drives.ts';

const row = (
  enter_s: number,
  leave_s: number,
  from_cm: number,
  to_cm: number,
  more: Partial<ReadWork> = {},
): ReadWork => ({
  vehicle: 'v',
  crew: '',
  operation: 'sweep',
  edge: 'a',
  serves: 'right',
  from_cm,
  to_cm,
  forward: true,
  verdict: 'worked',
  enter_ms: enter_s * 1_000,
  leave_ms: leave_s * 1_000,
  marks: [],
  ...more,
});

test('passages that follow one another are one drive', () => {
  const drives = drivesOf([row(0, 60, 0, 9_000), row(60, 90, 9_000, 12_000, { marks: ['side-assumed'] })]);
  expect(drives).toMatchObject([
    { enter_ms: 0, leave_ms: 90_000, from_cm: 0, to_cm: 12_000, driven_cm: 12_000, marks: ['side-assumed'] },
  ]);
});

test('another verdict, direction, vehicle or a pause begins another', () => {
  const drives = drivesOf([
    row(0, 10, 0, 1_000),
    row(10, 20, 1_000, 2_000, { verdict: 'too-fast' }),
    row(20, 30, 2_000, 3_000, { vehicle: 'w' }),
    row(30, 40, 0, 1_000, { forward: false }),
    row(200, 210, 0, 1_000),
  ]);
  expect(drives.map(({ driven_cm }) => driven_cm)).toEqual([1_000, 1_000, 1_000, 1_000, 1_000]);
});
