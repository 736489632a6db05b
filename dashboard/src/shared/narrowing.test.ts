import { describe, expect, it } from 'vitest';
import { Narrowing, unnarrowed } from './narrowing.svelte.ts';

/** An address without a browser. */
const at = (...segments: string[]) => ({
  segments: segments as readonly string[],
  replace(...next: readonly string[]) {
    this.segments = next;
  },
});

describe('what narrows a list', () => {
  it('stands behind what the list is of', () => {
    const address = at('town', 'fleet', 'devices');
    const narrowing = new Narrowing(address, ['q', 'contractor']);
    narrowing.set('q', 'a & b');
    expect(address.segments).toEqual(['town', 'fleet', 'devices', 'find', 'q=a+%26+b']);
    expect(new Narrowing(address, ['q']).of('q')).toBe('a & b');
  });

  it('takes one part after the other, and leaves the address as it was', () => {
    const address = at('town', 'fleet', 'find', 'q=x&contractor=c-1');
    new Narrowing(address, ['q', 'contractor']).set('q', '');
    expect(address.segments).toEqual(['town', 'fleet', 'find', 'contractor=c-1']);
    new Narrowing(address, ['q', 'contractor']).set('contractor', '');
    expect(address.segments).toEqual(['town', 'fleet']);
  });

  it('goes along to what is opened out of the list', () => {
    expect(new Narrowing(at('town', 'plans', 'routes', 'find', 'q=a+b'), ['q']).parts).toEqual(['find', 'q=a+b']);
    expect(new Narrowing(at('town', 'plans', 'routes'), ['q']).parts).toEqual([]);
  });

  it('reads only what the list knows', () => {
    expect(new Narrowing(at('town', 'fleet', 'find', 'day=2026-11-19&q=x'), ['q']).wish).toEqual({ q: 'x' });
    expect(new Narrowing(at('town', 'fleet', 'find'), ['q']).wish).toEqual({});
    expect(unnarrowed(['town', 'fleet', 'devices', 'find', 'q=x'])).toEqual(['town', 'fleet', 'devices']);
  });
});
