import { USUAL_DEADLINES } from '@sweepline/contract';
import { describe, expect, it } from 'vitest';
import { bodyOf, deadlineOf, draftOf, type DraftRow } from './draft.ts';

const idle = (acknowledge: string, close: string): DraftRow => ({ kind: 'idle', acknowledge, close });

describe('deadlines as they are written', () => {
  it('leaves the usual ones empty, and says only what differs', () => {
    const own = { ...USUAL_DEADLINES, idle: { acknowledge_min: 5, close_min: 50 } };
    const rows = draftOf(own);
    expect(rows.filter(({ acknowledge }) => acknowledge !== '')).toEqual([idle('5', '50')]);
    expect(bodyOf(rows)).toMatchObject({ idle: own.idle, sos: null });
  });

  it('fills one empty field with the usual minutes', () => {
    expect(deadlineOf(idle('5', ''))).toEqual({ acknowledge_min: 5, close_min: 240 });
    expect(deadlineOf(idle('', '50'))).toEqual({ acknowledge_min: 30, close_min: 50 });
  });

  it.each([
    ['0', ''],
    ['-3', ''],
    ['1.5', ''],
    ['soon', ''],
    ['44641', ''],
    ['60', '30'],
    ['', '29'],
  ])('refuses %s and %s', (acknowledge, close) => {
    expect(deadlineOf(idle(acknowledge, close))).toBeNull();
    expect(bodyOf([idle(acknowledge, close)])).toBeNull();
  });
});
