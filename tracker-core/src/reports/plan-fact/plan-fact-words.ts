import type { Locale, Operation, ResultStatus, UncoveredReason } from '@sweepline/contract';

export interface PlanFactWords {
  readonly sheet: string;
  readonly total: string;
  readonly noGrade: string;
  readonly columns: Readonly<
    Record<
      | 'date'
      | 'route'
      | 'routeName'
      | 'operation'
      | 'plate'
      | 'vehicle'
      | 'contractor'
      | 'crew'
      | 'from'
      | 'to'
      | 'planned'
      | 'covered'
      | 'excused'
      | 'share'
      | 'window'
      | 'worked'
      | 'distance'
      | 'grade'
      | 'status'
      | 'revision'
      | 'assignment',
      string
    >
  >;
  readonly reasons: Readonly<Record<UncoveredReason, string>>;
  readonly operations: Readonly<Record<Operation, string>>;
  readonly statuses: Readonly<Record<ResultStatus, string>>;
}

export const planFactWords: Readonly<Record<Locale, PlanFactWords>> = {
  en: {
    sheet: 'Plan and fact',
    total: 'Total',
    noGrade: 'none',
    columns: {
      date: 'Date',
      route: 'Route',
      routeName: 'Name',
      operation: 'Work',
      plate: 'Plate',
      vehicle: 'Vehicle',
      contractor: 'Contractor',
      crew: 'Crew',
      from: 'From',
      to: 'To',
      planned: 'Planned, m',
      covered: 'Cleaned, m',
      excused: 'Excused, m',
      share: 'Done, %',
      window: 'Window, h',
      worked: 'At work, h',
      distance: 'Driven, km',
      grade: 'Data grade',
      status: 'State',
      revision: 'Revision',
      assignment: 'Assignment',
    },
    reasons: {
      'wrong-side': 'Wrong side, m',
      'gear-off': 'Gear off, m',
      'too-fast': 'Too fast, m',
      'no-data': 'No data, m',
      'not-reached': 'Not reached, m',
    },
    operations: { sweep: 'Sweeping', wash: 'Washing', plough: 'Ploughing', grit: 'Gritting', haul: 'Hauling' },
    statuses: { running: 'running', closed: 'closed', sealed: 'sealed' },
  },
  ru: {
    sheet: 'План и факт',
    total: 'Итого',
    noGrade: 'нет',
    columns: {
      date: 'Дата',
      route: 'Маршрут',
      routeName: 'Название',
      operation: 'Вид работ',
      plate: 'Номер',
      vehicle: 'Машина',
      contractor: 'Подрядчик',
      crew: 'Экипаж',
      from: 'С',
      to: 'До',
      planned: 'План, м',
      covered: 'Убрано, м',
      excused: 'Уважительные, м',
      share: 'Выполнено, %',
      window: 'Окно, ч',
      worked: 'В работе, ч',
      distance: 'Пробег, км',
      grade: 'Класс данных',
      status: 'Состояние',
      revision: 'Редакция',
      assignment: 'Наряд',
    },
    reasons: {
      'wrong-side': 'Не та сторона, м',
      'gear-off': 'Оборудование поднято, м',
      'too-fast': 'Слишком быстро, м',
      'no-data': 'Нет данных, м',
      'not-reached': 'Не доехали, м',
    },
    operations: { sweep: 'Подметание', wash: 'Мойка', plough: 'Снегоочистка', grit: 'Посыпка', haul: 'Вывоз' },
    statuses: { running: 'идёт', closed: 'закрыт', sealed: 'опечатан' },
  },
};
