/** What says the same where the typeface lacks the character. */
const INSTEAD: Readonly<Record<string, string>> = {
  '\u2011': '-',
  '\u2010': '-',
  '\u00ad': '',
  '\u200b': '',
  '\u200c': '',
  '\u200d': '',
  '\u2060': '',
  '\ufeff': '',
  '\ufe0f': '',
  '\u00b5': 'u',
  '\u202f': '\u00a0',
  '\u2009': '\u00a0',
  '\t': ' ',
};
/** Stands for a character that neither the typeface nor its parts can show. */
const UNKNOWN = '?';

/** Control characters and marks that turn the direction of a text would change how the rest of it reads. */
const SILENT = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/**
 * The text as the typeface can set it: composed, its rare characters replaced by what says the same, accents that it has no
 * letter for left off, and a question mark for what remains, so that nothing is lost unseen.
 */
export function readable(text: string, has: (codePoint: number) => boolean): string {
  let made = '';
  for (const character of text.normalize('NFC')) {
    if (character === '\n') made += character;
    else if (INSTEAD[character] !== undefined) made += INSTEAD[character];
    else if (SILENT.test(character)) continue;
    else if (has(character.codePointAt(0)!)) made += character;
    else made += parts(character, has);
  }
  return made;
}

function parts(character: string, has: (codePoint: number) => boolean): string {
  const bare = character.normalize('NFKD').replace(/\p{M}/gu, '');
  if (bare === '') return '';
  return [...bare].map((one) => (one !== character && has(one.codePointAt(0)!) ? one : UNKNOWN)).join('');
}
