/** The session's parameters that a client may ask for at its start. */
const PARAMETERS: readonly (readonly [string, string])[] = [
  ['server_version', '17.5'],
  ['server_encoding', 'UTF8'],
  ['client_encoding', 'UTF8'],
  ['DateStyle', 'ISO, MDY'],
  ['TimeZone', 'UTC'],
  ['integer_datetimes', 'on'],
  ['standard_conforming_strings', 'on'],
];

const READY_FOR_QUERY = 'Z';
const IDLE = 'I'.charCodeAt(0);

function message(tag: string, body: Buffer): Buffer {
  const bytes = Buffer.alloc(5 + body.length);
  bytes.write(tag, 0, 'latin1');
  bytes.writeUInt32BE(4 + body.length, 1);
  body.copy(bytes, 5);
  return bytes;
}

const ready = (): Buffer => message(READY_FOR_QUERY, Buffer.of(IDLE));

/** AuthenticationOk, parameters, key data and ReadyForQuery: only the owner of the socket's folder gets this far. */
export function greeting(): Buffer {
  const parameters = PARAMETERS.map(([name, value]) => message('S', Buffer.from(`${name}\0${value}\0`)));
  return Buffer.concat([message('R', Buffer.alloc(4)), ...parameters, message('K', Buffer.alloc(8)), ready()]);
}

/** ErrorResponse; with ReadyForQuery after it where the session goes on. */
export function failure(code: string, text: string, goesOn: boolean): Buffer {
  const fields = Buffer.from(`SERROR\0VERROR\0C${code}\0M${text}\0\0`);
  return goesOn ? Buffer.concat([message('E', fields), ready()]) : message('E', fields);
}

/** How the answer to a batch leaves its session, by ReadyForQuery at its end; null where that is missing. */
export function statusAfter(answer: Uint8Array): 'idle' | 'in-transaction' | null {
  if (answer.length < 6 || answer[answer.length - 6] !== READY_FOR_QUERY.charCodeAt(0)) return null;
  return answer.at(-1) === IDLE ? 'idle' : 'in-transaction';
}
