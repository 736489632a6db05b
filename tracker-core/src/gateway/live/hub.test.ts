import {
  decodePositionFrame,
  foldLive,
  EMPTY_LIVE_STATE,
  type LiveInput,
  type LiveState,
  type PositionRow,
  type ServerMessage,
} from '@sweepline/contract';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Audience, LiveBody } from '../ports.ts';
import type { Session } from '../sessions.ts';
import { LiveClient } from './client.ts';
import { LiveHub } from './hub.ts';
import { Outbox } from './outbox.ts';

const session: Session = {
  token: 't',
  expires_ms: 1e15,
  user: { login: 'u', name: 'u', role: 'operator', municipalities: ['m'], contractor: null, locale: 'en' },
};

type Vehicle = Extract<ServerMessage, { type: 'vehicle' }>['vehicle'];
const vehicle = (no: number, contractor: string, ts_ms = 0): Vehicle => ({
  no,
  vehicle: `v${no}`,
  plate: `P${no}`,
  contractor,
  operations: ['sweep'],
  gearWired: false,
  interval_s: 15,
  state: 'driving',
  ts: new Date(ts_ms).toISOString(),
  lat: 1,
  lon: 2,
  heading_deg: null,
  speed_kmh: 5,
  gearOn: false,
});
const row = (no: number, ts_ms: number, lon = 2): PositionRow => ({
  no,
  ts_ms,
  lat: 1,
  lon,
  heading_deg: null,
  speed_kmh: 5,
  state: 'driving',
  gearOn: false,
  lowConfidence: false,
});

/** The running fleet as far as a snapshot shows it. */
class Fleet {
  vehicles = new Map<number, Vehicle>();
  snapshot = ({ contractor }: Audience) => ({
    snapshot: {
      vehicles: [...this.vehicles.values()].filter((one) => contractor === null || one.contractor === contractor),
      assignments: [],
      incidents: [],
    },
    legs: [],
  });
}

/** What a client was sent, told apart and in order. */
class Reader {
  readonly inputs: LiveInput[] = [];
  readonly messages: ServerMessage[] = [];
  readonly client: LiveClient;

  constructor() {
    const pipe = {
      send: (data: string | Uint8Array): void => {
        if (typeof data !== 'string') this.inputs.push({ type: 'positions', ...decodePositionFrame(data) });
        else {
          const message = JSON.parse(data) as ServerMessage;
          this.messages.push(message);
          if (message.type !== 'error' && message.type !== 'resync') this.inputs.push(message);
        }
      },
      buffered: () => 0,
      end: () => undefined,
    };
    this.client = new LiveClient(session, new Outbox(pipe, { collapsedFrames: 0, closedSlow: 0 }, () => 0), 0);
  }

  state(from: LiveState = EMPTY_LIVE_STATE): LiveState {
    return foldLive(from, this.inputs);
  }

  /** The last number of each channel. */
  channels(): Record<string, number> {
    const seqs: Record<string, number> = {};
    for (const input of this.inputs) {
      if (input.type === 'hello') Object.assign(seqs, input.channels);
      else if (input.type === 'positions') seqs['positions/m'] = input.seq;
      else seqs[input.ch] = input.seq;
    }
    return seqs;
  }
}

const rig = (): {
  hub: LiveHub;
  fleet: Fleet;
  move: (no: number, ts_ms: number) => void;
  meet: (one: Vehicle) => void;
} => {
  const fleet = new Fleet();
  let first = 0;
  const hub = new LiveHub(
    fleet,
    () => 0,
    () => (first += 1_000),
  );
  return {
    hub,
    fleet,
    move: (no, ts_ms) => {
      const known = fleet.vehicles.get(no)!;
      fleet.vehicles.set(no, { ...known, ts: new Date(ts_ms).toISOString() });
      hub.positions('m', [{ row: row(no, ts_ms), contractor: known.contractor }]);
    },
    meet: (one) => {
      fleet.vehicles.set(one.no, one);
      hub.publish('m', one.contractor, { type: 'vehicle', vehicle: one });
    },
  };
};

const events = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('meet' as const), no: fc.integer({ min: 0, max: 5 }) }),
    fc.record({ type: fc.constant('move' as const), no: fc.integer({ min: 0, max: 5 }) }),
  ),
  { maxLength: 40 },
);
const audiences = fc.constantFrom<Audience>(
  { municipality: 'm', contractor: null },
  { municipality: 'm', contractor: 'c0' },
  { municipality: 'm', contractor: 'c1' },
);

const happen = (
  { fleet, move, meet }: ReturnType<typeof rig>,
  { type, no }: { type: 'meet' | 'move'; no: number },
  ts_ms: number,
): void => {
  if (type === 'meet') meet(vehicle(no, `c${no % 2}`, ts_ms));
  else if (fleet.vehicles.has(no)) move(no, ts_ms);
};

