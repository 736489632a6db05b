import {
  UNCOVERED_REASONS,
  type IncidentKind,
  type Rule,
  type RuleFact,
  type UncoveredReason,
} from '@sweepline/contract';
import type { Books } from '../work/books.ts';
import { hoursOf, type LocalDays } from './delays.ts';
import { concerns, worstGrade, type Fact } from './fact.ts';
import type { KeptWork } from '../work/kept.ts';
import { lengthOf, partsOf } from '../lines/parts.ts';
import type { ClaimIncident } from '../setup.ts';

/** Why metres are not covered where such a case stands: both are one cause. */
const EXPLAINED: Partial<Record<IncidentKind, readonly UncoveredReason[]>> = {
  'gear-off-on-route': ['gear-off'],
  'too-fast-working': ['too-fast'],
  'signal-lost': ['no-data'],
  'late-start': ['not-reached'],
  // A vehicle that never came sent nothing: its metres are no-data.
  'no-show': ['not-reached', 'no-data'],
  // The route's own shortfall, by whatever reason.
  missed: UNCOVERED_REASONS,
};

/** Reasons that such cases explain; empty for cases that are no cause of undone metres. */
export const explainedBy = (kind: IncidentKind): readonly UncoveredReason[] => EXPLAINED[kind] ?? [];

/** Cases about the data themselves: how good these are is what they say. */
const OF_DATA: ReadonlySet<IncidentKind> = new Set(['signal-lost', 'gps-jump', 'conflict', 'clock-skew']);

/** Who does not come is late first: a late start and a no-show of one assignment are one absence. */
const absenceOf = ({ kind }: ClaimIncident, { assignment }: KeptWork): string[] =>
  kind === 'late-start' || kind === 'no-show' ? [`absent ${assignment}`] : [];

/** A case's work: by its assignment, or that of its vehicle in whose window it began. */
function workOf({ assignment, vehicle, from }: ClaimIncident, { vehicles, byAssignment }: Books): KeptWork | undefined {
  if (assignment !== null) return byAssignment.get(assignment);
  const from_ms = Date.parse(from);
  return vehicles.get(vehicle)?.find((work) => work.from_ms <= from_ms && from_ms < work.to_ms);
}

/** Cases with the works that they belong to; those of other work are none of the contract's. */
export const casesOf = (incidents: readonly ClaimIncident[], books: Books): [ClaimIncident, KeptWork][] =>
  incidents
    .flatMap((incident): [ClaimIncident, KeptWork][] => {
      const work = workOf(incident, books);
      return work === undefined ? [] : [[incident, work]];
    })
    .sort(([a], [b]) => Date.parse(a.from) - Date.parse(b.from) || (a.id < b.id ? -1 : 1));

export function incidentFacts(
  rule: Rule,
  { kinds }: Extract<RuleFact, { fact: 'incident' }>,
  cases: readonly (readonly [ClaimIncident, KeptWork])[],
  local: LocalDays,
): Fact[] {
  const own = cases.filter(([{ kind }, work]) => kinds.includes(kind) && concerns(rule, work));
  const absent = new Set(own.flatMap(([{ kind }, work]) => (kind === 'no-show' ? [work] : [])));
  return own
    .filter(([{ kind }, work]) => kind !== 'late-start' || !absent.has(work))
    .map(([incident, work]) => {
      const parts = partsOf(work, explainedBy(incident.kind));
      const from_ms = Date.parse(incident.from);
      const to_ms = incident.to === null ? work.to_ms : Date.parse(incident.to);
      const length_cm = lengthOf(parts);
      return {
        rule,
        scope: 'assignment',
        works: [work],
        parts,
        metres_cm: rule.charge.sum === 'per-metre' ? length_cm : null,
        incident,
        delays: [{ length_cm, hours: hoursOf(from_ms, to_ms), days: local.since(from_ms, to_ms) }],
        atoms: [incident, ...absenceOf(incident, work), ...parts.map(({ stretch }) => stretch)],
        grade: OF_DATA.has(incident.kind) ? null : worstGrade([work]),
      };
    });
}
