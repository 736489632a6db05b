/** What a single key asks for. Keys act by their place (`event.code`), so the Russian layout works. */
export type KeyAction =
  | 'next'
  | 'previous'
  | 'open'
  | 'back'
  | 'acknowledge'
  | 'resolve'
  | 'dismiss'
  | 'message'
  | 'follow'
  | 'replay'
  | 'search'
  | 'town'
  | 'theme'
  | 'keys'
  | 'go';

const KEYS: Readonly<Record<string, KeyAction>> = {
  KeyJ: 'next',
  KeyK: 'previous',
  Enter: 'open',
  Escape: 'back',
  KeyA: 'acknowledge',
  KeyE: 'resolve',
  KeyD: 'dismiss',
  KeyM: 'message',
  KeyF: 'follow',
  KeyP: 'replay',
  Slash: 'search',
  Digit0: 'town',
  KeyT: 'theme',
  KeyG: 'go',
};

export interface KeyPress {
  readonly code: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

export function actionOf(press: KeyPress): KeyAction | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  if (press.code === 'Slash' && press.shiftKey) return 'keys';
  if (press.shiftKey) return null;
  return KEYS[press.code] ?? null;
}

/** Where keys are letters: none of them acts there. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Enter on a button is that button's. */
export const isControl = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && ['BUTTON', 'A', 'SUMMARY'].includes(target.tagName);
