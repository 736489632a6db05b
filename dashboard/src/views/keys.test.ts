import { expect, it } from 'vitest';
import { actionOf } from './keys.ts';
import { pageOfKey, PAGES } from './pages.ts';

const press = (code: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey', boolean>> = {}) => ({
  code,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...held,
});

it('reads keys by their place and leaves chords to the browser', () => {
  expect(actionOf(press('KeyA'))).toBe('acknowledge');
  expect(actionOf(press('Slash'))).toBe('search');
  expect(actionOf(press('Slash', { shiftKey: true }))).toBe('keys');
  expect(actionOf(press('KeyD', { ctrlKey: true }))).toBeNull();
  expect(actionOf(press('KeyQ'))).toBeNull();
});

it('goes to a page after G, each by a key of its own', () => {
  expect(pageOfKey('KeyF')).toBe('fleet');
  expect(pageOfKey('KeyQ')).toBeNull();
  const keys = Object.values(PAGES).flatMap(({ key }) => key ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});
