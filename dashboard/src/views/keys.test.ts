import { expect, it } from 'vitest';
import { actionOf } from './keys.ts';

const press = (code: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey', boolean>> = {}) => ({
  code,
  shiftKey: false,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  ...held,
});

it('reads keys by their place and leaves chords to the browser', () => {
  expect(actionOf(press('KeyA'), false)).toBe('acknowledge');
  expect(actionOf(press('Slash'), false)).toBe('search');
  expect(actionOf(press('Slash', { shiftKey: true }), false)).toBe('keys');
  expect(actionOf(press('KeyD', { ctrlKey: true }), false)).toBeNull();
  expect(actionOf(press('KeyQ'), false)).toBeNull();
});

it('goes to a page after G', () => {
  expect(actionOf(press('KeyF'), true)).toBe('go-fleet');
  expect(actionOf(press('KeyA'), true)).toBeNull();
});
