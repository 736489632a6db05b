import type { QualityDay } from '@sweepline/contract';
import { expect, it } from 'vitest';
import { troubleOf } from './poor-today.ts';

const day = (more: Partial<QualityDay> = {}): QualityDay => ({
  date: '2026-11-22',
  onDuty: true,
  grade: 'A',
  uptime_pct: 99,
  fixes: 1_000,
  rejected: 0,
  conflicts: 0,
  fieldErrors: 0,
  lastFixAt: '2026-11-22T05:00:00.000Z',
  gaps: [],
  reasons: {},
  ...more,
});
const device = { revoked: false };

const onDuty = true;

it('names what is wrong with a device, the worst first', () => {
  expect(troubleOf(device, day(), { state: 'working' }, onDuty)).toBeNull();
  expect(troubleOf(device, day({ grade: 'none', fixes: 0 }), { state: 'silent' }, onDuty)).toBe('never');
  expect(troubleOf(device, day({ grade: 'C' }), { state: 'silent' }, onDuty)).toBe('silent');
  expect(troubleOf(device, day({ grade: 'C' }), { state: 'stopped' }, onDuty)).toBe('poor');
  expect(troubleOf(device, day({ rejected: 30 }), { state: 'working' }, onDuty)).toBe('refused');
  expect(troubleOf(device, day({ rejected: 5 }), undefined, onDuty)).toBeNull();
});

it('leaves in peace what is revoked, off duty or not known yet', () => {
  expect(troubleOf({ revoked: true }, day({ grade: 'none' }), undefined, onDuty)).toBeNull();
  expect(troubleOf(device, null, { state: 'silent' }, onDuty)).toBeNull();
  expect(troubleOf(device, day({ onDuty: false, grade: null, fixes: 0 }), { state: 'silent' }, false)).toBeNull();
  // Its shift of today is over.
  expect(troubleOf(device, day(), { state: 'silent' }, false)).toBeNull();
});
