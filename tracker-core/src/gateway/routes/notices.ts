import { Notice, Page } from '@sweepline/contract';
import { Type } from 'typebox';
import { listNotices, readNotice } from '../../store/objects/notices.ts';
import { present } from '../access.ts';
import { numbered } from '../http/pages.ts';
import { oneOf } from '../http/query.ts';
import { EVERY_ROLE, route, type Route } from '../http/route.ts';

function isUnread(text: string | undefined): boolean {
  return text !== undefined && (text === '' || oneOf('unread', text, ['true', 'false']) === 'true');
}

export const noticeRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/notices',
    tag: 'notices',
    summary: "What the user was told, newest first; somebody else's never",
    roles: EVERY_ROLE,
    paged: true,
    query: Type.Object({ unread: Type.Optional(Type.String({ description: 'true: only what is not read yet' })) }),
    answer: Page(Notice),
    handle: ({ db, session, query, page }) =>
      listNotices(db, session.user.login, isUnread(query['unread']), numbered(page)),
  }),
  route({
    method: 'POST',
    path: '/notices/{id}/read',
    tag: 'notices',
    summary: 'Note that the user read it',
    roles: EVERY_ROLE,
    answer: Notice,
    handle: async ({ params, session, now, write }) => {
      const id = params['id']!;
      return write({ object: id, municipality: null }, async (within) =>
        present(await readNotice(within, session.user.login, id, now()), 'notice', id),
      );
    },
  }),
];
