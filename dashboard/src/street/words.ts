import type { WorkVerdict } from '@sweepline/contract';
import { words } from '../language/words.ts';

const verdictsEn: Readonly<Record<WorkVerdict, string>> = {
  worked: 'counted',
  'gear-off': 'gear up, not counted',
  'too-fast': 'too fast, not counted',
  driven: 'driven without work',
};
const verdictsRu: typeof verdictsEn = {
  worked: 'засчитано',
  'gear-off': 'оборудование поднято, не засчитано',
  'too-fast': 'слишком быстро, не засчитано',
  driven: 'проезд без работы',
};

export const streetWords = words(
  {
    unnamed: (edge: string) => `Street ${edge}`,
    why: 'How it stands',
    more: (count: string) => `${count} more`,
    noPlan: 'No running assignment asks for this street.',
    who: 'Who was here',
    day: 'Day',
    hour: 'Hour',
    wholeDay: 'whole day',
    oneHour: (from: string, to: string) => `${from}–${to}`,
    nobody: 'Nobody was here in this time.',
    truncated: 'There were more: choose an hour.',
    replay: 'Replay',
    replayOf: (plate: string, time: string) => `Replay ${plate} at ${time}`,
    open: 'Open the assignment',
    unknownSide: 'kerb not certain',
    verdicts: verdictsEn,
    notReached: 'nobody came so far',
  },
  {
    unnamed: (edge: string) => `Улица ${edge}`,
    why: 'Как обстоит дело',
    more: (count: string) => `Ещё ${count}`,
    noPlan: 'Ни один текущий наряд эту улицу не требует.',
    who: 'Кто здесь был',
    day: 'День',
    hour: 'Час',
    wholeDay: 'весь день',
    oneHour: (from: string, to: string) => `${from}–${to}`,
    nobody: 'За это время здесь никого не было.',
    truncated: 'Было больше: выберите час.',
    replay: 'Повтор',
    replayOf: (plate: string, time: string) => `Повтор: ${plate}, ${time}`,
    open: 'Открыть наряд',
    unknownSide: 'бордюр не ясен',
    verdicts: verdictsRu,
    notReached: 'ещё никто не доехал',
  },
);
