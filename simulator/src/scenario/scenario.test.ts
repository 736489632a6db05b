import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FAULT_KINDS } from '../faults/kinds.ts';
import { faultOf, faultsOf, loadScenario } from './load.ts';
import { nextRun } from './resume.ts';
import { readScenario } from './scenario.ts';

const good = loadScenario('quiet', {});
const wrong =
  (change: object): (() => unknown) =>
  () =>
    readScenario(JSON.stringify({ ...good, ...change }), 's.json');

describe('a scenario file', () => {
  it('is refused with its name and every wrong place', () => {
    expect(() => readScenario('{', 's.json')).toThrow('s.json is not JSON');
    expect(wrong({ length_min: 0, colour: 'red' })).toThrow(/s\.json is no scenario:[^]*length_min/);
    expect(wrong({ faults: [{ kind: 'rain', vehicle: 1, from_min: 1, to_min: 2 }] })).toThrow('/faults/0/kind');
    expect(wrong({ faults: [{ kind: 'gap', vehicle: 1, from_min: 3, to_min: 2 }] })).toThrow('ends before it begins');
    expect(() => loadScenario('nowhere', {})).toThrow('no such file: nowhere');
  });

  it('is changed by the command line', () => {
    const changed = loadScenario('demo', {
      fleet: 3,
      locale: 'en',
      municipality: 'other',
      noFaults: true,
      faults: ['gap@2:10-20', 'idle@9:1-2'],
    });
    expect(changed.fleet.size).toBe(3);
    expect(changed.contractors.map(({ id }) => id)).toEqual(['other-gbg-west', 'other-gbg-east']);
    expect(faultsOf(changed)).toEqual([{ kind: 'gap', vehicle: 2, from_s: 600, to_s: 1_200, value: null }]);
  });

  it('takes faults from the command line', () => {
    expect(faultOf('clock-skew@12:1.5-20=-300')).toEqual({
      kind: 'clock-skew',
      vehicle: 12,
      from_min: 1.5,
      to_min: 20,
      value: -300,
    });
    expect(() => faultOf('rain@1:2-3')).toThrow('no fault');
  });
});

it('the demo shows nearly every kind of fault, and the guide explains them all', () => {
  const shown = new Set(loadScenario('demo', {}).faults.map(({ kind }) => kind));
  expect(shown.size).toBeGreaterThanOrEqual(20);
  const guide = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
  for (const kind of FAULT_KINDS) expect(guide).toContain(`\`${kind}\``);
});

describe('the next run', () => {
  const hour = 3_600_000;
  it('goes on with an unfinished one', () => {
    const before = { seed: '1', start_ms: 0, end_ms: 7 * hour, sent_ms: 4 * hour };
    expect(nextRun(before, 5 * hour, 3 * hour, 7 * hour, '1')).toBe(before);
  });

  it('begins after the end of the one before, at most the backlog ago', () => {
    const before = { seed: '1', start_ms: 0, end_ms: 7 * hour, sent_ms: 7 * hour };
    expect(nextRun(before, 8 * hour, 3 * hour, 7 * hour, '1').start_ms).toBe(7 * hour);
    expect(nextRun(before, 40 * hour, 3 * hour, 7 * hour, '1').start_ms).toBe(37 * hour);
    expect(nextRun(null, 40 * hour, 3 * hour, 7 * hour, '1')).toEqual({
      seed: '1',
      start_ms: 37 * hour,
      end_ms: 44 * hour,
      sent_ms: -1,
    });
  });
});
