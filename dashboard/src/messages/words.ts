import { words } from '../language/words.ts';

export const messageWords = words(
  {
    text: 'Text, up to 500 characters',
    hint: 'Enter sends, Shift Enter makes a new line.',
    ready: 'Ready words',
    phrases: {
      slower: 'Please slow down to the working speed.',
      gear: 'Your gear is up. Please check it.',
      back: 'Please return to the route.',
      call: 'Please call the dispatcher.',
    },
    keeps: 'Waits for the device',
    ttl: { '900': '15 min', '3600': '1 h', '14400': '4 h' },
    sent: 'Sent to this vehicle',
    nothing: 'Nothing was sent to this vehicle yet.',
    failed: 'What was sent could not be loaded.',
    states: {
      queued: (at: string) => `Waiting for the device since ${at}`,
      sent: (at: string) => `Sent ${at}, not acknowledged yet`,
      acknowledged: (sent: string, at: string) => `Sent ${sent}, acknowledged ${at}`,
      refused: (sent: string, at: string) => `Sent ${sent}, refused by the driver ${at}`,
      expired: (at: string) => `Expired ${at}, never acknowledged`,
    },
    interval: (seconds: string) => `Report every ${seconds}`,
    assignment: (id: string, window: string) => `Assignment ${id}, ${window}`,
  },
  {
    text: 'Текст, до 500 знаков',
    hint: 'Enter отправляет, Shift Enter начинает новую строку.',
    ready: 'Готовые слова',
    phrases: {
      slower: 'Снизьте скорость до рабочей.',
      gear: 'Оборудование поднято. Проверьте, пожалуйста.',
      back: 'Вернитесь на маршрут.',
      call: 'Позвоните диспетчеру.',
    },
    keeps: 'Ждёт устройство',
    ttl: { '900': '15 мин', '3600': '1 ч', '14400': '4 ч' },
    sent: 'Отправлено этой машине',
    nothing: 'Этой машине ещё ничего не отправляли.',
    failed: 'Отправленное не удалось загрузить.',
    states: {
      queued: (at) => `Ждёт устройство с ${at}`,
      sent: (at) => `Отправлено ${at}, ещё не подтверждено`,
      acknowledged: (sent, at) => `Отправлено ${sent}, подтверждено ${at}`,
      refused: (sent, at) => `Отправлено ${sent}, водитель отказался ${at}`,
      expired: (at) => `Истекло ${at}, подтверждения не было`,
    },
    interval: (seconds) => `Отметка каждые ${seconds}`,
    assignment: (id, window) => `Наряд ${id}, ${window}`,
  },
);
