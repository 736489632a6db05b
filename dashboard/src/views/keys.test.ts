import { expect, it } from 'vitest';
import { actionOf, cyrillicOf, SINGLE_KEYS } from './keys.ts';
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

it('reads a Russian layout as any other, and tells its letters', () => {
  expect(actionOf({ ...press('KeyJ'), key: 'о' })).toBe('next');
  expect(actionOf({ ...press('Digit7', { shiftKey: true }), key: '?' })).toBe('keys');
  expect(actionOf({ ...press('Slash', { shiftKey: true }), key: ',' })).toBe('keys');
  expect(['J', 'M', 'G', '/', 'Esc'].map(cyrillicOf)).toEqual(['О', 'Ь', 'П', null, null]);
});

it('goes to a page after G, each by a key of its own', () => {
  expect(pageOfKey('KeyF')).toBe('fleet');
  expect(pageOfKey('KeyQ')).toBeNull();
  const keys = Object.values(PAGES).flatMap(({ key }) => key ?? []);
  expect(new Set(keys).size).toBe(keys.length);
});

it('opens the commands by Ctrl K or ⌘ K, alone or not, and gives each key one meaning', () => {
  expect(actionOf(press('KeyK', { ctrlKey: true }))).toBe('palette');
  expect(actionOf(press('KeyK', { metaKey: true }), false)).toBe('palette');
  expect(actionOf(press('KeyK', { ctrlKey: true, shiftKey: true }))).toBeNull();
  const codes = Object.values(SINGLE_KEYS).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});

it('leaves single keys alone where they are switched off, but for Esc', () => {
  expect(actionOf(press('KeyA'), false)).toBeNull();
  expect(actionOf(press('Slash', { shiftKey: true }), false)).toBeNull();
  expect(actionOf(press('Escape'), false)).toBe('back');
});
