import { expect, it } from 'vitest';
import { filterOf, segmentsOf, viewOf } from './view.ts';

const TODAY = '2026-11-22';

it('reads an address as far as it goes, and writes it again', () => {
  expect(viewOf([], TODAY)).toEqual({
    period: { kind: 'week', from: '2026-11-16', to: '2026-11-23' },
    by: 'district',
    group: null,
    street: null,
  });
  for (const address of [
    ['day', '2026-11-20', 'contractor'],
    ['week', '2026-11-16', 'district', '-'],
    ['month', '2026-10-01', 'route', 'r-1', 'Karl Johansgatan'],
    ['month', '2026-10-01', 'route', '*', 'Karl Johansgatan'],
  ])
    expect(segmentsOf(viewOf(address, TODAY))).toEqual(address);
  expect(viewOf(['year', 'soon', 'colour'], TODAY)).toEqual(viewOf([], TODAY));
});

it('narrows by what was opened', () => {
  expect(filterOf(viewOf(['day', TODAY, 'contractor', 'c-1', 'Main street'], TODAY))).toEqual({
    contractor: 'c-1',
    street: 'Main street',
  });
  expect(filterOf(viewOf(['day', TODAY, 'district', '-'], TODAY))).toEqual({ district: '' });
});
