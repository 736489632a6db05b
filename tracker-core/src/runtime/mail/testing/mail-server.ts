import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface MailServer {
  readonly url: string;
  readonly port: number;
  /** Raw letters in the order in which they came. */
  readonly letters: string[];
  /** While set, every recipient is refused with these words. */
  refusal: string | null;
  close(): Promise<void>;
}

/** A mail server on a free port, or on this one. */
export async function startMailServer(port = 0): Promise<MailServer> {
  const letters: string[] = [];
  const state = { refusal: null as string | null };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => {
      if (state.refusal === null) return done();
      done(Object.assign(new Error(state.refusal), { responseCode: 550 }));
    },
    onData: (stream, _session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        letters.push(Buffer.concat(parts).toString('utf8'));
        done();
      });
    },
  });
  server.listen(port, '127.0.0.1');
  await once(server.server, 'listening');
  const taken = (server.server.address() as AddressInfo).port;
  return {
    url: `smtp://127.0.0.1:${taken}`,
    port: taken,
    letters,
    get refusal() {
      return state.refusal;
    },
    set refusal(words) {
      state.refusal = words;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Subject and text of a letter as people read them. */
export function readLetter(raw: string): { subject: string; text: string; headers: string } {
  const cut = raw.indexOf('\r\n\r\n');
  const headers = raw.slice(0, cut).replaceAll(/\r\n[ \t]+/g, ' ');
  const body = raw.slice(cut + 4);
  const encoding = /^content-transfer-encoding: (\S+)/im.exec(headers)?.[1]?.toLowerCase();
  const bytes =
    encoding === 'base64'
      ? Buffer.from(body, 'base64')
      : encoding === 'quoted-printable'
        ? unquoted(body.replaceAll(/=\r?\n/g, ''))
        : Buffer.from(body);
  const subject = /^subject: (.*)$/im.exec(headers)?.[1] ?? '';
  return { subject: wordsOf(subject), text: bytes.toString('utf8').replaceAll('\r\n', '\n'), headers };
}

const unquoted = (text: string): Buffer =>
  Buffer.from(
    text.replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

/** RFC 2047 words of a header. */
const wordsOf = (header: string): string =>
  header
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      (kind.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : unquoted(text.replaceAll('_', ' '))).toString(
        'latin1',
      ),
    )
    .replaceAll(/[\s\S]*/g, (text) =>
      /[\u0080-\u00ff]/.test(text) ? Buffer.from(text, 'latin1').toString('utf8') : text,
    );
