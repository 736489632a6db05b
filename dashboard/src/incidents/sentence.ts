import type { Incident, IncidentKind, Operation } from '@sweepline/contract';
import type { Messages } from '../language/catalogue/en.ts';
import type { Numbers } from '../language/numbers.ts';

/** Which figure a kind's title carries: how long it lasts, or a length. */
const SHOWS: Readonly<Partial<Record<IncidentKind, 'duration' | 'length'>>> = {
  idle: 'duration',
  'signal-lost': 'duration',
  'off-route': 'duration',
  'late-start': 'duration',
  'no-show': 'duration',
  'gear-stuck': 'duration',
  'outside-window': 'duration',
  'gear-off-on-route': 'length',
  'too-fast-working': 'length',
  missed: 'length',
};

/** Names under which a rule reports the length that matters. */
const LENGTHS = ['length_m', 'missing_m', 'uncovered_m', 'distance_m'] as const;

/** How long it has lasted in event time: a closed case its span, a lasting one until now. */
const lastedFor = (incident: Pick<Incident, 'from' | 'to'>, now_ms: number): number =>
  Math.max(0, (incident.to === null ? now_ms : Date.parse(incident.to)) - Date.parse(incident.from));

const lengthOf = ({ figures }: Pick<Incident, 'figures'>): number | null => {
  for (const name of LENGTHS) if (figures[name] !== undefined) return figures[name];
  return null;
};

/** «Стоит на маршруте 12 мин», "Brush up for 180 m": what happens, then the number. */
export function titleOf(
  incident: Incident,
  operation: Operation | undefined,
  now_ms: number,
  words: Messages,
  numbers: Numbers,
): string {
  const name = nameOf(incident.kind, operation, words);
  const shows = SHOWS[incident.kind];
  if (shows === 'duration') {
    const lasted_ms = lastedFor(incident, now_ms);
    return lasted_ms < 60_000 ? name : words.incidentFor(name, numbers.duration(lasted_ms));
  }
  const length_m = shows === 'length' ? lengthOf(incident) : null;
  if (length_m === null) return name;
  return incident.kind === 'missed'
    ? words.incidentWith(name, numbers.length(length_m))
    : words.incidentFor(name, numbers.length(length_m));
}

/** The gear is called by its name where the operation is known. */
export const nameOf = (kind: IncidentKind, operation: Operation | undefined, words: Messages): string =>
  kind === 'gear-off-on-route' && operation !== undefined && operation !== 'haul'
    ? words.gearOff[operation]
    : words.incidentKinds[kind];

/** A figure by its unit, for the list of facts: `duration_s`, `speed_kmh`, `length_m`, `share`. */
export function figureText(name: string, value: number, numbers: Numbers): string {
  if (name.endsWith('_s')) return numbers.duration(value * 1000);
  if (name === 'minutes_left') return numbers.duration(value * 60_000);
  if (name.endsWith('_kmh')) return numbers.with(value, 'kmh', 1);
  if (name.endsWith('_m_per_min')) return numbers.with(value, 'metresPerMinute', 1);
  if (name.endsWith('_m')) return numbers.metres(value);
  if (name.endsWith('_share')) return numbers.percent(value);
  return numbers.plain(value, Number.isInteger(value) ? 0 : 2);
}
