import type { Incident } from '../rest/incidents.ts';
import type { ChannelMessage, HelloMessage, LegsMessage, LiveAssignment, LiveLeg, LiveVehicle } from './messages.ts';
import type { PositionFrame, PositionRow } from './position-frame.ts';

/** What a live client knows: the snapshot with everything since folded into it. Unchanged objects keep their identity. */
export interface LiveState {
  readonly vehicles: readonly LiveVehicle[];
  readonly assignments: readonly LiveAssignment[];
  readonly incidents: readonly Incident[];
  readonly legs: ReadonlyMap<string, readonly LiveLeg[]>;
}

export type LiveInput =
  HelloMessage | Exclude<ChannelMessage, { type: 'resync' }> | ({ readonly type: 'positions' } & PositionFrame);

export const EMPTY_LIVE_STATE: LiveState = { vehicles: [], assignments: [], incidents: [], legs: new Map() };

/**
 * Folds what arrived, in its order, into the state. Each collection is copied at most once a call, so that a second of
 * a busy city costs a few copies, not one a message. A `hello` begins anew: its legs follow as `legs` messages.
 */
export function foldLive(state: LiveState, inputs: readonly LiveInput[]): LiveState {
  let vehicles = collection(state.vehicles, (vehicle) => vehicle.no);
  let assignments = collection(state.assignments, (assignment) => assignment.assignment);
  let incidents = collection(state.incidents, (incident) => incident.id);
  let legs = state.legs;
  let legsCopied: Map<string, readonly LiveLeg[]> | null = null;

  for (const input of inputs) {
    switch (input.type) {
      case 'hello':
        vehicles = collection(input.snapshot.vehicles, (vehicle) => vehicle.no);
        assignments = collection(input.snapshot.assignments, (assignment) => assignment.assignment);
        incidents = collection(input.snapshot.incidents, (incident) => incident.id);
        legsCopied = new Map();
        legs = legsCopied;
        break;
      case 'vehicle':
        if (input.vehicle.removed === true) vehicles.drop(input.vehicle.no);
        else vehicles.put(input.vehicle);
        break;
      case 'positions':
        for (const row of input.rows) {
          const known = vehicles.get(row.no);
          if (known) vehicles.put(moved(known, row));
        }
        break;
      case 'assignment':
        if (input.assignment.removed !== true) assignments.put(input.assignment);
        else {
          assignments.drop(input.assignment.assignment);
          legsCopied ??= new Map(legs);
          legsCopied.delete(input.assignment.assignment);
          legs = legsCopied;
        }
        break;
      case 'incident':
        incidents.put(input.incident);
        break;
      case 'legs':
        legsCopied ??= new Map(legs);
        legsCopied.set(input.assignment, foldLegs(legsCopied.get(input.assignment) ?? [], input));
        legs = legsCopied;
        break;
      case 'command':
        // Says how a command fares, which is no part of what the fleet does.
        break;
    }
  }
  return { vehicles: vehicles.items(), assignments: assignments.items(), incidents: incidents.items(), legs };
}

/** A row for a vehicle this client was never told of is dropped: the server announces a vehicle before it moves. */
function moved(vehicle: LiveVehicle, row: PositionRow): LiveVehicle {
  return {
    ...vehicle,
    state: row.state,
    ts: new Date(row.ts_ms).toISOString(),
    lat: row.lat,
    lon: row.lon,
    heading_deg: row.heading_deg,
    speed_kmh: row.speed_kmh,
    gearOn: row.gearOn,
  };
}

const legKey = (leg: LiveLeg): string => `${leg.pass} ${leg.side} ${leg.from_m} ${leg.edge}`;

function foldLegs(known: readonly LiveLeg[], message: LegsMessage): readonly LiveLeg[] {
  if (message.whole) return message.legs;
  const changed = collection(known, legKey);
  for (const leg of message.legs) changed.put(leg);
  return changed.items();
}

/** The places of a list's items by key, as the fold that made the list left them for the next one. */
const placesOf = new WeakMap<readonly unknown[], Map<unknown, number>>();

/** A list with a key: copied on the first change, places found by an index that is made on the first look-up. */
function collection<Item, Key>(source: readonly Item[], keyOf: (item: Item) => Key) {
  let own: Item[] | null = null;
  let places: Map<Key, number> | null = null;
  const index = (): Map<Key, number> => {
    if (places) return places;
    const left = placesOf.get(own ?? source) as Map<Key, number> | undefined;
    // A list that is folded on twice has it once: what is added belongs to one of the two.
    placesOf.delete(own ?? source);
    if (left !== undefined) return (places = left);
    places = new Map();
    for (const [place, item] of (own ?? source).entries()) places.set(keyOf(item), place);
    return places;
  };
  return {
    get(key: Key): Item | undefined {
      const place = index().get(key);
      return place === undefined ? undefined : (own ?? source)[place];
    },
    put(item: Item): void {
      own ??= source.slice();
      const key = keyOf(item);
      const place = index().get(key);
      if (place === undefined) {
        index().set(key, own.length);
        own.push(item);
      } else own[place] = item;
    },
    drop(key: Key): void {
      const place = index().get(key);
      if (place === undefined) return;
      own = (own ?? source).toSpliced(place, 1);
      places = null;
    },
    items(): readonly Item[] {
      const items = own ?? source;
      if (places !== null) placesOf.set(items, places);
      return items;
    },
  };
}
