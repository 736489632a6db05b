import {
  HandoverBody,
  instantOf,
  type Assignment,
  type HandoverAnswer,
  type Leg,
  type User,
  says,
  type Saying,
} from '@sweepline/contract';
import { partAt } from '../../coverage/handover.ts';
import { Refused, worded } from '../../refused.ts';
import { findAssignment, lockAssignment, putAssignment } from '../../store/objects/assignments.ts';
import type { Db } from '../../store/db.ts';
import { findRouteVersion } from '../../store/objects/routes.ts';
import { findVehicle } from '../../store/objects/vehicles.ts';
import { checkReference } from '../access.ts';
import { instantField } from '../http/instants.ts';
import { route, type Call, type Route } from '../http/route.ts';
import type { Session } from '../sessions.ts';
import { HandoverAnswer as Answer } from './answers.ts';
import { seenAssignment } from './assignments.ts';

/** A handover is said a little after it happened; beyond this it changes the past. */
const SAID_LATER_MS = 15 * 60_000;
const LONGEST_ID = 64;

const invalid = (path: string, saying: Saying): Refused => new Refused('invalid', saying, [{ path, ...saying }]);

/** The instant from which on the other vehicle goes on. @throws Refused `wrong-state`, `invalid`, `forbidden`. */
function instantOfHandover({ body, session, now }: Call<HandoverBody, Session>, known: Assignment): number {
  const now_ms = now();
  if (now_ms >= Date.parse(known.to)) throw new Refused('wrong-state', says('window-over'));
  const at_ms = body.at === undefined ? Math.floor(now_ms / 1_000) * 1_000 : instantField(body.at, 'at');
  if (at_ms <= Date.parse(known.from)) throw invalid('/at', says('before-window'));
  if (at_ms > now_ms) throw invalid('/at', says('ahead-of-now'));
  checkWriter(session.user, at_ms < now_ms - SAID_LATER_MS);
  return at_ms;
}

/** The operator hands over what is to come; what is handed over after the fact needs somebody who answers for it. */
function checkWriter({ role }: User, past: boolean): void {
  if (role === 'operator' && past) throw new Refused('forbidden', says('handover-long-ago'));
  if (role === 'auditor' && !past) throw new Refused('forbidden', says('handover-to-come'));
}

/** The same with the next free number behind it. */
async function idOfRest(db: Db, id: string): Promise<string> {
  const base = id.replace(/-h\d+$/, '');
  for (let n = 1; ; n++) {
    const rest = `${base.slice(0, LONGEST_ID - `-h${n}`.length)}-h${n}`;
    if ((await findAssignment(db, rest)) === null) return rest;
  }
}

async function handOver(call: Call<HandoverBody, Session>): Promise<HandoverAnswer> {
  const { db, session, body, ports, write, now } = call;
  const known = await seenAssignment(call);
  const { municipality } = known;
  const vehicle = checkReference(
    session.user,
    'vehicle',
    body.vehicle,
    await findVehicle(db, body.vehicle),
    municipality,
  );
  if (vehicle.id === known.vehicle) throw invalid('/vehicle', says('has-the-route'));
  const { operation } = (await findRouteVersion(db, known.route, known.routeVersion))!;
  if (!vehicle.operations.includes(operation))
    throw invalid(
      '/vehicle',
      worded(`the vehicle ${vehicle.id} does not ${operation}`, says('wrong-operation', { operation })),
    );
  const at_ms = instantOfHandover(call, known);
  const { legs } = await ports.results.coverage(known.id);
  const parted = partAt(legs, at_ms);
  if (parted.given.length === 0) throw new Refused('wrong-state', says('nothing-left'));
  const sameContractor = (await findVehicle(db, known.vehicle))?.contractor === vehicle.contractor;
  const rest = await write({ object: known.id, municipality }, async (within) => {
    const standing = await lockAssignment(within, known.id);
    if (standing === null || standing.to !== known.to || standing.vehicle !== known.vehicle)
      throw new Refused('wrong-state', says('changed-meanwhile'));
    const retroactive = at_ms < now() - SAID_LATER_MS;
    const made: Assignment = {
      ...known,
      id: await idOfRest(within, known.id),
      vehicle: vehicle.id,
      from: instantOf(at_ms),
      crew: body.crew ?? null,
      contract: sameContractor ? known.contract : null,
      retroactive,
      legs: parted.given,
      continues: known.id,
    };
    await putAssignment(within, made, now());
    await putAssignment(within, ended(known, at_ms, parted.kept, made.id, retroactive), now());
    return made;
  });
  await ports.plan.changed('assignment', known.id);
  await ports.plan.changed('assignment', rest.id);
  const told = await tell(call, rest);
  const assignment = (await findAssignment(db, known.id))!;
  await tell(call, assignment);
  return { assignment, rest, kept_m: parted.kept_m, given_m: parted.given_m, command: told };
}

const ended = (known: Assignment, at_ms: number, legs: readonly Leg[], rest: string, retroactive: boolean) => ({
  ...known,
  to: instantOf(at_ms),
  legs,
  handedOverTo: rest,
  retroactive: known.retroactive || retroactive,
});

/** Both drivers are told of their windows; a vehicle without a device is told by voice. */
async function tell({ ports, session }: Call<HandoverBody, Session>, of: Assignment): Promise<string | null> {
  const { id: assignment, route: of_route, from, to, vehicle } = of;
  try {
    const command = { kind: 'assignment', assignment, route: of_route, from, to } as const;
    return (await ports.devices.command(vehicle, command, session.user.login)).id;
  } catch (error) {
    if (error instanceof Refused && error.code === 'wrong-state') return null;
    throw error;
  }
}

export const handoverRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/assignments/{id}/handover',
    tag: 'plan',
    summary:
      'Hand the rest of a running assignment over to another vehicle: what is covered stays, what is not goes into a new assignment, and both drivers are told',
    roles: ['administrator', 'operator', 'auditor'],
    body: HandoverBody,
    answer: Answer,
    handle: handOver,
  }),
];
