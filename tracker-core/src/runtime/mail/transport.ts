import { createTransport } from 'nodemailer';

export interface Letter {
  /** The same letter sent again has the same. */
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
}

/** What letters go out by. */
export interface Transport {
  /** Resolves once the server took it over. @throws Error with the server's words. */
  send(letter: Letter): Promise<void>;
  close(): void;
}

const PATIENCE_MS = 20_000;

/** @param url `smtp://user:password@host:587`, or `smtps:` */
export function smtpTransport(url: string, from: string): Transport {
  const domain = /@([^\s>]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
  const transport = createTransport({
    url,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  });
  return {
    send: async ({ id, to, subject, text }) => {
      await transport.sendMail({ messageId: `<${id}@${domain}>`, from, to, subject, text });
    },
    close: () => transport.close(),
  };
}
