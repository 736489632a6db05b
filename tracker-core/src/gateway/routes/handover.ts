import {
  HandoverBody,
  instantOf,
  type Assignment,
  type HandoverAnswer,
  type Leg,
  type StretchBody,
  type User,
  type Vehicle,
  says,
  type Saying,
} from '@sweepline/contract';
import { lengthOf, partAt, together, type Stretch } from '../../coverage/handover.ts';
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
import { checkUnchanged, seenAssignment } from './assignments.ts';

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

/** Who is to go on: another vehicle of the town that does the work. @throws Refused `unknown-reference`, `invalid`. */
async function vehicleFor(
  { db, session }: Call<HandoverBody, Session>,
  path: string,
  id: string,
  known: Assignment,
): Promise<Vehicle> {
  const vehicle = checkReference(session.user, 'vehicle', id, await findVehicle(db, id), known.municipality);
  if (vehicle.id === known.vehicle) throw invalid(path, says('has-the-route'));
  const { operation } = (await findRouteVersion(db, known.route, known.routeVersion))!;
  if (!vehicle.operations.includes(operation))
    throw invalid(
      path,
      worded(`the vehicle ${vehicle.id} does not ${operation}`, says('wrong-operation', { operation })),
    );
  return vehicle;
}

/** The stretches of a body, side by side. @throws Refused `invalid` for one on which nothing is planned. */
function stretchesOf(wanted: readonly StretchBody[], legs: readonly Stretch[]): readonly Stretch[] {
  const lanes = new Map<string, Stretch[]>();
  for (const leg of legs) {
    const key = `${leg.side} ${leg.edge}`;
    lanes.set(key, [...(lanes.get(key) ?? []), leg]);
  }
  return wanted.flatMap(({ edge, side, from_m = 0, to_m = Infinity }, at) => {
    const found = (side === 'both' ? (['left', 'right'] as const) : [side]).flatMap((one) =>
      (lanes.get(`${one} ${edge}`) ?? [])
        .map((leg) => ({ edge, side: one, from_m: Math.max(from_m, leg.from_m), to_m: Math.min(to_m, leg.to_m) }))
        .filter((stretch) => stretch.from_m < stretch.to_m),
    );
    if (found.length === 0) throw invalid(`/legs/${at}`, says('nothing-planned-there'));
    return found;
  });
}

interface Parts {
  readonly asked: readonly Leg[];
  readonly given: readonly Leg[];
  /** What somebody else goes on with: a third vehicle, or the present one. */
  readonly left: readonly Leg[];
}

/** Whose legs are whose. @throws Refused `invalid`, `wrong-state`. */
async function partsOf({ body, ports }: Call<HandoverBody, Session>, id: string, at_ms: number): Promise<Parts> {
  const { legs } = await ports.results.coverage(id);
  const planned = legs.map(({ edge, side, pieces }) => ({
    edge,
    side,
    from_m: pieces[0]?.from_m ?? 0,
    to_m: pieces.at(-1)?.to_m ?? 0,
  }));
  const wanted = body.legs === undefined ? null : stretchesOf(body.legs, planned);
  const { kept, given, left } = partAt(legs, at_ms, wanted);
  if (given.length === 0 || (body.remainder !== undefined && left.length === 0))
    throw new Refused('wrong-state', says('nothing-left'));
  return body.remainder === undefined ? { asked: together(kept, left), given, left } : { asked: kept, given, left };
}

async function handOver(call: Call<HandoverBody, Session>): Promise<HandoverAnswer> {
  const { db, body, ports, write, now } = call;
  const known = await seenAssignment(call);
  const { municipality } = known;
  const { remainder } = body;
  if (remainder !== undefined && body.legs === undefined) throw invalid('/legs', says('part-needed'));
  const vehicle = await vehicleFor(call, '/vehicle', body.vehicle, known);
  const third = remainder && (await vehicleFor(call, '/remainder/vehicle', remainder.vehicle, known));
  if (third?.id === vehicle.id) throw invalid('/remainder/vehicle', says('has-a-part'));
  const at_ms = instantOfHandover(call, known);
  const { asked, given, left } = await partsOf(call, known.id, at_ms);
  const goesOn = third === undefined && left.length > 0;
  const contractor = (await findVehicle(db, known.vehicle))?.contractor;
  const { rest, other } = await write({ object: known.id, municipality }, async (within) => {
    checkUnchanged(known, await lockAssignment(within, known.id));
    const retroactive = at_ms < now() - SAID_LATER_MS;
    const put = async (to: Vehicle, crew: string | undefined, legs: readonly Leg[]): Promise<Assignment> => {
      const { handedOverTo: _handedOverTo, sharedWith: _sharedWith, ...heritage } = known;
      const made: Assignment = {
        ...heritage,
        id: await idOfRest(within, known.id),
        vehicle: to.id,
        from: instantOf(at_ms),
        crew: crew ?? null,
        contract: to.contractor === contractor ? known.contract : null,
        retroactive,
        legs,
        continues: known.id,
      };
      await putAssignment(within, made, now());
      return made;
    };
    const first = await put(vehicle, body.crew, given);
    const second = third && (await put(third, remainder?.crew, left));
    const end = goesOn ? {} : { to: instantOf(at_ms), handedOverTo: first.id };
    const after = { ...known, ...end, legs: asked, retroactive: known.retroactive || retroactive };
    await putAssignment(within, after, now());
    return { rest: first, other: second };
  });
  for (const one of [known, rest, ...(other ? [other] : [])]) await ports.plan.changed('assignment', one.id);
  const command = await tell(call, rest, given);
  const told = other && (await tell(call, other, left));
  const assignment = (await findAssignment(db, known.id))!;
  await tell(call, assignment, goesOn ? left : []);
  return {
    assignment,
    rest,
    kept_m: lengthOf(asked),
    given_m: lengthOf(given),
    command,
    ...(other && { remainder: { assignment: other, given_m: lengthOf(left), command: told ?? null } }),
  };
}

/** Every driver is told of his window and his streets; a vehicle without a device is told by voice. */
async function tell(
  { ports, session }: Call<HandoverBody, Session>,
  of: Assignment,
  legs: readonly Leg[],
): Promise<string | null> {
  const { id: assignment, route: of_route, from, to, vehicle } = of;
  try {
    const streets = await ports.plan.streetsOf(of.municipality, legs);
    const command = { kind: 'assignment', assignment, route: of_route, from, to, streets } as const;
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
      'Hand the rest of a running assignment over to another vehicle, or part of it: what is covered stays, what is not goes into a new assignment, and the drivers are told',
    roles: ['administrator', 'operator', 'auditor'],
    body: HandoverBody,
    answer: Answer,
    handle: handOver,
  }),
];
