import { CommandBody, Id, Page, SentCommand, says } from '@sweepline/contract';
import { Type } from 'typebox';
import { findAssignment } from '../../store/objects/assignments.ts';
import { listCommands } from '../../store/objects/commands.ts';
import { findVehicle } from '../../store/objects/vehicles.ts';
import { checkReference, present, wrongField } from '../access.ts';
import { instantField } from '../http/instants.ts';
import { numbered } from '../http/pages.ts';
import { EVERY_ROLE, route, type Route } from '../http/route.ts';

export const commandRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/vehicles/{id}/commands',
    tag: 'fleet',
    summary:
      'Send the vehicle a message, a reporting interval or an assignment; sent again at each connect until acknowledged or expired',
    roles: ['administrator', 'operator'],
    body: CommandBody,
    answer: Type.Object({ id: Id }),
    handle: async ({ db, session, scope, params, body, ports, audit }) => {
      const { id, municipality } = present(await findVehicle(db, params['id']!, scope), 'vehicle', params['id']!);
      if (body.kind === 'assignment') {
        instantField(body.from, 'from');
        instantField(body.to, 'to');
        const assignment = await findAssignment(db, body.assignment);
        const found = checkReference(session.user, 'assignment', body.assignment, assignment, municipality);
        if (found.vehicle !== id || found.route !== body.route) {
          throw wrongField(
            '/assignment',
            says('assignment-of-others', { id: found.id, vehicle: id, route: body.route }),
          );
        }
      }
      const answer = await ports.devices.command(id, body, session.user.login);
      await audit({ object: id, municipality });
      return answer;
    },
  }),
  route({
    method: 'GET',
    path: '/vehicles/{id}/commands',
    tag: 'fleet',
    summary: 'What the vehicle was sent, newest first',
    roles: EVERY_ROLE,
    paged: true,
    answer: Page(SentCommand),
    handle: async ({ db, scope, params, page }) => {
      const { id } = present(await findVehicle(db, params['id']!, scope), 'vehicle', params['id']!);
      return listCommands(db, id, numbered(page));
    },
  }),
];
