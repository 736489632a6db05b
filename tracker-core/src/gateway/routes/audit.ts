import { instantOf, Page } from '@sweepline/contract';
import { Type } from 'typebox';
import { listAudit } from '../../store/objects/audit.ts';
import { instantQuery } from '../http/instants.ts';
import { numbered } from '../http/pages.ts';
import { route, type Route } from '../http/route.ts';
import { AuditAnswer } from './answers.ts';
import { OpenRange } from './queries.ts';

export const auditRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/audit',
    tag: 'administration',
    summary: 'Who wrote what, newest first',
    roles: ['administrator'],
    paged: true,
    query: Type.Object({
      login: Type.Optional(Type.String()),
      object: Type.Optional(Type.String({ description: 'id of what was written' })),
      municipality: Type.Optional(Type.String()),
      action: Type.Optional(
        Type.String({
          description: 'an action as it is recorded, or a part of its method and path, as `PUT` or `/vehicles`',
        }),
      ),
      ...OpenRange.properties,
    }),
    answer: Page(AuditAnswer),
    handle: async ({ db, page, query }) => {
      const filter = {
        login: query['login'] ?? null,
        object: query['object'] ?? null,
        municipality: query['municipality'] ?? null,
        action: query['action'] ?? null,
        from_ms: instantQuery(query['from'], 'from'),
        to_ms: instantQuery(query['to'], 'to'),
      };
      const { items, next } = await listAudit(db, filter, numbered(page));
      return { items: items.map(({ at_ms, ...entry }) => ({ ...entry, at: instantOf(at_ms) })), next };
    },
  }),
];
