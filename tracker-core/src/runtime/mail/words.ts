/** What e-mails say, in the language of whom they go to. `{…}` is filled in. */
export const MAIL_WORDS = {
  en: {
    greeting: 'Good day, {name}.',
    period: 'Period: {from} – {to}',
    contractor: 'Contractor: {contractor}',
    total: 'Amount: {total}',
    link: 'Read it here: {link}',
    sign: 'Sweepline',
    kinds: {
      'claim-issued': {
        subject: 'Claim {number}: {total}',
        text: 'A claim was issued to {contractor}. You can answer it line by line until {by}.',
      },
      'answer-due': {
        subject: 'Claim {number}: the time to answer ends on {by}',
        text: 'The claim has not been answered yet. After {by} it is decided without an answer.',
      },
      'claim-answered': {
        subject: 'Claim {number}: the contractor answered',
        text: '{contractor} answered the claim. It is to be decided until {by}.',
      },
      'claim-decided': { subject: 'Claim {number}: decided', text: 'The objections to the claim were decided.' },
      'claim-closed': { subject: 'Claim {number}: {outcome}', text: 'The claim is closed: {outcome}.' },
      'chain-heads': {
        subject: 'Seals of the position records, {from} – {to}',
        text: 'Keep this letter. By the values below it can be shown later that no position record of these days was changed or taken out.\nDay, device, records in the chain, records of the day, hash:',
      },
      'mail-failed': {
        subject: 'Claim {number}: an e-mail did not arrive',
        text: 'An e-mail to {address} could not be delivered and is not tried any more. The server said: {trouble}',
      },
    },
    outcomes: { paid: 'paid', withheld: 'withheld from the payment', cancelled: 'cancelled' },
  },
  ru: {
    greeting: 'Здравствуйте, {name}.',
    period: 'Период: {from} – {to}',
    contractor: 'Подрядчик: {contractor}',
    total: 'Сумма: {total}',
    link: 'Открыть: {link}',
    sign: 'Sweepline',
    kinds: {
      'claim-issued': {
        subject: 'Претензия {number}: {total}',
        text: 'Подрядчику «{contractor}» выставлена претензия. Ответить на неё по строкам можно до {by}.',
      },
      'answer-due': {
        subject: 'Претензия {number}: срок ответа истекает {by}',
        text: 'На претензию ещё нет ответа. После {by} решение принимается без него.',
      },
      'claim-answered': {
        subject: 'Претензия {number}: подрядчик ответил',
        text: 'Подрядчик «{contractor}» ответил на претензию. Решение нужно принять до {by}.',
      },
      'claim-decided': {
        subject: 'Претензия {number}: принято решение',
        text: 'По возражениям на претензию принято решение.',
      },
      'claim-closed': { subject: 'Претензия {number}: {outcome}', text: 'Претензия закрыта: {outcome}.' },
      'chain-heads': {
        subject: 'Контрольные значения записей о движении, {from} – {to}',
        text: 'Сохраните это письмо. По значениям ниже можно позже показать, что ни одна запись этих дней не изменена и не удалена.\nДень, устройство, записей в цепочке, записей за день, хеш:',
      },
      'mail-failed': {
        subject: 'Претензия {number}: письмо не доставлено',
        text: 'Письмо на адрес {address} доставить не удалось, новых попыток не будет. Ответ сервера: {trouble}',
      },
    },
    outcomes: { paid: 'оплачена', withheld: 'удержана из оплаты', cancelled: 'отменена' },
  },
} as const;
