import { expect, it, vi } from 'vitest';
import type { Incident } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';
import { CaseByNumber, caseNumber } from './case-by-number.svelte.ts';

it.each([
  ['1043', 1043],
  [' И-1043 ', 1043],
  ['и 1043', 1043],
  ['i-1043', 1043],
  ['I1043', 1043],
  ['№ 1043', 1043],
  ['#7', 7],
  ['', null],
  ['0', null],
  ['KVD 214', null],
  ['10 43', null],
  ['1043 Main Street', null],
  ['12345678901', null],
])('reads «%s» as %s', (text, no) => expect(caseNumber(text)).toBe(no));

const numbered = (no: number) => ({ id: `id ${no}`, no }) as Incident;

it('asks for what the live feed does not have, and only for the last that was typed', async () => {
  vi.useFakeTimers();
  const asked: unknown[] = [];
  const get = (_: string, query: { no: number }) => {
    asked.push(query);
    return Promise.resolve({ items: query.no === 77 ? [numbered(77)] : [], next: null });
  };
  const cases = new CaseByNumber({ get } as unknown as RestClient);
  const live = [numbered(7)];

  cases.look('7', 'town', live);
  expect(cases.found?.no).toBe(7);
  cases.look('77', 'town', live);
  expect(cases.found).toBeNull();
  cases.look('78', 'town', live);
  cases.look('77', 'town', live);
  await vi.runAllTimersAsync();
  expect(asked).toEqual([{ municipality: 'town', no: 77 }]);
  expect(cases.found?.no).toBe(77);
  cases.look('77 street', 'town', live);
  expect(cases.found).toBeNull();
  vi.useRealTimers();
});
