import type { SentCommand } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { further, withTold } from './further.ts';

const command = (id: string, minute: number, of: Partial<SentCommand> = {}): SentCommand => ({
  id,
  vehicle: 'v',
  device: 'd',
  command: { kind: 'message', text: id },
  by: 'operator',
  at: `2026-11-21T06:${String(minute).padStart(2, '0')}:00.000Z`,
  expiresAt: '2026-11-21T07:30:00.000Z',
  state: 'queued',
  sentAt: null,
  deliveredAt: null,
  acknowledgedAt: null,
  ok: null,
  ...of,
});
const steps = [
  command('a', 1),
  command('a', 1, { state: 'sent', sentAt: 'x' }),
  command('a', 1, { state: 'sent', sentAt: 'x', deliveredAt: 'y' }),
  command('a', 1, { state: 'expired', sentAt: 'x', deliveredAt: 'y' }),
  command('a', 1, { state: 'acknowledged', ok: false }),
];

describe('a command’s way', () => {
  it('never goes back, in whatever order its steps are told', () => {
    for (const [at, known] of steps.entries())
      for (const [next, told] of steps.entries()) expect(further(known, told)).toBe(next >= at ? told : known);
  });

  it('is told anew at the same step: sent once more', () => {
    const again = { ...steps[1]!, sentAt: 'later' };
    expect(further(steps[1]!, again)).toBe(again);
  });
});

describe('a list of commands', () => {
  const items = [command('c', 3), command('a', 1)];
  it('takes a new one in at its time, and no more than it shows', () => {
    expect(withTold(items, command('d', 4), 20).map(({ id }) => id)).toEqual(['d', 'c', 'a']);
    expect(withTold(items, command('b', 2), 20).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
    expect(withTold(items, command('0', 0), 2).map(({ id }) => id)).toEqual(['c', 'a']);
    expect(withTold([], command('a', 1), 20).map(({ id }) => id)).toEqual(['a']);
  });

  it('replaces a known one where it stands', () => {
    const [first, second] = withTold(items, steps[4]!, 20);
    expect([first, second]).toEqual([items[0], steps[4]]);
  });
});
