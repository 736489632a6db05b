import { describe, expect, it } from 'vitest';
import type { Move } from '@sweepline/simulator/pure';
import { fastFor, liftedFor } from './delays.ts';

/** Moves of ten seconds each, one after the other: a letter each for lifted, worked, fast, driven. */
const moves = (word: string, length_m: number): Move[] =>
  [...word].map((letter, i) => ({
    edge: i,
    doing: ({ l: 'lifted', w: 'worked', f: 'fast', d: 'driven' } as const)[letter as 'l'],
    from_s: i * 10,
    to_s: (i + 1) * 10,
    length_m,
  }));
const lifted = (word: string, length_m: number, from_s = 0, to_s = 1_000) =>
  liftedFor(moves(word, length_m), from_s, to_s, ({ doing }) => doing === 'lifted');

describe('the moment from which the rules allow an incident', () => {
  it('comes after a hundred metres with the gear up', () => {
    expect(lifted('lllllll', 20)).toBe(50);
    expect(lifted('wwlll', 50)).toBe(40);
    expect(lifted('wwll', 50)).toBeNull();
  });

  it('comes later where something else lies between, and anew after too much of it', () => {
    expect(lifted('lldllll', 25)).toBe(50);
    expect(lifted('lddlll', 60)).toBeCloseTo(46.67, 1);
  });

  it('never comes where it was too little', () => {
    expect(lifted('lldl', 20)).toBeNull();
    expect(lifted('llllll', 20, 0, 35)).toBeNull();
  });

  it('counts from the fault on, within a move too', () => {
    expect(lifted('lllllllll', 20, 15)).toBe(65);
  });

  it('comes after twenty seconds too fast without a break', () => {
    expect(fastFor(moves('wfff', 60), 0, 100)).toBe(30);
    expect(fastFor(moves('fwfwf', 60), 0, 100)).toBeNull();
    expect(fastFor(moves('ffff', 60), 15, 100)).toBe(35);
  });
});
