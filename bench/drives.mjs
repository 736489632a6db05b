import { normal, randomOf } from './random.mjs';
import { latOf, lonOf } from './town.mjs';

/** Seconds between fixes; a vehicle keeps its own. */
const INTERVALS_S = [1, 2, 5, 10, 15];
/** A vehicle stays within so many blocks of where it began. */
const DISTRICT = 9;
const PLANNED_STREETS = 60;
const TWICE_EVERY = 7;
/** On its way home a driver does not always take the shortest. */
const LOST_SHARE = 0.15;
const SWEEPING_KMH = 9;
const DRIVING_KMH = 28;
const LANE_M = 3;
const NOISE_M = 3;
/** Errors of a receiver hang together for about this long. */
const NOISE_S = 30;
const JUNCTION_STOP_SHARE = 0.12;
const LONG_STOP_SHARE = 0.003;

/**
 * One vehicle on a made-up shift: it sweeps the kerbs of its plan when it comes along them, drives with its brush up
 * elsewhere, stops at junctions, now and then for minutes, and reports with noise that hangs together in time.
 */
export class Drive {
  /** @param {{seed: number, start_ms: number, interval_s?: number}} setting */
  constructor(town, { seed, start_ms, interval_s }) {
    this.town = town;
    this.random = randomOf(seed * 7919 + 13);
    this.interval_s = interval_s ?? INTERVALS_S[seed % INTERVALS_S.length];
    this.now_ms = start_ms;
    this.home = this.startCorner();
    this.seq = 0;
    this.stop_s = 0;
    this.error = [normal(this.random) * NOISE_M, normal(this.random) * NOISE_M];
    /** Ways in the order of driving; the plan is each of them once. */
    this.walk = this.makeWalk();
    this.planned = new Set(this.walk.map(keyOf));
    this.next = 0;
    this.corner = this.home;
    this.former = null;
    this.take(this.choose());
  }

  startCorner() {
    const { size } = this.town;
    const place = () => Math.floor(this.random() * size);
    return place() * size + place();
  }

  makeWalk() {
    const walk = [];
    let corner = this.home;
    let former = null;
    for (let i = 0; i < PLANNED_STREETS; i++) {
      const way = this.wander(corner, former);
      walk.push(way);
      corner = way.to;
      former = way.street;
    }
    return walk;
  }

  /** The plan as legs of a route: the kerb that right-hand traffic serves. */
  legs() {
    const once = new Map(this.walk.map((way) => [keyOf(way), way]));
    return [...once.values()].map(({ street, forward }, i) => ({
      edge: street.id,
      side: forward ? 'right' : 'left',
      passes: i % TWICE_EVERY === 0 ? 2 : 1,
    }));
  }

  /** Along the walk to its end, then home, and from there once more. */
  choose() {
    if (this.corner === this.home && this.next === this.walk.length) this.next = 0;
    if (this.next < this.walk.length) return this.walk[this.next++];
    const ways = this.onwards(this.corner, this.former);
    if (this.random() < LOST_SHARE) return ways[Math.floor(this.random() * ways.length)];
    return ways.reduce((best, way) => (this.away(way.to) < this.away(best.to) ? way : best));
  }

  wander(corner, former) {
    let ways = this.onwards(corner, former);
    if (this.away(corner) >= DISTRICT) {
      const homewards = ways.filter(({ to }) => this.away(to) < this.away(corner));
      if (homewards.length > 0) ways = homewards;
    }
    return ways[Math.floor(this.random() * ways.length)];
  }

  /** Ways out of a corner, back where it came from only where there is no other. */
  onwards(corner, former) {
    const all = this.town.leaving[corner];
    const ways = all.filter(({ street }) => street !== former);
    return ways.length > 0 ? ways : all;
  }

  /** Blocks from home. */
  away(corner) {
    const { size } = this.town;
    const { home } = this;
    return Math.abs((corner % size) - (home % size)) + Math.abs(Math.floor(corner / size) - Math.floor(home / size));
  }

  take(way) {
    const { line } = way.street;
    this.way = way;
    this.line = way.forward ? line : [...line].reverse();
    this.part = 0;
    this.along_m = 0;
    const pace = 0.85 + 0.3 * this.random();
    this.sweeping = this.planned.has(keyOf(way));
    this.speed_kmh = (this.sweeping ? SWEEPING_KMH : DRIVING_KMH) * pace;
    this.corner = way.to;
    this.former = way.street;
  }

  /** What the device reports next, as the telemetry topic takes it. */
  fix() {
    const speed_kmh = this.stop_s > 0 ? 0 : this.speed_kmh;
    const { sweeping } = this;
    const [east_m, north_m, heading_deg] = this.place();
    const ts = new Date(this.now_ms).toISOString();
    const fix = {
      ts,
      lat: rounded(latOf(north_m), 1e7),
      lon: rounded(lonOf(east_m), 1e7),
      speed_kmh: rounded(speed_kmh, 10),
      heading_deg: rounded(heading_deg, 10),
      accuracy_m: rounded(2.5 + 2 * this.random(), 10),
      satellites: 9 + Math.floor(this.random() * 5),
      hdop: rounded(0.7 + 0.6 * this.random(), 10),
      ignition: true,
      gear: { brush: sweeping, vacuum: sweeping },
      seq: this.seq++,
    };
    this.advance(this.interval_s);
    return fix;
  }

  place() {
    const [a, b] = [this.line[this.part], this.line[this.part + 1]];
    const length_m = Math.hypot(b[0] - a[0], b[1] - a[1]);
    const [ue, un] = [(b[0] - a[0]) / length_m, (b[1] - a[1]) / length_m];
    const kept = Math.exp(-this.interval_s / NOISE_S);
    const fresh = Math.sqrt(1 - kept * kept) * NOISE_M;
    this.error = this.error.map((error) => kept * error + fresh * normal(this.random));
    const east_m = a[0] + ue * this.along_m + un * LANE_M + this.error[0];
    const north_m = a[1] + un * this.along_m - ue * LANE_M + this.error[1];
    return [east_m, north_m, ((Math.atan2(ue, un) * 180) / Math.PI + 360) % 360];
  }

  advance(seconds) {
    this.now_ms += seconds * 1_000;
    let left_s = seconds;
    while (left_s > 0) {
      if (this.stop_s > 0) {
        const stood_s = Math.min(left_s, this.stop_s);
        this.stop_s -= stood_s;
        left_s -= stood_s;
        continue;
      }
      const [a, b] = [this.line[this.part], this.line[this.part + 1]];
      const rest_m = Math.hypot(b[0] - a[0], b[1] - a[1]) - this.along_m;
      const step_m = (this.speed_kmh / 3.6) * left_s;
      if (step_m < rest_m) {
        this.along_m += step_m;
        return;
      }
      left_s -= rest_m / (this.speed_kmh / 3.6);
      this.along_m = 0;
      if (++this.part === this.line.length - 1) this.turn();
    }
  }

  turn() {
    this.take(this.choose());
    if (this.random() < JUNCTION_STOP_SHARE) this.stop_s = 5 + 25 * this.random();
    else if (this.random() < LONG_STOP_SHARE) this.stop_s = 300 + 600 * this.random();
  }
}

const keyOf = ({ street, forward }) => 2 * street.no + (forward ? 0 : 1);
const rounded = (value, per) => Math.round(value * per) / per;
