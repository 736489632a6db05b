import * as fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { Address, formatAddress, parseAddress } from './address.svelte.ts';

afterEach(() => vi.unstubAllGlobals());

/** The parts of a browser that an address is kept in; `typed` hears of what a person typed. */
function browser(): { location: { hash: string }; typed: EventTarget } {
  const location = { hash: '' };
  const typed = new EventTarget();
  vi.stubGlobal('location', location);
  vi.stubGlobal('history', { state: null, replaceState: (_: unknown, __: string, to: string) => (location.hash = to) });
  vi.stubGlobal('addEventListener', typed.addEventListener.bind(typed));
  return { location, typed };
}

it('reads back every address it writes', () => {
  const segment = fc.string({ minLength: 1, unit: 'grapheme' });
  fc.assert(
    fc.property(fc.array(segment), (segments) => {
      expect(parseAddress(formatAddress(segments))).toEqual(segments);
    }),
  );
});

it('survives a broken escape', () => expect(parseAddress('#/live/%E0%A4%A')).toEqual(['live', '%E0%A4%A']));

it('leaves an address that was just typed alone, whatever the view before it still writes', () => {
  const { location, typed } = browser();
  const address = new Address();
  address.start();
  address.replace('town', 'live');
  expect(location.hash).toBe('#/town/live');

  location.hash = '#/town/week/2026-03-02';
  address.replace('town', 'live');
  address.stand('@57.7,11.9,14');
  expect(location.hash).toBe('#/town/week/2026-03-02');
  typed.dispatchEvent(new Event('hashchange'));
  expect(address.segments).toEqual(['town', 'week', '2026-03-02']);
});

it('tells of a view that was typed without a place, and of none of its own', () => {
  const { location, typed } = browser();
  const address = new Address();
  const onview = vi.fn<() => void>();
  address.onview = onview;
  address.start();
  address.go('town', 'live');
  address.stand('@57.7,11.9,14');
  address.go('town', 'live', 'vehicle', 'v1');
  typed.dispatchEvent(new Event('hashchange'));
  expect(onview).not.toHaveBeenCalled();

  location.hash = '#/town/live/vehicle/v2';
  typed.dispatchEvent(new Event('hashchange'));
  expect(onview).toHaveBeenCalledOnce();
  expect(address.segments).toEqual(['town', 'live', 'vehicle', 'v2']);
});
