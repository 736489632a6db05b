import type { RefusalReason } from '@sweepline/contract';
import type { Forms } from '../language/plural.ts';
import { words } from '../language/words.ts';

interface Refusal {
  readonly why: string;
  readonly what: string;
}

export const ownWords = words(
  {
    title: 'My work',
    answer: 'Cases that wait for your answer',
    nothingToAnswer: 'No case waits for an answer.',
    yourAnswer: 'Your answer',
    send: 'Answer',
    sent: (no: string) => `${no}: your answer is in the case`,
    openCase: 'Open the case',
    refused: 'What was refused, and why',
    nothingRefused: 'Nothing your devices sent was refused in these seven days.',
    quality: 'Data of your devices, seven days',
    qualityHint:
      'A from 98% of the time on duty, B from 95%, C below; an empty square where nothing came at all, a dot where there was no duty. Unproven metres are never paid.',
    noDevices: 'You have no devices here yet.',
    device: 'Device',
    vehicle: 'Vehicle',
    day: 'Day',
    reason: 'Why',
    todo: 'What to do',
    count: 'Times',
    notOnDuty: 'not on duty',
    noFix: 'nothing received',
    grade: (date: string, grade: string, uptime: string) => `${date}: ${grade}, ${uptime} of the time on duty`,
    noGrade: (date: string, why: string) => `${date}: ${why}`,
    excuses: 'Your excuse proposals',
    noExcuses: 'None yet. Open an assignment and propose one where a street could not be worked.',
    propose: 'To the assignments',
    metres: 'Plan it concerns',
    state: 'State',
    ground: 'Ground',
    window: 'Window',
    work: 'Your part of the plan, seven days',
    noWork: 'Nothing was planned for your vehicles in these seven days.',
    refusals: {
      'too-large': { why: 'Message over 1 MiB', what: 'Let the device send fewer fixes in one message.' },
      'malformed-json': {
        why: 'Not valid JSON',
        what: 'Ask the maker of the device: its firmware breaks messages off or mixes them.',
      },
      'batch-too-long': {
        why: 'More than 1,000 fixes in a message',
        what: 'Set the device to at most 1,000 fixes a message.',
      },
      'wrong-shape': {
        why: 'Fields missing or of the wrong kind',
        what: 'A fix needs ts, lat and lon. Check the protocol chosen in the device.',
      },
      'no-fix': {
        why: 'No position from the satellites',
        what: 'Check antenna and cable; under a roof it passes by itself.',
      },
      'out-of-range': {
        why: 'Position outside the Earth',
        what: 'Check the order of latitude and longitude in the device.',
      },
      future: { why: 'Clock ahead by over 2 minutes', what: 'Let the device set its clock by satellites or NTP.' },
      'too-old': {
        why: 'Older than the service takes',
        what: 'The device kept it too long. Check its SIM card and coverage.',
      },
      conflict: {
        why: 'Two different fixes of one instant',
        what: 'Two devices speak under one name, or a buffer is broken. Give each device its own id.',
      },
      'unknown-device': { why: 'The device is not registered', what: 'Have it registered, and check its id.' },
      'wrong-municipality': {
        why: 'Sent under another municipality',
        what: 'Correct the municipality in the topic the device sends to.',
      },
    } satisfies Record<RefusalReason, Refusal>,
    counts: { answers: { one: 'case', other: 'cases' } as Forms },
  },
  {
    title: 'Моя работа',
    answer: 'Случаи, которые ждут вашего ответа',
    nothingToAnswer: 'Ответа не ждёт ни один случай.',
    yourAnswer: 'Ваш ответ',
    send: 'Ответить',
    sent: (no: string) => `${no}: ваш ответ записан в случай`,
    openCase: 'Открыть случай',
    refused: 'Что отклонено и почему',
    nothingRefused: 'За эти семь дней ничего из присланного вашими устройствами не отклонено.',
    quality: 'Данные ваших устройств, семь дней',
    qualityHint:
      'A от 98 % рабочего времени, B от 95 %, C ниже; пустая клетка — не пришло ничего, точка — смены не было. Недоказанные метры не оплачиваются.',
    noDevices: 'У вас здесь ещё нет устройств.',
    device: 'Устройство',
    vehicle: 'Машина',
    day: 'День',
    reason: 'Почему',
    todo: 'Что сделать',
    count: 'Раз',
    notOnDuty: 'не на смене',
    noFix: 'ничего не получено',
    grade: (date: string, grade: string, uptime: string) => `${date}: ${grade}, ${uptime} рабочего времени`,
    noGrade: (date: string, why: string) => `${date}: ${why}`,
    excuses: 'Ваши предложения по уважительным причинам',
    noExcuses: 'Пока нет. Откройте наряд и предложите причину там, где улицу нельзя было убрать.',
    propose: 'К нарядам',
    metres: 'Сколько плана',
    state: 'Состояние',
    ground: 'Причина',
    window: 'Окно',
    work: 'Ваша часть плана, семь дней',
    noWork: 'За эти семь дней вашим машинам ничего не планировали.',
    refusals: {
      'too-large': { why: 'Сообщение больше 1 МиБ', what: 'Пусть устройство шлёт меньше отметок в одном сообщении.' },
      'malformed-json': {
        why: 'Это не JSON',
        what: 'Обратитесь к изготовителю: прошивка обрывает или смешивает сообщения.',
      },
      'batch-too-long': {
        why: 'Больше 1 000 отметок в сообщении',
        what: 'Настройте не больше 1 000 отметок на сообщение.',
      },
      'wrong-shape': {
        why: 'Нет нужных полей или они не того вида',
        what: 'В отметке нужны ts, lat и lon. Проверьте протокол, выбранный в устройстве.',
      },
      'no-fix': { why: 'Нет места от спутников', what: 'Проверьте антенну и кабель; под крышей это проходит само.' },
      'out-of-range': { why: 'Место вне Земли', what: 'Проверьте порядок широты и долготы в устройстве.' },
      future: { why: 'Часы впереди больше чем на 2 мин', what: 'Пусть устройство ставит часы по спутникам или NTP.' },
      'too-old': {
        why: 'Старше, чем принимает служба',
        what: 'Устройство хранило отметку слишком долго. Проверьте SIM-карту и связь.',
      },
      conflict: {
        why: 'Две разные отметки одного мгновения',
        what: 'Два устройства говорят под одним именем или сбоит память. Дайте каждому своё имя.',
      },
      'unknown-device': { why: 'Устройство не заведено', what: 'Попросите завести его и проверьте имя.' },
      'wrong-municipality': {
        why: 'Послано в другой муниципалитет',
        what: 'Исправьте муниципалитет в теме, куда шлёт устройство.',
      },
    },
    counts: { answers: { one: 'случай', few: 'случая', many: 'случаев', other: 'случая' } as Forms },
  },
);
