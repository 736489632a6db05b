import { describe, expect, it } from 'vitest';
import type { Fix } from '../pipeline/stages.ts';
import { Driver, MORNING_MS } from '../pipeline/testing/town.ts';
import { forgetGear, gearOn, gearSettled_ms, noteGear, startGear } from './gear.ts';

const DEBOUNCE_MS = 3_000;

/** One letter a second: `#` brush down, `.` up, `?` says nothing. */
function logOf(text: string, seconds = 1) {
  const log = startGear();
  const driver = new Driver();
  for (const letter of text) driver.fix(0, 0, 9, 90, { brush: letter === '#', interval_s: seconds });
  driver.fixes.forEach((fix: Fix, i) => noteGear(log, text[i] === '?' ? { ...fix, gearSeen: 0 } : fix, DEBOUNCE_MS));
  return log;
}

/** What the log says of each second. */
const readBack = (text: string, seconds = 1) => {
  const log = logOf(text, seconds);
  return [...text.slice(1)]
    .map((_, i) => gearOn(log, 0, MORNING_MS + i * seconds * 1_000, MORNING_MS + (i + 1) * seconds * 1_000))
    .map((on) => (on ? '#' : '.'))
    .join('');
};

describe('gear contacts', () => {
  it('a change counts from its first fix, once it has held for three seconds', () => {
    expect(readBack('...#####')).toBe('...####');
    expect(readBack('####....')).toBe('####...');
  });

  it('what holds for less is chatter', () => {
    expect(readBack('....##......')).toBe('...........');
    expect(readBack('####.##.#.###')).toBe('############');
  });

  it('a contact that says nothing holds its value', () => {
    expect(readBack('####????####')).toBe('###########');
  });

  it('every 15 s a single reading holds long enough', () => {
    expect(readBack('..#..', 15)).toBe('..#.');
  });

  it('is settled up to where a change is still waiting', () => {
    expect(gearSettled_ms(logOf('....'))).toBe(MORNING_MS + 3_000);
    expect(gearSettled_ms(logOf('....##'))).toBe(MORNING_MS + 4_000);
    expect(gearSettled_ms(logOf('....####'))).toBe(MORNING_MS + 7_000);
  });

  it('forgetting what is past changes nothing later', () => {
    const log = logOf('....####....####....');
    forgetGear(log, MORNING_MS + 11_000);
    expect(log.changes_ms[0]).toHaveLength(2);
    expect(gearOn(log, 0, MORNING_MS + 12_000, MORNING_MS + 13_000)).toBe(true);
    expect(gearOn(log, 0, MORNING_MS + 17_000, MORNING_MS + 18_000)).toBe(false);
  });
});
