import type { Forms } from '../language/plural.ts';
import { words } from '../language/words.ts';

export const routeWords = words(
  {
    tabs: { label: 'Plans', assignments: 'Assignments', routes: 'Routes' },
    list: {
      search: 'Route or street',
      empty: 'No routes yet. Draw one by clicking streets, or bring them in from a file.',
      none: 'No route holds these words.',
      make: 'New route',
      bringIn: 'Import…',
      map: (routes: string) => `Map of the town with ${routes}`,
    },
    counts: {
      routes: { one: 'route', other: 'routes' } as Forms,
      legs: { one: 'leg', other: 'legs' } as Forms,
    },
  },
  {
    tabs: { label: 'Планы', assignments: 'Наряды', routes: 'Маршруты' },
    list: {
      search: 'Маршрут или улица',
      empty: 'Маршрутов ещё нет. Нарисуйте маршрут щелчками по улицам или загрузите из файла.',
      none: 'Ни в одном маршруте этих слов нет.',
      make: 'Новый маршрут',
      bringIn: 'Импорт…',
      map: (routes: string) => `Карта города, ${routes}`,
    },
    counts: {
      routes: { one: 'маршрут', few: 'маршрута', many: 'маршрутов', other: 'маршрута' },
      legs: { one: 'отрезок', few: 'отрезка', many: 'отрезков', other: 'отрезка' },
    },
  },
);
