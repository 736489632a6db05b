import type { Edge } from '@sweepline/simulator/pure';
import type { Passage } from '@sweepline/tracker-core/pure';
import { nearestOn, type Line } from './line.ts';
import type { Stand } from '../play.ts';

/** A stretch of the told way, with its time. */
export interface ToldDrive extends Pick<Passage, 'verdict' | 'serves'> {
  readonly street: Edge;
  /** Told against a one-way. */
  readonly against: boolean;
  readonly from_s: number;
  readonly to_s: number;
}

/** What is known about the metres in question. */
export interface Circumstances {
  readonly street: Edge;
  readonly side: string;
  /** Where told and true differ, and when the vehicle was there. */
  readonly stretch: Line;
  readonly from_s: number;
  readonly to_s: number;
  readonly wasDone: boolean;
  readonly interval_s: number;
  readonly fixes: readonly Stand[];
  readonly driven: readonly Stand[];
  readonly told: readonly ToldDrive[];
}

const PARALLEL_DEG = 25;
/** A vehicle on a street is no farther from its line. */
const ON_STREET_M = 8;
/** Below this share of the time the words say how long another street was told. */
const MOST_OF_IT = 0.9;
/** Beyond this another street is no matter of the receiver's error. */
const BESIDE_M = 40;

export const nameOf = ({ name, class: kind }: Edge): string => name ?? `an unnamed ${kind.replace('_', ' ')} street`;

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
const round = (metres: number): string => `${Math.round(metres)} m`;

/** How far the fixes lay from where the vehicle was, on average; null without any. */
function errorOf({ fixes, driven, from_s, to_s }: Circumstances): number | null {
  const truly = new Map(driven.map((stand) => [Math.round(stand.t_s), stand]));
  const errors = fixes
    .filter(({ t_s }) => t_s >= from_s && t_s <= to_s)
    .flatMap(({ t_s, x, y }) => {
      const stand = truly.get(Math.round(t_s));
      return stand === undefined ? [] : [Math.hypot(stand.x - x, stand.y - y)];
    });
  return errors.length === 0 ? null : meanOf(errors);
}

/** Seconds of the time in question that a told drive takes. */
const within_s = ({ from_s, to_s }: Circumstances, told: ToldDrive): number =>
  Math.max(0, Math.min(to_s, told.to_s) - Math.max(from_s, told.from_s));

const angleBetween = (a: number, b: number): number => {
  const turn = Math.abs((((a - b) * 180) / Math.PI) % 180);
  return Math.min(turn, 180 - turn);
};

/** How the streets that were told instead lie beside this one, second by second of the true drive. */
function besideOf(
  { stretch, driven }: Circumstances,
  others: readonly ToldDrive[],
): { readonly apart_m: number; readonly parallel: boolean } {
  const seconds = driven.flatMap(({ t_s, x, y }) => {
    const other = others.find(({ from_s, to_s }) => t_s >= from_s && t_s <= to_s);
    if (other === undefined) return [];
    const own = nearestOn(stretch, { x, y });
    const near = nearestOn(other.street.points, own.at);
    return own.distance > ON_STREET_M
      ? []
      : [{ apart_m: near.distance, turn_deg: angleBetween(own.direction, near.direction) }];
  });
  if (seconds.length === 0) return { apart_m: Infinity, parallel: false };
  return {
    apart_m: meanOf(seconds.map(({ apart_m }) => apart_m)),
    parallel: meanOf(seconds.map(({ turn_deg }) => turn_deg)) < PARALLEL_DEG,
  };
}

/** Why told and true likely differ, in one plain sentence from what is to be seen. */
export function reasonOf(all: Circumstances): string {
  const { street, side, told, to_s, from_s, interval_s, wasDone } = all;
  const error_m = errorOf(all);
  const erred = error_m === null ? '' : `, with fixes ${round(error_m)} off on average`;
  const seconds = new Map<ToldDrive, number>(told.map((one) => [one, within_s(all, one)]));
  const sum = (of: (one: ToldDrive) => boolean): number =>
    told.filter(of).reduce((total, one) => total + seconds.get(one)!, 0);
  const here = (one: ToldDrive): boolean => one.street.id === street.id;
  const serves = (one: ToldDrive): boolean => one.serves === side || one.serves === 'both';
  const shares = {
    silent: to_s - from_s - sum(() => true),
    elsewhere: sum((one) => !here(one)),
    notWork: sum((one) => here(one) && one.verdict !== 'worked'),
    otherKerb: sum((one) => here(one) && one.verdict === 'worked' && !serves(one)),
    asDone: sum((one) => here(one) && one.verdict === 'worked' && serves(one)),
  };
  const main = (Object.keys(shares) as (keyof typeof shares)[]).reduce((a, b) => (shares[b] > shares[a] ? b : a));
  if (!wasDone)
    return `Nobody worked this kerb then${erred}: the fixes of a drive beside it were taken for one along it.`;
  if (main === 'silent')
    return interval_s >= 30
      ? `With a fix every ${interval_s} s more than one way fits between two of them, and what is not certain is not told as done.`
      : `No way was told for most of this time${erred}: the fixes fit no street well enough.`;
  if (main === 'notWork')
    return `The drive was told along the right street${erred}, but not as work: its speed or gear was judged otherwise.`;
  if (main === 'otherKerb')
    return street.oneway === 'no'
      ? `The drive was told along the right street${erred}, but in the other direction, which serves the other kerb.`
      : `The drive was told along the right street${erred}, but on its other kerb: on a one-way only the place beside the line tells them apart.`;
  if (main === 'asDone')
    return `The drive was told along the right street and kerb${erred}; it was counted for another pass.`;
  const others = told.filter((one) => !here(one) && seconds.get(one)! > 0);
  return elsewhereOf(all, others, error_m);
}

function elsewhereOf(all: Circumstances, others: readonly ToldDrive[], error_m: number | null): string {
  const byName = new Map<string, ToldDrive[]>();
  for (const one of others) byName.set(nameOf(one.street), [...(byName.get(nameOf(one.street)) ?? []), one]);
  const total = (drives: readonly ToldDrive[]): number => drives.reduce((sum, one) => sum + within_s(all, one), 0);
  const [name, drives] = [...byName].reduce((a, b) => (total(b[1]) > total(a[1]) ? b : a));
  const { apart_m, parallel } = besideOf(all, drives);
  const isTwin = drives[0]!.street.name !== null && name === all.street.name;
  const off = error_m === null ? 'no fix came in that time' : `the fixes were ${round(error_m)} off on average`;
  if (apart_m > BESIDE_M)
    return isTwin
      ? `Another part of ${name} was told; ${off}.`
      : `The way by ${name} fits the fixes before and after as well, and ${off}.`;
  const told_s = total(drives);
  const wrongWay_s = total(drives.filter((one) => one.against));
  const against = wrongWay_s > told_s / 2 ? ', even against its one-way' : '';
  const all_s = all.to_s - all.from_s;
  const along = `the drive was told along that${against}`;
  const long = told_s < MOST_OF_IT * all_s ? ` for ${Math.round(told_s)} of these ${Math.round(all_s)} s` : '';
  const lies = isTwin ? 'The other carriageway' : capital(name);
  return parallel
    ? `${lies} runs beside the leg, only ${round(apart_m)} away, and ${off}: ${along}${long}.`
    : `${lies} lies ${round(apart_m)} from the leg on average, and ${off}: ${along}${long}.`;
}
