import { folded } from '../../lines/table/vocabulary.ts';

export const ACT_COLUMNS = ['date', 'route', 'vehicle', 'metres', 'kilometres', 'hours', 'amount'] as const;
export type ActColumn = (typeof ACT_COLUMNS)[number];

/** What contractors write above a column, in Russian and English; the first of each language is the template's. */
const HEADERS: Readonly<Record<ActColumn, readonly string[]>> = {
  date: [
    'date',
    'day',
    'work date',
    'дата',
    'день',
    'дата работ',
    'дата выполнения',
    'дата работы',
    'дата оказания услуг',
  ],
  route: [
    'route',
    'route id',
    'route name',
    'route number',
    'маршрут',
    'номер маршрута',
    '№ маршрута',
    'код маршрута',
    'название маршрута',
    'наименование маршрута',
    'объект',
  ],
  vehicle: [
    'vehicle',
    'plate',
    'vehicle plate',
    'registration number',
    'машина',
    'номер машины',
    'госномер',
    'гос номер',
    'г н',
    'гос рег знак',
    'тс',
    'транспортное средство',
    'автомобиль',
  ],
  metres: [
    'metres',
    'meters',
    'm',
    'length',
    'length m',
    'done m',
    'cleaned m',
    'volume m',
    'метры',
    'м',
    'метров',
    'пог м',
    'п м',
    'погонные метры',
    'длина',
    'длина м',
    'протяженность',
    'протяженность м',
    'объем',
    'объем м',
    'выполнено м',
    'убрано м',
    'выполнено',
  ],
  kilometres: [
    'km',
    'kilometres',
    'kilometers',
    'length km',
    'км',
    'километры',
    'длина км',
    'протяженность км',
    'объем км',
    'убрано км',
  ],
  hours: [
    'hours',
    'h',
    'machine hours',
    'hours worked',
    'часы',
    'ч',
    'часов',
    'маш ч',
    'машино часы',
    'машиночасы',
    'отработано ч',
    'часы работы',
  ],
  amount: [
    'amount',
    'sum',
    'total amount',
    'cost',
    'сумма',
    'стоимость',
    'сумма лей',
    'сумма руб',
    'стоимость лей',
    'стоимость руб',
    'к оплате',
  ],
};

const known: ReadonlyMap<string, ActColumn> = new Map(
  ACT_COLUMNS.flatMap((column) => HEADERS[column].map((header) => [folded(header), column] as const)),
);

/** Which column a header is; «Убрано, м» and "Length (km)" as well as their plain forms. */
export const actColumnOf = (header: string): ActColumn | undefined =>
  header.trim() === '' ? undefined : known.get(folded(header));

const cyrillic = /\p{Script=Cyrillic}/u;
export function actHeader(column: ActColumn, locale: 'ru' | 'en'): string {
  const name = HEADERS[column].find((one) => cyrillic.test(one) === (locale === 'ru')) ?? column;
  return name[0]!.toUpperCase() + name.slice(1);
}

/** Whether a row is the sheet's own sum. */
export const isTotal = (cell: string): boolean => /^(итого|всего|total|grand total)( |$)/.test(folded(cell));
