import type { Forms } from '../language/plural.ts';
import { words } from '../language/words.ts';

export const inboxWords = words(
  {
    title: 'Notices',
    titleOf: (unread: string) => `Notices: ${unread}`,
    empty: 'Nothing was told to you yet. Claims and deadlines that concern you appear here.',
    readAll: 'All read',
    unread: 'new',
    kinds: {
      'claim-issued': 'A claim was sent to you',
      'claim-answered': 'The contractor answered the claim',
      'claim-decided': 'The claim is decided',
      'claim-closed': 'The claim is closed',
      'answer-due': 'The time to answer the claim is running out',
      'chain-heads': 'Chain heads of your devices',
      'mail-failed': 'A letter about the claim could not be delivered',
    },
    counts: { unread: { one: 'unread', other: 'unread' } as Forms },
  },
  {
    title: 'Уведомления',
    titleOf: (unread: string) => `Уведомления: ${unread}`,
    empty: 'Уведомлений ещё не было. Здесь появятся претензии и сроки, которые вас касаются.',
    readAll: 'Все прочитаны',
    unread: 'новое',
    kinds: {
      'claim-issued': 'Вам отправлена претензия',
      'claim-answered': 'Подрядчик ответил на претензию',
      'claim-decided': 'По претензии есть решение',
      'claim-closed': 'Претензия закрыта',
      'answer-due': 'Истекает срок ответа на претензию',
      'chain-heads': 'Вершины цепочек ваших устройств',
      'mail-failed': 'Письмо о претензии не доставлено',
    },
    counts: {
      unread: { one: 'непрочитанное', few: 'непрочитанных', many: 'непрочитанных', other: 'непрочитанных' },
    },
  },
);
