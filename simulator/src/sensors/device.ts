import type { Body } from '../drive/body.ts';
import type { PlannedVehicle } from '../plan/plan.ts';
import type { Random } from '../random/random.ts';
import type { Plane } from '../town/plane.ts';
import { wanderOf } from './noise.ts';
import type { Fix, Sent } from './sent.ts';

const CORRELATION_S = 90;
/** White part of the position error as a share of the wandering one. */
const WHITE = 0.25;
/** Parked: once a minute for half an hour, then every five minutes. */
const PARKED_S = 60;
const ASLEEP_AFTER_S = 1_800;
const ASLEEP_S = 300;

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
const limited = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** The tracker in a vehicle: looks at the true state every second and measures a fix when its interval has passed. */
export class Device {
  readonly sent: Sent<Fix>[] = [];
  readonly #vehicle: PlannedVehicle;
  readonly #plane: Plane;
  readonly #random: Random;
  readonly #east;
  readonly #north;
  readonly #height;
  readonly #odometer_km: number;
  readonly #tank_l: number;
  #last_s: number;
  #parked_s = 0;
  #burnt_l = 0;
  #ignition = false;
  #gear = false;
  #heading_deg = 0;

  constructor(vehicle: PlannedVehicle, plane: Plane, random: Random) {
    [this.#vehicle, this.#plane, this.#random] = [vehicle, plane, random];
    this.#east = wanderOf(vehicle.sigma_m, CORRELATION_S, random);
    this.#north = wanderOf(vehicle.sigma_m, CORRELATION_S, random);
    this.#height = wanderOf(3 * vehicle.sigma_m, CORRELATION_S, random);
    this.#odometer_km = random.between(4_000, 60_000);
    this.#tank_l = random.between(70, 120);
    this.#last_s = -random.whole(0, Math.round(vehicle.interval_s));
  }

  second(body: Readonly<Body>): void {
    this.#burnt_l += body.engine ? (1.6 + 0.9 * body.speed_ms + (body.gear ? 4 : 0)) / 3600 : 0;
    this.#parked_s = body.engine ? 0 : this.#parked_s + 1;
    const parked_s = this.#parked_s > ASLEEP_AFTER_S ? ASLEEP_S : Math.max(PARKED_S, this.#vehicle.interval_s);
    const due_s = body.engine ? this.#vehicle.interval_s : parked_s;
    // Trackers report a switched input at once, whatever their interval.
    const switched =
      body.engine !== this.#ignition || (body.gear !== this.#gear && this.#vehicle.gearSensors.length > 0);
    if (body.t_s - this.#last_s < due_s && !switched) return;
    const fix = this.#measure(body, body.t_s - this.#last_s);
    this.#last_s = body.t_s;
    this.#ignition = body.engine;
    this.#gear = body.gear;
    // One message after the other, however slow the radio was.
    const at_ms = Math.max(fix.ts_ms + this.#random.whole(250, 1_400), (this.sent.at(-1)?.at_ms ?? 0) + 20);
    this.sent.push({ at_ms, what: fix });
  }

  #measure(body: Readonly<Body>, since_s: number): Fix {
    const { sigma_m, gearSensors, operation } = this.#vehicle;
    const random = this.#random;
    const east_m = this.#east.after(since_s) + WHITE * sigma_m * random.normal();
    const north_m = this.#north.after(since_s) + WHITE * sigma_m * random.normal();
    const [lon, lat] = this.#plane.toLonLat({ x: body.x + east_m, y: body.y + north_m });
    const moving = body.speed_ms > 0.3;
    if (moving) this.#heading_deg = (body.heading_deg + 4 * random.normal() + 360) % 360;
    const load_pct = Math.min(100, (body.load_m / 6_500) * 100);
    return {
      ts_ms: body.t_s * 1000,
      lat: rounded(lat, 7),
      lon: rounded(lon, 7),
      speed_kmh: rounded(moving ? Math.max(0, body.speed_ms * 3.6 + 0.4 * random.normal()) : 0, 1),
      heading_deg: rounded(this.#heading_deg % 360, 0) % 360,
      accuracy_m: rounded(limited(1.5 + sigma_m * random.between(1.1, 1.6), 1.5, 60), 1),
      satellites: Math.round(limited(13 - sigma_m + random.normal(), 6, 18)),
      hdop: rounded(limited(0.6 + sigma_m * 0.12 + 0.05 * random.normal(), 0.5, 4), 1),
      altitude_m: rounded(14 + this.#height.after(since_s), 1),
      seq: this.sent.length + 1,
      ignition: body.engine,
      ...(gearSensors.length > 0 ? { gear: Object.fromEntries(gearSensors.map((gear) => [gear, body.gear])) } : {}),
      fuel_l: rounded(this.#tank_l - this.#burnt_l, 1),
      ...(operation === 'sweep' ? { hopper_pct: Math.round(load_pct) } : {}),
      odometer_km: rounded(this.#odometer_km + body.driven_m / 1000, 2),
      battery_v: rounded((body.engine ? 13.9 : 12.6) + 0.05 * random.normal(), 1),
    };
  }
}
