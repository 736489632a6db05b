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

it('names what is wrong with a device, the worst first', () => {
  expect(troubleOf(device, day(), { state: 'working' })).toBeNull();
  expect(troubleOf(device, day({ grade: 'none', fixes: 0 }), { state: 'silent' })).toBe('never');
  expect(troubleOf(device, day({ grade: 'C' }), { state: 'silent' })).toBe('silent');
  expect(troubleOf(device, day({ grade: 'C' }), { state: 'stopped' })).toBe('poor');
  expect(troubleOf(device, day({ rejected: 30 }), { state: 'working' })).toBe('refused');
  expect(troubleOf(device, day({ rejected: 5 }), undefined)).toBeNull();
});

it('leaves in peace what is revoked, off duty or not known yet', () => {
  expect(troubleOf({ revoked: true }, day({ grade: 'none' }), undefined)).toBeNull();
  expect(troubleOf(device, null, { state: 'silent' })).toBeNull();
  expect(troubleOf(device, day({ onDuty: false, grade: null, fixes: 0 }), { state: 'silent' })).toBeNull();
});
