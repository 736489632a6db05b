import { addDays, minorDigits } from '@sweepline/contract';
import type { WaitingMail } from '../../store/objects/mail.ts';
import type { NoticeFacts } from '../../store/objects/notices.ts';
import type { Letter } from './transport.ts';
import { MAIL_WORDS } from './words.ts';

type Locale = keyof typeof MAIL_WORDS;

/** Minor units as money in the reader's language. */
function moneyOf(locale: Locale, minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const exact = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const text = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'code', ...exact });
  return text.format(minor / 10 ** digits).replaceAll('\u00a0', ' ');
}

const dateOf = (locale: Locale, date: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(`${date}T00:00:00Z`));

/** An instant by the municipality's clock. The end of a day is told as that day, not as the midnight after it. */
function untilOf(locale: Locale, instant: string, timeZone: string): string {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  return format.format(Date.parse(instant) - 1);
}

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

function valuesOf(locale: Locale, facts: NoticeFacts, name: string, link: string | null): Record<string, string> {
  const { number, contractor, from, to, total, currency, timezone, by, outcome, address, trouble } = facts;
  const { outcomes } = MAIL_WORDS[locale];
  const known = {
    name,
    number,
    contractor,
    address,
    trouble,
    from: from && dateOf(locale, from),
    to: to && dateOf(locale, addDays(to, -1)),
    total: total === undefined || currency === undefined ? undefined : moneyOf(locale, total, currency),
    by: by && untilOf(locale, by, timezone ?? 'UTC'),
    outcome: outcome === undefined ? undefined : outcomes[outcome as keyof typeof outcomes],
    link: link ?? undefined,
  };
  return Object.fromEntries(Object.entries(known).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** The e-mail of a notice in the language of whom it goes to; `origin`: where the interface is reached from outside. */
export function letterOf(mail: WaitingMail, origin: string | null): Letter {
  const { notice, address, name, locale, municipality, kind, claim, facts } = mail;
  const words = MAIL_WORDS[locale];
  const link = origin === null || claim === null ? null : new URL(`/#/${municipality}/claims/${claim}`, origin).href;
  const values = valuesOf(locale, facts, name, link);
  const say = (text: string): string => filled(text, values);
  const { subject, text } = words.kinds[kind];
  const about = [
    ...(facts.from !== undefined && facts.to !== undefined ? [say(words.period)] : []),
    ...(facts.contractor === undefined ? [] : [say(words.contractor)]),
    ...(facts.total === undefined ? [] : [say(words.total)]),
  ];
  const paragraphs = [
    say(words.greeting),
    [say(text), ...(facts.text ?? [])].join('\n'),
    about.join('\n'),
    ...(link === null ? [] : [say(words.link)]),
    `--\n${words.sign}`,
  ];
  return {
    id: notice,
    to: { name, address },
    subject: say(subject),
    text: `${paragraphs.filter((one) => one !== '').join('\n\n')}\n`,
  };
}
