import { UNCOVERED_REASONS, type UncoveredReason } from '@sweepline/contract';
import { sumOf, type Figures, type LegFigures } from '../../coverage/fulfilment.ts';
import type { Db } from '../db.ts';
import { milliseconds, numberColumn, textColumn, texts } from './columns.ts';

const column = (reason: UncoveredReason): string => `${reason.replace('-', '_')}_cm`;
const REASON_COLUMNS = UNCOVERED_REASONS.map(column);
/** Without `open`: what is stored is of windows that are over. */
const FIGURES = ['planned_cm', 'covered_cm', 'excused_cm', ...REASON_COLUMNS];
const LEGS = ['edge', 'from_cm', 'to_cm', ...FIGURES].map((name) => `leg_${name}`);

const valuesOf = ({ planned_cm, covered_cm, excused_cm, uncovered_cm }: Figures): number[] => [
  planned_cm,
  covered_cm,
  excused_cm,
  ...UNCOVERED_REASONS.map((reason) => uncovered_cm[reason]),
];

type FigureRow = Readonly<Record<string, number>>;

const figuresOf = (row: FigureRow): Figures => ({
  planned_cm: row['planned_cm']!,
  covered_cm: row['covered_cm']!,
  excused_cm: row['excused_cm']!,
  open_cm: 0,
  uncovered_cm: Object.fromEntries(UNCOVERED_REASONS.map((reason) => [reason, row[column(reason)]!])) as Record<
    UncoveredReason,
    number
  >,
});

const INSERT = `
insert into fulfilment (assignment, revision, ${[...FIGURES, ...LEGS].join(', ')})
values ($1, $2, ${FIGURES.map((_, i) => `$${i + 3}`).join(', ')}, ${texts(FIGURES.length + 3)},
  ${LEGS.slice(1)
    .map((_, i) => `$${FIGURES.length + 4 + i}::integer[]`)
    .join(', ')})
on conflict do nothing`;

/** Keeps what a revision says of each leg. Call in the transaction that stores the revision. */
export const addFulfilment = (
  db: Db,
  assignment: string,
  revision: number,
  legs: readonly LegFigures[],
): Promise<unknown> => {
  const rows = legs.map(valuesOf);
  return db.query(INSERT, [
    assignment,
    revision,
    ...valuesOf(sumOf(legs)),
    textColumn(legs.map(({ edge }) => edge)),
    numberColumn(legs.map(({ from_cm }) => from_cm)),
    numberColumn(legs.map(({ to_cm }) => to_cm)),
    ...FIGURES.map((_, i) => numberColumn(rows.map((row) => row[i]!))),
  ]);
};

/** An assignment of a span of local dates. */
export interface DatedAssignment {
  readonly id: string;
  readonly route: string;
  readonly vehicle: string;
  readonly contractor: string;
  readonly from_ms: number;
  readonly to_ms: number;
  /** Of its window's begin, `YYYY-MM-DD`. */
  readonly date: string;
  /** Of the result that stands; null where nothing is sealed. */
  readonly revision: number | null;
  /** Whether that result is summed already. */
  readonly summed: boolean;
  /** Those that are accepted, in one text. */
  readonly excuses: string | null;
}

/** SQL for the instant at which a local date begins, or the instant itself. */
const beginOf = (text: string): string =>
  `case when length(${text}::text) = 10 then ${text}::timestamp at time zone $2 else ${text}::timestamptz end`;

const DATED = `
select a.id, a.route, a.vehicle, v.contractor, ${milliseconds('a.from_at')} as from_ms, ${milliseconds('a.to_at')} as to_ms,
  to_char(a.from_at at time zone $2, 'YYYY-MM-DD') as date, standing.revision,
  exists (select from fulfilment f where f.assignment = a.id and f.revision = standing.revision) as summed,
  (select string_agg(e.id, ' ' order by e.id) from excuse e where e.assignment = a.id and e.state = 'accepted') as excuses
from assignment a
join vehicle v on v.id = a.vehicle
cross join lateral (
  select max(revision) as revision from result r where r.assignment = a.id and r.state in ('standing', 'accepted')
) as standing
where a.municipality = $1 and a.from_at >= ${beginOf('$3')} and a.from_at < ${beginOf('$4')}
  and ($5::text is null or v.contractor = $5) and ($6::text is null or a.route = $6)
order by a.from_at, a.id`;

/** The assignments whose window begins in [from, to): local dates, `YYYY-MM-DD`, or instants. */
export const assignmentsDated = (
  db: Db,
  municipality: string,
  timezone: string,
  from: string,
  to: string,
  { contractor, route }: { readonly contractor: string | null; readonly route: string | null },
): Promise<DatedAssignment[]> => db.query(DATED, [municipality, timezone, from, to, contractor, route]);

