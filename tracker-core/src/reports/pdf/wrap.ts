/** A per cent sign is not parted from its number, nor a number from the sign before it. */
const HELD = / (?=%)|(?<=[№§]) /g;

/**
 * The lines of a text that is at most so wide: broken at blanks, at line ends that it has itself, and inside a word only where
 * that alone is wider. No-break blanks hold.
 */
export function wrapped(text: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.replace(HELD, '\u00a0').split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (word === '' && line === '') continue;
      const longer = line === '' ? word : `${line} ${word}`;
      if (widthOf(longer) <= width) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      line = word;
      while (line.length > 1 && widthOf(line) > width) {
        const fits = fitting(line, width, widthOf);
        lines.push(line.slice(0, fits));
        line = line.slice(fits);
      }
    }
    lines.push(line);
  }
  return lines;
}

/** How many characters of a word fit; at least one, and never half of one. */
function fitting(word: string, width: number, widthOf: (text: string) => number): number {
  let low = 1;
  let high = word.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (widthOf(word.slice(0, middle)) <= width) low = middle;
    else high = middle - 1;
  }
  const code = word.charCodeAt(low - 1);
  return code >= 0xd800 && code < 0xdc00 ? low + 1 : low;
}

/** The text cut to a width, with an ellipsis where something is left off. */
export function clipped(text: string, width: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= width) return text;
  let end = text.length;
  while (end > 1 && widthOf(`${text.slice(0, end)}…`) > width) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}
