import { DeviceMessages, DeviceQuality, instantOf, Page, says } from '@sweepline/contract';
import { Type } from 'typebox';
import { Refused } from '../../refused.ts';
import { findDevice, listDevices } from '../../store/objects/devices.ts';
import { countReceived, recentFixes } from '../../store/series/fix-runs.ts';
import { listRefusals } from '../../store/series/refusals.ts';
import { present, within } from '../access.ts';
import { instantQuery, rangeQuery } from '../http/instants.ts';
import { EVERY_ROLE, route, type Route } from '../http/route.ts';
import { seenMunicipality } from './municipalities.ts';
import { Range } from './queries.ts';

const DAY_MS = 86_400_000;
/** Six weeks: a calendar's page. */
const MOST_DAYS = 42;
/** Every day of every device is read from the fixes. */
const MOST_DEVICES = 200;
const FIXES = 60;
const REFUSALS = 30;
/** Fixes older than this are no part of a fitting. */
const FITTING_MS = 2 * DAY_MS;

export const deviceEvidenceRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/devices/{id}/messages',
    tag: 'fleet',
    summary: 'What a device sends, as it came and as it was decoded, and what was refused of it and why',
    roles: ['administrator', 'operator'],
    query: Type.Object({
      from: Type.Optional(Type.String({ format: 'date-time', description: 'counts what was received from here on' })),
    }),
    answer: DeviceMessages,
    handle: async ({ db, session, scope, params, query, ports }) => {
      const from_ms = instantQuery(query['from'], 'from');
      const { id, online, seenAt } = present(await findDevice(db, params['id']!, scope), 'device', params['id']!);
      const [fixes, refusals] = [await recentFixes(db, id, FIXES), await listRefusals(db, [id], REFUSALS)];
      return {
        device: id,
        online,
        seenAt,
        messages: ports.devices.messages(id),
        turnedAway: ports.devices.turnedAway(id, session.user.role === 'administrator'),
        fixes: fixes.map(({ received_ms, fieldErrors, body }) => ({
          receivedAt: instantOf(received_ms),
          fieldErrors: fieldErrors ?? [],
          fix: JSON.parse(body) as unknown,
        })),
        refusals: refusals.map(({ id: no, received_ms, reason, detail, index, payload }) => ({
          id: no,
          receivedAt: instantOf(received_ms),
          reason,
          detail,
          index,
          payload,
        })),
        counts: from_ms === null ? null : await countReceived(db, id, from_ms, from_ms - FITTING_MS),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/municipalities/{m}/quality',
    tag: 'results',
    summary: 'How good the evidence of each device was, by local day of [from, to); a contractor sees his own',
    roles: EVERY_ROLE,
    paged: true,
    query: Range,
    answer: Page(DeviceQuality),
    handle: async ({ db, session, scope, params, query, page, ports }) => {
      const { from_ms, to_ms } = rangeQuery(query);
      if (to_ms - from_ms > MOST_DAYS * DAY_MS)
        throw new Refused('bad-request', says('too-many-days', { most: MOST_DAYS }));
      const { id, timezone } = await seenMunicipality(db, session, params['m']!);
      await ports.settled();
      const wish = { ...page, limit: Math.min(page.limit, MOST_DEVICES) };
      const { items, next } = await listDevices(db, within(scope, id), wish);
      const days = await ports.devices.quality(items, timezone, from_ms, to_ms);
      return {
        items: items.map(({ id, vehicle }, at) => ({ device: id, vehicle, days: days[at]! })),
        next,
      };
    },
  }),
];
