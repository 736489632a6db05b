import { instantOf, Page } from '@sweepline/contract';
import { listAudit } from '../../store/objects/audit.ts';
import { numbered } from '../http/pages.ts';
import { route, type Route } from '../http/route.ts';
import { AuditAnswer } from './answers.ts';

export const auditRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/audit',
    tag: 'administration',
    summary: 'Who wrote what, newest first',
    roles: ['administrator'],
    paged: true,
    answer: Page(AuditAnswer),
    handle: async ({ db, page }) => {
      const { items, next } = await listAudit(db, numbered(page));
      return { items: items.map(({ at_ms, ...entry }) => ({ ...entry, at: instantOf(at_ms) })), next };
    },
  }),
];
