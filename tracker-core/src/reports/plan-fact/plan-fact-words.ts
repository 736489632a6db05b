import type { Locale, Operation, ResultStatus, UncoveredReason } from '@sweepline/contract';
import { plural } from '../wording/figures.ts';

/** What the printed report says besides. */
interface PdfWords {
  readonly title: string;
  readonly byMonth: string;
  readonly zone: (zone: string) => string;
  readonly change: (date: string, from: string, to: string) => string;
  readonly assignments: (count: number) => string;
  readonly notSealed: (count: number) => string;
  readonly empty: string;
  readonly columns: Readonly<
    Record<'date' | 'route' | 'planned' | 'done' | 'excused' | 'missed' | 'share' | 'worked' | 'way' | 'grade', string>
  >;
  readonly of: (hours: string) => string;
  readonly idle: (hours: string) => string;
  readonly deadhead: (km: string) => string;
  readonly open: (metres: string) => string;
}

export interface PlanFactWords {
  readonly sheet: string;
  readonly total: string;
  readonly noGrade: string;
  readonly allRoutes: string;
  readonly pdf: PdfWords;
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
      | 'deadhead'
      | 'idle'
      | 'month'
      | 'assignments'
      | 'sealed'
      | 'open'
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
    allRoutes: 'all routes',
    pdf: {
      title: 'Plan and fact',
      byMonth: 'Plan and fact by month',
      zone: (zone) => `Local days and times of ${zone}; durations are elapsed time.`,
      change: (date, from, to) => `On ${date} the clocks were changed: ${from} became ${to}.`,
      assignments: (count) => `${count} ${count === 1 ? 'assignment' : 'assignments'}`,
      notSealed: (count) => `${count} of them not final yet`,
      empty: 'Nothing was planned on these days.',
      columns: {
        date: 'Date, window',
        route: 'Route',
        planned: 'Plan, m',
        done: 'Done, m',
        excused: 'Excused, m',
        missed: 'Not done, m',
        share: 'Done',
        worked: 'At work, h',
        way: 'Driven, km',
        grade: 'Data',
      },
      of: (hours) => `of ${hours}`,
      idle: (hours) => `idle ${hours}`,
      deadhead: (km) => `deadhead ${km}`,
      open: (metres) => `open ${metres}`,
    },
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
      deadhead: 'Without work, km',
      idle: 'Idle, h',
      month: 'Month',
      assignments: 'Assignments',
      sealed: 'Sealed',
      open: 'Still open, m',
      grade: 'Data grade',
      status: 'State',
      revision: 'Revision',
      assignment: 'Assignment',
    },
    reasons: {
      'wrong-side': 'Wrong side, m',
      'gear-off': 'Gear up, m',
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
    allRoutes: 'все маршруты',
    pdf: {
      title: 'План и факт',
      byMonth: 'План и факт по месяцам',
      zone: (zone) => `Дни и времена местные: ${zone}; длительности считаются по прошедшему времени.`,
      change: (date, from, to) => `${date} часы переведены: ${from} стало ${to}.`,
      assignments: (count) => `${count} ${plural('ru', count, ['наряд', 'наряда', 'нарядов'])}`,
      notSealed: (count) => `из них не опечатано: ${count}`,
      empty: 'На эти дни ничего не запланировано.',
      columns: {
        date: 'Дата, окно',
        route: 'Маршрут',
        planned: 'План, м',
        done: 'Убрано, м',
        excused: 'Уваж., м',
        missed: 'Не убрано, м',
        share: 'Убрано',
        worked: 'В работе, ч',
        way: 'Пробег, км',
        grade: 'Данные',
      },
      of: (hours) => `из ${hours}`,
      idle: (hours) => `простой ${hours}`,
      deadhead: (km) => `холостой ${km}`,
      open: (metres) => `ещё открыто ${metres}`,
    },
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
      deadhead: 'Холостой пробег, км',
      idle: 'Простой, ч',
      month: 'Месяц',
      assignments: 'Наряды',
      sealed: 'Опечатано',
      open: 'Ещё не закрыто, м',
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
