import { randomInt } from 'node:crypto';
import {
  encodePositionFrame,
  splitPositionRows,
  instantOf,
  LIVE_PROTOCOL,
  type PositionRow,
  type ServerMessage,
} from '@sweepline/contract';
import type { Audience, LiveBody, LiveFeed, SnapshotPort } from '../ports.ts';
import type { Box, LiveClient } from './client.ts';
import { Lane, laneKey, type Channel, type FirstSeq } from './lane.ts';
import type { OutboxCounters } from './outbox.ts';

/** A lane that nobody has heard for this long is forgotten; who comes back later gets `resync`. */
const LANE_IDLE_MS = 10 * 60_000;
/** Far enough below 2³² that the frame's u32 does not overflow in a decade of frames. */
const HIGHEST_FIRST = 2 ** 31;

export interface HubCounters extends OutboxCounters {
  messages: number;
  positionFrames: number;
  resumes: number;
  resyncs: number;
  clientErrors: number;
}

interface Located {
  readonly row: PositionRow;
  readonly contractor: string;
}

interface Heard {
  readonly lane: Lane;
  readonly clients: Set<LiveClient>;
  idleSince_ms: number;
}

/** Who hears what: the lanes, their numbers, and the clients on them. Encodes once per lane, never per socket. */
export class LiveHub implements LiveFeed {
  readonly counters: HubCounters = {
    messages: 0,
    positionFrames: 0,
    collapsedFrames: 0,
    closedSlow: 0,
    resumes: 0,
    resyncs: 0,
    clientErrors: 0,
  };
  readonly #snapshots: SnapshotPort;
  readonly #now: () => number;
  readonly #first: FirstSeq;
  readonly #lanes = new Map<string, Heard>();
  /** The latest row of each vehicle since it was last announced, for clients that come back or look elsewhere. */
  readonly #latest = new Map<string, Map<number, Located>>();

  constructor(snapshots: SnapshotPort, now: () => number, first: FirstSeq = () => randomInt(HIGHEST_FIRST)) {
    this.#snapshots = snapshots;
    this.#now = now;
    this.#first = first;
  }

  publish(municipality: string, contractor: string | null, body: LiveBody): void {
    const json = JSON.stringify(body);
    this.counters.messages += 1;
    if (body.type === 'vehicle') this.#latestOf(municipality).delete(body.vehicle.no);
    for (const { lane, clients } of this.#lanesOf(municipality)) {
      const hears = lane.audience.contractor === null || contractor === null || lane.audience.contractor === contractor;
      if (!hears) continue;
      const text = lane.channelOf(body.type).push(json);
      for (const client of clients) {
        if (body.type === 'vehicle') client.outbox.supersede(body.vehicle.no);
        client.outbox.json(text);
      }
    }
  }

  positions(municipality: string, rows: readonly Located[]): void {
    if (rows.length === 0) return;
    const latest = this.#latestOf(municipality);
    for (const one of rows) latest.set(one.row.no, one);
    for (const heard of this.#lanesOf(municipality)) {
      const { contractor } = heard.lane.audience;
      const own = contractor === null ? rows : rows.filter((one) => one.contractor === contractor);
      for (const group of splitPositionRows(own.map((one) => one.row))) this.#frame(heard, group);
    }
  }

