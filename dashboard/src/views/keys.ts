/** What a single key asks for, by its place (`event.code`), so the Russian layout works. The list of keys is made of this. */
export const SINGLE_KEYS = {
  next: { code: 'KeyJ', shown: 'J' },
  previous: { code: 'KeyK', shown: 'K' },
  open: { code: 'Enter', shown: '↵' },
  back: { code: 'Escape', shown: 'Esc' },
  acknowledge: { code: 'KeyA', shown: 'A' },
  assign: { code: 'KeyS', shown: 'S' },
  comment: { code: 'KeyC', shown: 'C' },
  resolve: { code: 'KeyE', shown: 'E' },
  dismiss: { code: 'KeyD', shown: 'D' },
  handOver: { code: 'KeyR', shown: 'R' },
  message: { code: 'KeyM', shown: 'M' },
  replay: { code: 'KeyP', shown: 'P' },
  follow: { code: 'KeyF', shown: 'F' },
  search: { code: 'Slash', shown: '/' },
  town: { code: 'Digit0', shown: '0' },
  link: { code: 'KeyL', shown: 'L' },
  state1: { code: 'Digit1', shown: '1' },
  state2: { code: 'Digit2', shown: '2' },
  state3: { code: 'Digit3', shown: '3' },
  state4: { code: 'Digit4', shown: '4' },
  state5: { code: 'Digit5', shown: '5' },
  state6: { code: 'Digit6', shown: '6' },
  wall: { code: 'KeyV', shown: 'V' },
  theme: { code: 'KeyT', shown: 'T' },
  sound: { code: 'KeyX', shown: 'X' },
  go: { code: 'KeyG', shown: 'G' },
} as const;

/** What a Russian keyboard has on the same keys. */
const CYRILLIC: Readonly<Record<string, string>> = Object.fromEntries(
  [...'QWERTYUIOPASDFGHJKLZXCVBNM'].map((letter, n) => [letter, 'ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ'[n]!]),
);

/** The letter of the layout that a reader of Russian types in; null where the key has no letter. */
export const cyrillicOf = (letter: string): string | null => CYRILLIC[letter] ?? null;

/** `keys` is `?`, `palette` is Ctrl K. */
export type KeyAction = keyof typeof SINGLE_KEYS | 'keys' | 'palette';

const BY_CODE = new Map<string, KeyAction>(
  Object.entries(SINGLE_KEYS).map(([action, { code }]) => [code, action as KeyAction]),
);

export interface KeyPress {
  readonly code: string;
  readonly key?: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** @param single whether keys that are pressed alone act; `Esc` always does. */
export function actionOf(press: KeyPress, single = true): KeyAction | null {
  if (press.code === 'KeyK' && (press.ctrlKey || press.metaKey) && !press.altKey && !press.shiftKey) return 'palette';
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  if (!single) return press.code === 'Escape' && !press.shiftKey ? 'back' : null;
  if ((press.code === 'Slash' && press.shiftKey) || press.key === '?') return 'keys';
  if (press.shiftKey) return null;
  return BY_CODE.get(press.code) ?? null;
}

/** Where keys are letters: none of them acts there. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** Enter on a button is that button's. */
export const isControl = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && ['BUTTON', 'A', 'SUMMARY'].includes(target.tagName);
