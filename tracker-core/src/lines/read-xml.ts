import { says } from '@sweepline/contract';
import { SaxesParser } from 'saxes';
import { Refused, worded } from '../refused.ts';
import { unusable } from './drawn.ts';

/** An element as it opens: its name without prefix, and whether it is of the document's own vocabulary. */
export interface Opened {
  readonly name: string;
  readonly own: boolean;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface XmlReader {
  open(element: Opened): void;
  /** All text directly within the element. */
  close(name: string, text: string): void;
}

export interface XmlForm {
  /** As people call the format. */
  readonly title: string;
  readonly root: string;
  readonly namespace: RegExp;
}

/** Neither format nests its own elements nearly as deep. */
const DEEPEST = 64;

/**
 * Reads a document element by element. Neither a document type nor the entities it could declare are taken, so nothing
 * in it can grow or reach outside. Prefixes that nobody declared, which many devices write, are let pass.
 * @throws Refused `invalid` where it is broken or another format, with the line and column.
 */
export function readXml(text: string, form: XmlForm, reader: XmlReader): void {
  const given = withoutMark(text);
  refuseArchive(given, form);
  const parser = new SaxesParser();
  const texts: string[] = [];
  const names: string[] = [];
  let prefix = '';
  parser.on('doctype', () => {
    const message = `a document type is not taken: send the ${form.title} without <!DOCTYPE>`;
    throw unusable(worded(message, says('document-type')));
  });
  const gather = (some: string): void => void (texts.length > 0 && (texts[texts.length - 1] += some));
  parser.on('text', gather);
  parser.on('cdata', gather);
  parser.on('opentag', ({ name: qualified, attributes }) => {
    const [own, name] = parted(qualified);
    if (names.length === 0) {
      checkRoot(form, name, attributes[own === '' ? 'xmlns' : `xmlns:${own}`]);
      prefix = own;
    }
    if (names.length >= DEEPEST)
      throw unusable(worded(`the ${form.title} nests more than ${DEEPEST} elements`, says('nested-too-deep')));
    names.push(name);
    texts.push('');
    reader.open({ name, own: own === prefix, attributes });
  });
  parser.on('closetag', () => reader.close(names.pop()!, texts.pop()!));
  try {
    parser.write(given).close();
  } catch (cause) {
    if (cause instanceof Refused) throw cause;
    const message = `it is not readable as ${form.title}: ${(cause as Error).message}`;
    throw unusable(worded(message, says('broken-file', { format: form.title })), cause);
  }
}

const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

function refuseArchive(text: string, { title }: XmlForm): void {
  if (!text.startsWith('PK')) return;
  const message = `it is an archive (KMZ or ZIP), not ${title}: unpack it and send the file inside`;
  throw unusable(worded(message, says('packed')));
}

function checkRoot({ title, root, namespace }: XmlForm, name: string, given: string | undefined): void {
  const refused = (message: string) => unusable(worded(message, says('not-of-format', { format: title })));
  if (name !== root) throw refused(`expected ${title} with the root <${root}>, got <${name.slice(0, 40)}>`);
  if (given !== undefined && !namespace.test(given))
    throw refused(`<${root}> is of the namespace ${given.slice(0, 80)}, which is not ${title}`);
}

function parted(qualified: string): readonly [prefix: string, name: string] {
  const colon = qualified.indexOf(':');
  return colon < 0 ? ['', qualified] : [qualified.slice(0, colon), qualified.slice(colon + 1)];
}
