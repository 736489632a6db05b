import { OPERATIONS, type LineSide, type Operation, type PlanColumn } from '@sweepline/contract';

/** Words as they compare: without case, accents, marks and doubled spaces; ё is е. */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What people write above a column, in Russian and English. */
const HEADERS: Readonly<Record<PlanColumn, readonly string[]>> = {
  route: ['route', 'route id', 'id', 'number', 'маршрут', 'номер', 'номер маршрута', '№ маршрута', '№', 'код'],
  name: ['name', 'route name', 'title', 'название', 'наименование', 'название маршрута', 'наименование маршрута'],
  operation: ['operation', 'work', 'вид работ', 'вид работы', 'работа', 'работы', 'операция'],
  street: ['street', 'street name', 'road', 'улица', 'название улицы', 'наименование улицы', 'адрес'],
  edge: ['edge', 'edge id', 'segment', 'участок', 'id участка', 'код участка', 'участок сети'],
  side: ['side', 'kerb', 'curb', 'сторона', 'бордюр', 'сторона улицы'],
  passes: [
    'passes',
    'pass',
    'проходы',
    'проходов',
    'проход',
    'число проходов',
    'количество проходов',
    'кол во проходов',
  ],
  from_m: ['from', 'from m', 'start', 'start m', 'от', 'от м', 'с м', 'начало', 'начало м'],
  to_m: ['to', 'to m', 'end', 'end m', 'до', 'до м', 'по м', 'конец', 'конец м'],
};

const OPERATION_WORDS: Readonly<Record<Operation, readonly string[]>> = {
  sweep: ['sweep', 'sweeping', 'подметание', 'уборка', 'подмести', 'механизированная уборка'],
  wash: ['wash', 'washing', 'мойка', 'мытье', 'полив', 'поливомойка'],
  plough: ['plough', 'ploughing', 'plow', 'plowing', 'снегоочистка', 'сгребание', 'плуг', 'уборка снега'],
  grit: ['grit', 'gritting', 'spreading', 'посыпка', 'россыпь', 'распределение'],
  haul: ['haul', 'hauling', 'вывоз', 'вывоз снега'],
};

const SIDE_WORDS: Readonly<Record<LineSide, readonly string[]>> = {
  left: ['left', 'l', 'left kerb', 'левая', 'левый', 'левый бордюр', 'лев', 'л', 'слева'],
  right: ['right', 'r', 'right kerb', 'правая', 'правый', 'правый бордюр', 'прав', 'п', 'справа'],
  both: ['both', 'both sides', 'both kerbs', 'b', 'обе', 'оба', 'обе стороны', 'оба бордюра', 'о'],
  centre: ['centre', 'center', 'middle', 'c', 'середина', 'центр', 'ось', 'по оси', 'с'],
  driving: ['driving', 'along', 'по ходу', 'по ходу движения'],
};

const inverted = <Word extends string>(words: Readonly<Record<Word, readonly string[]>>): ReadonlyMap<string, Word> =>
  new Map(
    (Object.entries(words) as [Word, readonly string[]][]).flatMap(([word, spellings]) =>
      [word, ...spellings].map((spelling) => [folded(spelling), word] as const),
    ),
  );

const columns = inverted(HEADERS);
const operations = inverted(OPERATION_WORDS);
const sides = inverted(SIDE_WORDS);
// «№» folds to nothing that a header could be told by
columns satisfies ReadonlyMap<string, PlanColumn>;

export const columnOf = (header: string): PlanColumn | undefined =>
  header.trim() === '№' ? 'route' : header.trim() === '' ? undefined : columns.get(folded(header));
export const operationOf = (text: string): Operation | undefined => operations.get(folded(text));
export const sideOf = (text: string): LineSide | undefined => sides.get(folded(text));

/** Headers and example words in a language, for the template: the first spellings that are not English, or are. */
const cyrillic = /\p{Script=Cyrillic}/u;
const spelt = (spellings: readonly string[], locale: 'ru' | 'en'): string =>
  spellings.find((spelling) => cyrillic.test(spelling) === (locale === 'ru')) ?? spellings[0]!;
export const headerIn = (column: PlanColumn, locale: 'ru' | 'en'): string => spelt(HEADERS[column], locale);
export const operationIn = (operation: Operation, locale: 'ru' | 'en'): string =>
  spelt(OPERATION_WORDS[operation], locale);
export const sideIn = (side: LineSide, locale: 'ru' | 'en'): string => spelt(SIDE_WORDS[side], locale);
export const everyOperation: readonly Operation[] = OPERATIONS;

const LATIN: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ё: 'e',
  ж: 'zh',
  з: 'z',
  и: 'i',
  й: 'y',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'kh',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sch',
  ъ: '',
  ы: 'y',
  ь: '',
  э: 'e',
  ю: 'yu',
  я: 'ya',
};

/** A route's id out of what people call it: «Б-07» is `B-07`. Empty where nothing of it can be one. */
export function idOf(text: string): string {
  const latin = [...text.replaceAll('№', ' ').trim().normalize('NFC')].map((letter) => {
    const small = letter.toLowerCase();
    const spelt = LATIN[small];
    return spelt === undefined ? letter : small === letter ? spelt : spelt.charAt(0).toUpperCase() + spelt.slice(1);
  });
  return latin
    .join('')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|-+$/g, '')
    .slice(0, 64);
}