  #frame({ lane, clients }: Heard, rows: readonly PositionRow[]): void {
    const seq = lane.positions.advance();
    if (clients.size === 0) return;
    const frame = encodePositionFrame({ seq, rows });
    this.counters.positionFrames += 1;
    for (const client of clients) {
      const seen = client.inView(rows);
      // A frame without rows still carries its number: a client with a window sees no gaps.
      const own = seen.length === rows.length ? frame : encodePositionFrame({ seq, rows: seen });
      client.outbox.positions(own, seen, seq);
    }
  }

  /** Begins a view: the present state, the numbers it stands at, then the legs. */
  view(client: LiveClient, audience: Audience, bbox: Box): void {
    const { lane } = this.#join(client, audience, bbox);
    const { snapshot, legs } = this.#snapshots.snapshot(audience);
    const channels = lane.numbers();
    const hello: ServerMessage = {
      type: 'hello',
      protocol: LIVE_PROTOCOL,
      serverTime: instantOf(this.#now()),
      channels,
      snapshot,
    };
    const place = { ch: lane.progress.name, seq: lane.progress.seq };
    client.outbox.restart([JSON.stringify(hello), ...legs.map((message) => JSON.stringify({ ...message, ...place }))]);
  }

  /** Goes on where the client was: what it missed, or word that it is no longer known; then where the vehicles are. */
  resume(client: LiveClient, audience: Audience, bbox: Box, channels: Readonly<Record<string, number>>): void {
    const { lane } = this.#join(client, audience, bbox);
    this.counters.resumes += 1;
    for (const channel of [lane.progress, lane.cases]) {
      const seq = channels[channel.name];
      if (seq === undefined) continue;
      const missed = channel.after(seq);
      if (missed === null) this.#resync(client, channel);
      else for (const text of missed) client.outbox.json(text);
    }
    const seq = channels[lane.positions.name];
    if (seq === undefined) return;
    if (!lane.positions.gaveOut(seq)) this.#resync(client, lane.positions);
    else this.#sendLatest(client, lane);
  }

  /** Looks elsewhere in the same view: the vehicles there, where they are now. */
  look(client: LiveClient, bbox: Box): void {
    client.bbox = bbox;
    if (client.lane !== null) this.#sendLatest(client, client.lane);
  }

  leave(client: LiveClient): void {
    if (client.lane === null) return;
    const heard = this.#lanes.get(laneKey(client.lane.audience));
    heard?.clients.delete(client);
    if (heard?.clients.size === 0) heard.idleSince_ms = this.#now();
    client.lane = null;
  }

  /** Forgets lanes that nobody hears. */
  sweep(now_ms: number): void {
    for (const [key, { clients, idleSince_ms }] of this.#lanes) {
      if (clients.size === 0 && now_ms - idleSince_ms > LANE_IDLE_MS) this.#lanes.delete(key);
    }
  }

  #resync(client: LiveClient, { name, seq }: Channel): void {
    this.counters.resyncs += 1;
    client.outbox.json(JSON.stringify({ type: 'resync', ch: name, seq } satisfies ServerMessage));
  }

  #sendLatest(client: LiveClient, lane: Lane): void {
    const { municipality, contractor } = lane.audience;
    const all = [...(this.#latest.get(municipality)?.values() ?? [])];
    const own = all.filter((one) => contractor === null || one.contractor === contractor).map((one) => one.row);
    const { seq } = lane.positions;
    // An empty window is answered too; those that differ by weeks in time travel in frames of their own.
    const groups = splitPositionRows(client.inView(own));
    for (const rows of groups.length === 0 ? [[]] : groups) {
      client.outbox.positions(encodePositionFrame({ seq, rows }), rows, seq);
    }
  }

  #latestOf(municipality: string): Map<number, Located> {
    let latest = this.#latest.get(municipality);
    if (latest === undefined) this.#latest.set(municipality, (latest = new Map()));
    return latest;
  }

  #join(client: LiveClient, audience: Audience, bbox: Box): Heard {
    this.leave(client);
    const key = laneKey(audience);
    let heard = this.#lanes.get(key);
    if (heard === undefined) {
      heard = { lane: new Lane(audience, this.#first), clients: new Set(), idleSince_ms: this.#now() };
      this.#lanes.set(key, heard);
    }
    heard.clients.add(client);
    client.lane = heard.lane;
    client.bbox = bbox;
    return heard;
  }

  *#lanesOf(municipality: string): Generator<Heard> {
    for (const heard of this.#lanes.values()) if (heard.lane.audience.municipality === municipality) yield heard;
  }
}
