import type { Assignment } from '@sweepline/contract';
import { CONTEXT_MS } from '../../pipeline/proof/evidence.ts';
import { spansOf, type Basis } from '../../pipeline/proof/basis.ts';
import { utcDay } from '../chain/extend.ts';

const DAY_MS = 86_400_000;
/** A fix lies at most so far ahead of its receipt: later ones are refused as `future`. */
const AHEAD_MS = 120_000;

/** Instants, both included. */
export interface Span {
  readonly from_ms: number;
  readonly to_ms: number;
}

/** What of a device is needed to make results again, and to show that nothing of it is missing. */
export interface DeviceNeeds {
  /** Instants of the fixes that were looked at. */
  readonly windows: Span[];
  /** UTC days on which they can have been received. */
  readonly days: Set<string>;
}

/** Gathers what the results of a claim follow from. */
export class Needs {
  readonly networks = new Set<number>();
  readonly devices = new Map<string, DeviceNeeds>();
  readonly #routes = new Map<string, Pick<Assignment, 'route' | 'routeVersion'>>();

  take(basis: Basis): void {
    this.networks.add(basis.network);
    for (const { route, routeVersion } of [basis.assignment, ...basis.others])
      this.#routes.set(`${route} ${routeVersion}`, { route, routeVersion });
    for (const [device, window] of windowsOf(basis)) {
      const needs = this.devices.get(device) ?? { windows: [], days: new Set<string>() };
      this.devices.set(device, needs);
      needs.windows.push(window);
      for (const day of daysOf(basis, window)) needs.days.add(day);
    }
  }

  /** By id, then version. */
  routes(): Pick<Assignment, 'route' | 'routeVersion'>[] {
    return [...this.#routes.values()].sort(
      (a, b) => (a.route < b.route ? -1 : Number(a.route > b.route)) || a.routeVersion - b.routeVersion,
    );
  }
}

/** The windows of a basis with their context, while each device spoke for its vehicle. */
export function* windowsOf(basis: Basis): Generator<[device: string, window: Span]> {
  const from_ms = Date.parse(basis.assignment.from) - CONTEXT_MS;
  const to_ms = Date.parse(basis.assignment.to) + CONTEXT_MS;
  for (const vehicle of basis.vehicles)
    for (const span of spansOf(vehicle)) {
      const window = { from_ms: Math.max(from_ms, span.from_ms), to_ms: Math.min(to_ms, span.to_ms) - 1 };
      if (window.from_ms <= window.to_ms) yield [span.device, window];
    }
}

/** All UTC days on which a fix of a window can have been received in time for a basis. */
export function* daysOf({ until_ms }: Basis, { from_ms, to_ms }: Span): Generator<string> {
  const end_ms = until_ms ?? to_ms;
  for (let at_ms = Math.floor((from_ms - AHEAD_MS) / DAY_MS) * DAY_MS; at_ms < end_ms; at_ms += DAY_MS)
    yield utcDay(at_ms);
}

/** Overlapping spans made one, by time. */
export function merged(spans: readonly Span[]): Span[] {
  const all: { from_ms: number; to_ms: number }[] = [];
  for (const span of spans.toSorted((a, b) => a.from_ms - b.from_ms)) {
    const last = all.at(-1);
    if (last && span.from_ms <= last.to_ms) last.to_ms = Math.max(last.to_ms, span.to_ms);
    else all.push({ ...span });
  }
  return all;
}
