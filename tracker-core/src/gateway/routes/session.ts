import { SessionAnswer, SessionBody } from '@sweepline/contract';
import { Refused } from '../../refused.ts';
import { EVERY_ROLE, openRoute, RawAnswer, route, type Route } from '../http/route.ts';
import { sessionCookie, withoutToken } from '../sessions.ts';
import { SignedInAnswer } from './answers.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

export const sessionRoutes: readonly Route[] = [
  openRoute({
    method: 'POST',
    path: '/session',
    tag: 'session',
    summary: 'Sign in: a token for programs and the same in a cookie for browsers',
    roles: 'anyone',
    body: SessionBody,
    answer: SessionAnswer,
    handle: async ({ body, sessions, remote, publicOrigin, audit }) => {
      const session = await sessions.signIn(body.login, body.password, remote);
      await audit({ object: session.user.login, municipality: null, login: session.user.login });
      const answer: SessionAnswer = { token: session.token, user: session.user };
      return new RawAnswer(
        200,
        { 'content-type': JSON_TYPE, 'set-cookie': sessionCookie(session.token, publicOrigin) },
        JSON.stringify(answer),
      );
    },
  }),
  openRoute({
    method: 'GET',
    path: '/session',
    tag: 'session',
    summary: 'Who is signed in',
    roles: 'anyone',
    answer: SignedInAnswer,
    handle: async ({ session }) => {
      if (session === null) throw new Refused('not-signed-in', 'nobody is signed in');
      return withoutToken(session);
    },
  }),
  route({
    method: 'DELETE',
    path: '/session',
    tag: 'session',
    summary: 'Sign out; closes the live sockets of this session too',
    roles: EVERY_ROLE,
    handle: async ({ session, sessions, audit, publicOrigin }) => {
      await audit({ object: session.user.login, municipality: null });
      await sessions.signOut(session);
      return new RawAnswer(204, { 'set-cookie': sessionCookie('', publicOrigin) });
    },
  }),
];