/** A standing revision, with the name under which it is summed. */
export interface Chosen {
  readonly assignment: string;
  readonly revision: number;
  readonly group: string;
}

const CHOSEN = `unnest(${texts(1)}, $2::integer[], ${texts(3)}) as chosen (assignment, revision, grp)
join fulfilment f on f.assignment = chosen.assignment and f.revision = chosen.revision`;

const chosenColumns = (chosen: readonly Chosen[]): string[] => [
  textColumn(chosen.map(({ assignment }) => assignment)),
  numberColumn(chosen.map(({ revision }) => revision)),
  namesColumn(chosen.map(({ group }) => group)),
];

/** Names may be empty, and a column of one empty text is one of none. */
const namesColumn = (names: readonly string[]): string => textColumn(names.map((name) => `=${name}`));

export interface GroupSum {
  readonly group: string;
  /** Of the places that were given; empty where none were. */
  readonly place: string;
  readonly assignments: number;
  readonly figures: Figures;
}

type SumRow = FigureRow & { readonly grp: string; readonly place: string; readonly assignments: number };
const groupSum = (row: SumRow): GroupSum => ({
  group: row.grp.slice(1),
  place: row.place.slice(1),
  assignments: row.assignments,
  figures: figuresOf(row),
});

const WHOLE = `
select grp, '' as place, count(*) as assignments, ${FIGURES.map((name) => `sum(${name}) as ${name}`).join(', ')}
from ${CHOSEN} group by grp`;

/** Whole results summed by group. */
export const sumWhole = async (db: Db, chosen: readonly Chosen[]): Promise<GroupSum[]> =>
  chosen.length === 0 ? [] : (await db.query<SumRow>(WHOLE, chosenColumns(chosen))).map(groupSum);

const LEG = `cross join lateral unnest(${LEGS.map((name) => `f.${name}`).join(', ')}) as leg (edge, from_cm, to_cm, ${FIGURES.join(', ')})`;

/** A stretch of an edge that some route asks for. */
export interface LegPlace {
  readonly edge: string;
  readonly from_cm: number;
  readonly to_cm: number;
}

/** The stretches that these results are about, of certain edges or of all. */
export const legPlaces = async (
  db: Db,
  chosen: readonly Chosen[],
  edges: readonly string[] | null,
): Promise<LegPlace[]> =>
  chosen.length === 0
    ? []
    : db.query<LegPlace>(
        `select distinct leg.edge, leg.from_cm, leg.to_cm from ${CHOSEN}
         cross join lateral unnest(f.leg_edge, f.leg_from_cm, f.leg_to_cm) as leg (edge, from_cm, to_cm)
         where $4::boolean or leg.edge = any(${texts(5)})`,
        [...chosenColumns(chosen), edges === null, textColumn(edges ?? [])],
      );

const BY_PLACE = `
select grp, place.name as place, count(distinct chosen.assignment) as assignments,
  ${FIGURES.map((name) => `sum(leg.${name}) as ${name}`).join(', ')}
from ${CHOSEN} ${LEG}
join unnest(${texts(4)}, $5::integer[], $6::integer[], ${texts(7)}) as place (edge, from_cm, to_cm, name)
  on place.edge = leg.edge and place.from_cm = leg.from_cm and place.to_cm = leg.to_cm
group by grp, place.name`;

/** Legs summed by group and place; those whose place is not given are left out. */
export const sumByPlace = async (
  db: Db,
  chosen: readonly Chosen[],
  places: readonly (LegPlace & { readonly place: string })[],
): Promise<GroupSum[]> =>
  chosen.length === 0 || places.length === 0
    ? []
    : (
        await db.query<SumRow>(BY_PLACE, [
          ...chosenColumns(chosen),
          textColumn(places.map(({ edge }) => edge)),
          numberColumn(places.map(({ from_cm }) => from_cm)),
          numberColumn(places.map(({ to_cm }) => to_cm)),
          namesColumn(places.map(({ place }) => place)),
        ])
      ).map(groupSum);

/** Which of these sealed assignments have their plan written again since. */
export const rewrittenAmong = async (db: Db, assignments: readonly string[]): Promise<string[]> =>
  assignments.length === 0
    ? []
    : (
        await db.query<{ assignment: string }>(
          `select assignment from plan_rewritten where assignment = any(${texts(1)}) order by assignment`,
          [textColumn(assignments)],
        )
      ).map(({ assignment }) => assignment);