describe('a live client', () => {
  it('has by folding what a new snapshot shows', () => {
    fc.assert(
      fc.property(events, events, audiences, (before, after, audience) => {
        const rigged = rig();
        const reader = new Reader();
        before.forEach((event, index) => happen(rigged, event, index * 1_000));
        rigged.hub.view(reader.client, audience, undefined);
        after.forEach((event, index) => happen(rigged, event, 1e6 + index * 1_000));
        const byNo = (a: Vehicle, b: Vehicle): number => a.no - b.no;
        expect([...reader.state().vehicles].sort(byNo)).toEqual(
          [...rigged.fleet.snapshot(audience).snapshot.vehicles].sort(byNo),
        );
      }),
    );
  });

  it('sees numbers without gaps on every channel, whatever others are told', () => {
    fc.assert(
      fc.property(events, audiences, (happened, audience) => {
        const rigged = rig();
        const reader = new Reader();
        const others = [new Reader(), new Reader()];
        rigged.hub.view(others[0]!.client, { municipality: 'm', contractor: null }, undefined);
        rigged.hub.view(reader.client, audience, undefined);
        rigged.hub.view(others[1]!.client, { municipality: 'm', contractor: 'c1' }, undefined);
        happened.forEach((event, index) => happen(rigged, event, index * 1_000));
        const [hello, ...heard] = reader.inputs as [Extract<LiveInput, { type: 'hello' }>, ...LiveInput[]];
        for (const [channel, begin] of Object.entries(hello.channels)) {
          const numbers = heard.flatMap((input) => {
            const own = input.type === 'positions' ? 'positions/m' : 'ch' in input ? input.ch : '';
            return own === channel && 'seq' in input ? [input.seq] : [];
          });
          expect(numbers).toEqual(numbers.map((_number, index) => begin + 1 + index));
        }
      }),
    );
  });

  it('that comes back has what it missed', () => {
    fc.assert(
      fc.property(events, events, audiences, (before, missed, audience) => {
        const rigged = rig();
        const first = new Reader();
        rigged.hub.view(first.client, audience, undefined);
        before.forEach((event, index) => happen(rigged, event, index * 1_000));
        rigged.hub.leave(first.client);
        missed.forEach((event, index) => happen(rigged, event, 1e6 + index * 1_000));
        const second = new Reader();
        rigged.hub.resume(second.client, audience, undefined, first.channels());
        expect(second.messages.filter((message) => message.type === 'resync')).toEqual([]);
        const byNo = (a: Vehicle, b: Vehicle): number => a.no - b.no;
        expect([...second.state(first.state()).vehicles].sort(byNo)).toEqual(
          [...rigged.fleet.snapshot(audience).snapshot.vehicles].sort(byNo),
        );
      }),
    );
  });

  it('is told to begin anew where what it missed is no longer known', () => {
    const { hub, meet } = rig();
    const first = new Reader();
    const all: Audience = { municipality: 'm', contractor: null };
    hub.view(first.client, all, undefined);
    for (let no = 0; no < 1_001; no++) meet(vehicle(no, 'c0'));
    const back = new Reader();
    const { channels } = first.messages[0] as Extract<ServerMessage, { type: 'hello' }>;
    hub.resume(back.client, all, undefined, channels);
    expect(back.messages).toEqual([{ type: 'resync', ch: 'progress/m', seq: channels['progress/m']! + 1_001 }]);
    const stranger = new Reader();
    hub.resume(stranger.client, all, undefined, { 'progress/m': 5, 'cases/m': 5, 'positions/m': 5 });
    expect(stranger.messages.map((message) => message.type)).toEqual(['resync', 'resync', 'resync']);
    expect(hub.counters.resyncs).toBe(4);
  });

  it('with a window gets the vehicles in it, under the same numbers', () => {
    const { hub } = rig();
    const reader = new Reader();
    hub.view(reader.client, { municipality: 'm', contractor: null }, [0, 0, 3, 3]);
    hub.positions('m', [
      { row: row(1, 1, 2), contractor: 'c' },
      { row: row(2, 1, 5), contractor: 'c' },
    ]);
    hub.positions('m', [{ row: row(2, 2, 6), contractor: 'c' }]);
    const frames = reader.inputs.filter((input) => input.type === 'positions');
    expect(frames.map(({ rows }) => rows.map(({ no }) => no))).toEqual([[1], []]);
    hub.look(reader.client, [4, 0, 7, 3]);
    expect(reader.inputs.at(-1)).toMatchObject({ type: 'positions', seq: frames[1]!.seq, rows: [row(2, 2, 6)] });
  });

  it('hears incidents of its contractor and of all contractors', () => {
    const { hub } = rig();
    const reader = new Reader();
    hub.view(reader.client, { municipality: 'm', contractor: 'c0' }, undefined);
    const incident = (id: string): LiveBody => ({ type: 'incident', incident: { id } }) as LiveBody;
    hub.publish('m', 'c1', incident('foreign'));
    hub.publish('m', 'c0', incident('own'));
    hub.publish('m', null, incident('everybody'));
    hub.publish('n', null, incident('elsewhere'));
    const heard = reader.messages.filter((message) => message.type === 'incident');
    expect(heard.map((message) => [message.ch, message.incident.id])).toEqual([
      ['cases/m', 'own'],
      ['cases/m', 'everybody'],
    ]);
  });
});
