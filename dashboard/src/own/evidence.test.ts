import type { DeviceQuality, Incident, QualityDay } from '@sweepline/contract';
import { expect, it } from 'vitest';
import { byNeed, refusedDays, toAnswer } from './evidence.ts';

const day = (date: string, grade: QualityDay['grade'], reasons: Record<string, number> = {}): QualityDay => ({
  date,
  onDuty: true,
  grade,
  uptime_pct: 99,
  fixes: 1,
  rejected: 0,
  conflicts: 0,
  fieldErrors: 0,
  lastFixAt: null,
  gaps: [],
  reasons,
});
const devices: DeviceQuality[] = [
  {
    device: 'd1',
    vehicle: 'v1',
    days: [day('2026-11-20', 'A', { future: 2 }), day('2026-11-21', 'B', { conflict: 1, 'no-fix': 9 })],
  },
  { device: 'd2', vehicle: 'v2', days: [day('2026-11-20', 'none'), day('2026-11-21', 'A')] },
];

it('lists refusals by day, the newest and most first', () => {
  expect(refusedDays(devices).map(({ date, reason, count }) => [date, reason, count])).toEqual([
    ['2026-11-21', 'no-fix', 9],
    ['2026-11-21', 'conflict', 1],
    ['2026-11-20', 'future', 2],
  ]);
});

it('puts the device that said nothing first', () => {
  expect(byNeed(devices).map(({ device }) => device)).toEqual(['d2', 'd1']);
});

it('keeps what is open and has no answer of ours, critical first', () => {
  const incident = (id: string, more: Partial<Incident>): Incident =>
    ({ id, state: 'open', severity: 'warning', from: '2026-11-21T06:00:00Z', history: [], ...more }) as Incident;
  const said = [{ at: '', by: 'me', action: 'commented' as const, text: 'x' }];
  expect(
    toAnswer(
      [
        incident('late', { from: '2026-11-21T07:00:00Z' }),
        incident('early', {
          state: 'acknowledged',
          history: [{ at: '', by: 'operator', action: 'commented', text: 'why' }],
        }),
        incident('critical', { severity: 'critical', from: '2026-11-21T08:00:00Z' }),
        incident('answered', { history: said }),
        incident('closed', { state: 'resolved' }),
      ],
      'me',
    ).map(({ id }) => id),
  ).toEqual(['critical', 'early', 'late']);
});
