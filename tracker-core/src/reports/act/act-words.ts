import type { ActFaultCode, ActVerdict, Locale } from '@sweepline/contract';

interface ActWords {
  readonly sheet: string;
  readonly template: string;
  readonly total: string;
  readonly columns: Readonly<
    Record<
      | 'row'
      | 'date'
      | 'act'
      | 'route'
      | 'name'
      | 'vehicle'
      | 'verdict'
      | 'claimed_m'
      | 'measured_m'
      | 'difference_m'
      | 'claimed_h'
      | 'measured_h'
      | 'difference_h'
      | 'price'
      | 'claimed'
      | 'measured'
      | 'difference',
      string
    >
  >;
  readonly verdicts: Readonly<Record<ActVerdict, string>>;
  readonly faults: Readonly<Record<ActFaultCode, string>>;
}

export const actWords: Readonly<Record<Locale, ActWords>> = {
  en: {
    sheet: 'Act and measured',
    template: 'Act',
    total: 'Total',
    columns: {
      row: 'Row of the act',
      date: 'Date',
      act: 'Route in the act',
      route: 'Route',
      name: 'Name',
      vehicle: 'Vehicle',
      verdict: 'Finding',
      claimed_m: 'Claimed, m',
      measured_m: 'Measured, m',
      difference_m: 'Difference, m',
      claimed_h: 'Claimed, h',
      measured_h: 'Measured, h',
      difference_h: 'Difference, h',
      price: 'Price per metre',
      claimed: 'Claimed',
      measured: 'Measured',
      difference: 'Difference',
    },
    verdicts: {
      agrees: 'agrees within 1%',
      'claimed-more': 'claimed more than measured',
      'claimed-less': 'claimed less than measured',
      'not-measured': 'claimed, not measured',
      'not-claimed': 'measured, not claimed',
      'claimed-twice': 'claimed by an earlier row',
      'unknown-route': 'unknown route',
      'unknown-vehicle': 'unknown vehicle',
    },
    faults: {
      'no-date': 'row without a date',
      'bad-date': 'this is no date',
      'outside-period': 'date outside the period',
      'no-route': 'row without a route',
      'no-quantity': 'neither metres nor hours',
      'bad-number': 'this is no number',
    },
  },
  ru: {
    sheet: 'Акт и измеренное',
    template: 'Акт',
    total: 'Итого',
    columns: {
      row: 'Строка акта',
      date: 'Дата',
      act: 'Маршрут в акте',
      route: 'Маршрут',
      name: 'Название',
      vehicle: 'Машина',
      verdict: 'Вывод',
      claimed_m: 'Заявлено, м',
      measured_m: 'Измерено, м',
      difference_m: 'Разница, м',
      claimed_h: 'Заявлено, ч',
      measured_h: 'Измерено, ч',
      difference_h: 'Разница, ч',
      price: 'Цена метра',
      claimed: 'Заявлено',
      measured: 'Измерено',
      difference: 'Разница',
    },
    verdicts: {
      agrees: 'сходится в пределах 1 %',
      'claimed-more': 'заявлено больше измеренного',
      'claimed-less': 'заявлено меньше измеренного',
      'not-measured': 'заявлено, не измерено',
      'not-claimed': 'измерено, не заявлено',
      'claimed-twice': 'заявлено строкой выше',
      'unknown-route': 'неизвестный маршрут',
      'unknown-vehicle': 'неизвестная машина',
    },
    faults: {
      'no-date': 'строка без даты',
      'bad-date': 'это не дата',
      'outside-period': 'дата вне периода',
      'no-route': 'строка без маршрута',
      'no-quantity': 'нет ни метров, ни часов',
      'bad-number': 'это не число',
    },
  },
};
