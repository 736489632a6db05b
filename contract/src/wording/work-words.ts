import type { Grade, IncidentKind, Operation, Side, UncoveredReason } from '../words.ts';

/** The field's own words, as the interface and every document use them. */
export interface WorkWords {
  readonly reasons: Readonly<Record<UncoveredReason, string>>;
  readonly operations: Readonly<Record<Operation, string>>;
  readonly sides: Readonly<Record<Side | 'both', string>>;
  readonly grades: Readonly<Record<Grade, string>>;
  readonly incidents: Readonly<Record<IncidentKind, string>>;
}

export const workWordsEn: WorkWords = {
  reasons: {
    'wrong-side': 'Wrong side',
    'gear-off': 'Gear up',
    'too-fast': 'Too fast',
    'no-data': 'No data',
    'not-reached': 'Not reached',
  },
  operations: { sweep: 'Sweeping', wash: 'Washing', plough: 'Ploughing', grit: 'Gritting', haul: 'Hauling' },
  sides: { left: 'left kerb', right: 'right kerb', centre: 'middle', both: 'both kerbs' },
  grades: { A: 'A', B: 'B', C: 'C', none: 'none' },
  incidents: {
    'late-start': 'Late start',
    'no-show': 'Did not come',
    idle: 'Stationary on route',
    'off-route': 'Off its route',
    'too-fast-working': 'Too fast while working',
    'gear-off-on-route': 'Gear up on route',
    'gear-stuck': 'Gear does not change',
    'signal-lost': 'Silent',
    'gps-jump': 'Position jumps',
    conflict: 'Two versions of one fix',
    'clock-skew': 'Device clock is off',
    'will-miss': 'Will not finish in its window',
    missed: 'Missed',
    'outside-window': 'Works outside its window',
    sos: 'SOS',
    breakdown: 'Breakdown',
    blocked: 'Street is blocked',
    'road-closed': 'Road is closed',
    'parked-cars': 'Parked cars in the way',
  },
};

export const workWordsRu: WorkWords = {
  reasons: {
    'wrong-side': 'Не та сторона',
    'gear-off': 'Оборудование поднято',
    'too-fast': 'Слишком быстро',
    'no-data': 'Нет данных',
    'not-reached': 'Не доехали',
  },
  operations: { sweep: 'Подметание', wash: 'Мойка', plough: 'Снегоочистка', grit: 'Посыпка', haul: 'Вывоз' },
  sides: { left: 'левый бордюр', right: 'правый бордюр', centre: 'середина', both: 'оба бордюра' },
  grades: { A: 'A', B: 'B', C: 'C', none: 'нет' },
  incidents: {
    'late-start': 'Поздний выезд',
    'no-show': 'Не вышла на маршрут',
    idle: 'Стоит на маршруте',
    'off-route': 'Ушла с маршрута',
    'too-fast-working': 'Слишком быстро при работе',
    'gear-off-on-route': 'Оборудование поднято на маршруте',
    'gear-stuck': 'Датчик оборудования не меняется',
    'signal-lost': 'Нет связи',
    'gps-jump': 'Скачки положения',
    conflict: 'Две версии одной отметки',
    'clock-skew': 'Часы устройства сбиты',
    'will-miss': 'Не успевает закрыть окно',
    missed: 'Пропуск',
    'outside-window': 'Работает вне окна',
    sos: 'SOS',
    breakdown: 'Поломка',
    blocked: 'Проезд перекрыт',
    'road-closed': 'Дорога закрыта',
    'parked-cars': 'Мешают припаркованные машины',
  },
};
