import { inflateSync } from 'node:zlib';

/** What stands on paper where a value was not looked after. */
export const LEAKS = /\b(null|undefined|NaN|Infinity)\b|\[object|\$\{/;

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/**
 * What a reader copies out of a file that this folder wrote: the text of each page, in the order in which it was set, by the
 * tables that the file itself carries for that.
 */
export function textOfPdf(bytes: Uint8Array): string[] {
  const objects = objectsOf(bytes);
  const letters = new Map<string, Map<string, string>>();
  const lettersOf = (font: string): Map<string, string> => {
    const known = letters.get(font);
    if (known) return known;
    const table = /\/ToUnicode (\d+) 0 R/.exec(objects.get(font)!.head)![1]!;
    const made = lettersIn(objects.get(table)!.body);
    letters.set(font, made);
    return made;
  };
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head));
  return pages.map(({ head }) => {
    const resources = /\/Resources (\d+) 0 R/.exec(head)![1]!;
    const fonts = new Map(
      [...objects.get(resources)!.head.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, id]) => [name!, id!]),
    );
    const content = objects.get(/\/Contents (\d+) 0 R/.exec(head)![1]!)!.body;
    let font = '';
    let text = '';
    for (const [, named, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[(.*?)\] TJ/g)) {
      if (named !== undefined) font = fonts.get(named)!;
      else
        text += `${glyphsOf(shown!)
          .map((glyph) => lettersOf(font).get(glyph) ?? '')
          .join('')}\n`;
    }
    return text;
  });
}

const glyphsOf = (shown: string): string[] =>
  [...shown.matchAll(/<([0-9a-f]*)>/gi)].flatMap(([, hex]) => hex!.toLowerCase().match(/.{4}/g) ?? []);

function objectsOf(bytes: Uint8Array): Map<string, { readonly head: string; readonly body: string }> {
  const file = latin(bytes);
  const objects = new Map<string, { head: string; body: string }>();
  for (const { 1: id, index, 0: opening } of file.matchAll(/(?<=\n)(\d+) 0 obj\n/g)) {
    const from = index + opening.length;
    const head = file.slice(from, file.indexOf('endobj', from));
    const start = head.indexOf('stream\n');
    if (start < 0) objects.set(id!, { head, body: '' });
    else {
      const length = Number(/\/Length (\d+)/.exec(head)![1]);
      const at = from + start + 'stream\n'.length;
      const raw = bytes.subarray(at, at + length);
      const packed = head.slice(0, start).includes('/FlateDecode');
      objects.set(id!, { head: head.slice(0, start), body: latin(packed ? inflateSync(raw) : raw) });
    }
  }
  return objects;
}

/** By what characters the glyphs of a font stand, as its own table of them says. */
function lettersIn(table: string): Map<string, string> {
  const letters = new Map<string, string>();
  const put = (glyph: number, hex: string): void => {
    const units = hex.trim().match(/[0-9a-f]{4}/gi) ?? [];
    letters.set(glyph.toString(16).padStart(4, '0'), String.fromCharCode(...units.map((unit) => parseInt(unit, 16))));
  };
  for (const [, from, , list] of table.matchAll(/<([0-9a-f]{4})> <([0-9a-f]{4})> \[([^\]]*)\]/gi))
    for (const [i, [, hex]] of [...list!.matchAll(/<([0-9a-f ]*)>/gi)].entries()) put(parseInt(from!, 16) + i, hex!);
  return letters;
}
