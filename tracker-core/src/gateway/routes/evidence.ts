import { ChainHead, Page, SigningKey } from '@sweepline/contract';
import { Type } from 'typebox';
import { findContractor } from '../../store/objects/contractors.ts';
import { publishedHeads } from '../../store/series/chain-days.ts';
import { present } from '../access.ts';
import { dateQuery } from '../http/instants.ts';
import { numbered } from '../http/pages.ts';
import { ANYONE, EVERY_ROLE, openRoute, route, type Route } from '../http/route.ts';

const Keys = Type.Object({ items: Type.Array(SigningKey) });

export const evidenceRoutes: readonly Route[] = [
  openRoute({
    method: 'GET',
    path: '/keys',
    tag: 'evidence',
    summary: 'The public keys by which evidence is or was signed, newest first',
    roles: ANYONE,
    answer: Keys,
    handle: async ({ ports }) => ({ items: await ports.signing.keys() }),
  }),
  route({
    method: 'POST',
    path: '/keys/rotate',
    tag: 'evidence',
    summary: 'Sign by a new key from now on; the public keys of before stay',
    roles: ['administrator'],
    answer: Keys,
    handle: async (call) => {
      const items = await call.ports.signing.rotate();
      await call.audit({ object: items[0]!.id, municipality: null });
      return { items };
    },
  }),
  route({
    method: 'GET',
    path: '/contractors/{id}/chain-heads',
    tag: 'evidence',
    summary:
      "Where the chains of a contractor's devices stood at the end of closed UTC days of receipt; a day is closed, and in the list, by 00:25 UTC of the next",
    roles: EVERY_ROLE,
    paged: true,
    query: Type.Object({
      from: Type.String({ description: 'UTC date' }),
      to: Type.String({ description: 'UTC date, the day after the last' }),
    }),
    answer: Page(ChainHead),
    handle: async ({ db, scope, params, query, page }) => {
      const from = dateQuery(query, 'from');
      const to = dateQuery(query, 'to');
      const { id } = present(await findContractor(db, params['id']!, scope), 'contractor', params['id']!);
      return publishedHeads(db, id, from, to, numbered(page));
    },
  }),
];
