import type { ClaimScope, Locale } from '@sweepline/contract';

/** How a rule reads as a sentence. */
interface RuleWords {
  readonly undone: string;
  readonly incident: string;
  readonly late: string;
  readonly uptime: (percent: string) => string;
  readonly completed: (percent: string) => string;
  readonly above: (percent: string) => string;
  readonly per: Readonly<Record<ClaimScope, string>>;
  readonly of: Readonly<Record<ClaimScope, string>>;
  readonly unit: Readonly<Record<'hour' | 'day', string>>;
  readonly rateOn: Readonly<Record<'payment' | 'each-day', string>>;
  readonly fixed: (money: string) => string;
  readonly perMetre: (price: string) => string;
  readonly percent: (percent: string, of: string) => string;
  readonly zero: string;
  readonly perDelay: (money: string, unit: string) => string;
  readonly percentPerDelay: (percent: string, unit: string) => string;
  readonly keyRate: (divisor: number, on: string) => string;
  readonly band: (upTo: string, money: string) => string;
  readonly bandRest: (money: string) => string;
}

export const ruleWords: Readonly<Record<Locale, RuleWords>> = {
  en: {
    undone: 'work not done',
    incident: 'case',
    late: 'work done after its window',
    uptime: (percent) => `uptime below ${percent}`,
    completed: (percent) => `at least ${percent} done`,
    above: (percent) => `more than ${percent} of what is owed`,
    per: { leg: 'of a leg', route: 'of a route', day: 'of a day', month: 'of a month' },
    of: {
      leg: 'the price of the leg',
      route: 'the price of the route',
      day: 'the price of the day',
      month: 'the price of the month',
    },
    unit: { hour: 'hour', day: 'day' },
    rateOn: { payment: 'the rate of the payment date', 'each-day': 'the rate of each day' },
    fixed: (money) => `${money} a fact`,
    perMetre: (price) => `${price} a metre`,
    percent: (percent, of) => `${percent} of ${of}`,
    zero: 'nothing of the price is paid',
    perDelay: (money, unit) => `${money} for each ${unit} of delay`,
    percentPerDelay: (percent, unit) => `${percent} of the price not performed in time for each ${unit} of delay`,
    keyRate: (divisor, on) => `1/${divisor} of the key rate for each day on the price not performed in time, ${on}`,
    band: (upTo, money) => `${money} where the contract's price is at most ${upTo}`,
    bandRest: (money) => `${money} above that`,
  },
  ru: {
    undone: 'не выполнена работа',
    incident: 'случай',
    late: 'работа выполнена после своего окна',
    uptime: (percent) => `на связи менее ${percent}`,
    completed: (percent) => `выполнено не менее ${percent}`,
    above: (percent) => `более ${percent} должного`,
    per: { leg: 'на отрезке', route: 'на маршруте', day: 'за день', month: 'за месяц' },
    of: { leg: 'цены отрезка', route: 'цены маршрута', day: 'цены дня', month: 'цены месяца' },
    unit: { hour: 'час', day: 'день' },
    rateOn: { payment: 'ставка на дату оплаты', 'each-day': 'ставка каждого дня' },
    fixed: (money) => `${money} за случай`,
    perMetre: (price) => `${price} за метр`,
    percent: (percent, of) => `${percent} ${of}`,
    zero: 'из цены не оплачивается ничего',
    perDelay: (money, unit) => `${money} за каждый ${unit} просрочки`,
    percentPerDelay: (percent, unit) => `${percent} цены невыполненного в срок за каждый ${unit} просрочки`,
    keyRate: (divisor, on) => `1/${divisor} ключевой ставки за каждый день от цены невыполненного в срок, ${on}`,
    band: (upTo, money) => `${money} при цене контракта до ${upTo}`,
    bandRest: (money) => `${money} при большей`,
  },
};
