import { minorDigits, type ClaimLine, type Locale } from '@sweepline/contract';
import type { Cell, LongTable } from '../table/table.ts';
import { xlsxPieces } from '../table/xlsx.ts';
import { workWords } from '../wording/work-words.ts';
import { issuedOf } from './claim-pdf.ts';
import type { ClaimPaper, PaperWork } from './claim-paper.ts';
import { amountOf } from './listed-lines.ts';
import { arithmeticText, ruleOf, voiceOf, whyText, type Voice } from './line-text.ts';

type Key = keyof Voice['words']['xlsx'];

const COLUMNS: readonly (readonly [Key, width: number])[] = [
  ['no', 7],
  ['kind', 14],
  ['state', 14],
  ['why', 24],
  ['date', 12],
  ['assignment', 20],
  ['route', 12],
  ['routeName', 26],
  ['plate', 12],
  ['vehicle', 14],
  ['streets', 36],
  ['sides', 18],
  ['reason', 20],
  ['incident', 24],
  ['from', 20],
  ['to', 20],
  ['metres', 12],
  ['rule', 12],
  ['clause', 10],
  ['terms', 10],
  ['arithmetic', 44],
  ['occurrence', 10],
  ['grade', 8],
  ['uptime', 10],
  ['revision', 10],
  ['digest', 22],
  ['answer', 14],
  ['answerMetres', 12],
  ['answerReason', 40],
  ['decision', 14],
  ['decisionReason', 40],
  ['drafted', 14],
  ['amount', 14],
];

/** What the table says besides its lines. */
export type TableGround = Pick<ClaimPaper, 'claim' | 'municipality' | 'terms' | 'routeNames' | 'plates'>;

/** Some lines, and when the assignments that they are of were to be done. */
export interface TableLines {
  readonly lines: readonly ClaimLine[];
  readonly windows: ReadonlyMap<string, Pick<PaperWork, 'from' | 'to'>>;
}

/**
 * All lines of a claim with all that is known of each, the sums of what stands below: a workbook, the same for the same
 * claim. However many there are, no more of them are held than come at once.
 */
export const claimXlsx = (
  ground: TableGround,
  batches: AsyncIterable<TableLines>,
  locale: Locale,
): AsyncGenerator<Uint8Array, void, void> =>
  xlsxPieces(claimTable(ground, batches, locale), { written_ms: issuedOf(ground) });

function claimTable(ground: TableGround, batches: AsyncIterable<TableLines>, locale: Locale): LongTable {
  const voice = voiceOf(ground, locale);
  const { words, figures, currency } = voice;
  const digits = minorDigits(currency);
  const money = (minor: number): Cell => ({ value: minor / 10 ** digits, decimals: digits });
  const inMoney: readonly Key[] = ['drafted', 'amount'];
  let [drafted, left] = [0, 0];
  async function* rows(): AsyncGenerator<readonly (readonly Cell[])[]> {
    for await (const { lines, windows } of batches) {
      for (const line of lines) {
        if (line.state !== 'standing') continue;
        drafted += line.amount;
        left += amountOf(line);
      }
      yield lines.map((line) => {
        const cells = cellsOf(line, ground, windows, voice, money);
        return COLUMNS.map(([key]) => cells[key]);
      });
    }
  }
  return {
    name: `${words.sheet} ${ground.claim.number}`,
    columns: COLUMNS.map(([key, width]) => ({
      title: inMoney.includes(key) ? `${words.xlsx[key]}, ${figures.currency(currency)}` : words.xlsx[key],
      width,
    })),
    rows: rows(),
    totals: () => {
      const sums: Partial<Record<Key, Cell>> = { no: words.total, drafted: money(drafted), amount: money(left) };
      return COLUMNS.map(([key]) => sums[key] ?? null);
    },
  };
}

function cellsOf(
  line: ClaimLine,
  given: TableGround,
  windows: TableLines['windows'],
  voice: Voice,
  money: (minor: number) => Cell,
): Record<Key, Cell> {
  const { words, calendar, locale } = voice;
  const domain = workWords[locale];
  const { answer, decision, result, incident } = line;
  const work = line.assignment === null ? undefined : windows.get(line.assignment);
  const begins = incident?.from ?? work?.from;
  const ends = incident ? incident.to : work?.to;
  const number = (value: number | null | undefined, decimals: number): Cell =>
    value === null || value === undefined ? null : { value, decimals };
  return {
    no: { value: line.no, decimals: 0 },
    kind: words.kindWords[line.kind],
    state: words.states[line.state],
    why: line.state === 'standing' ? null : whyText(line, voice),
    date: line.date,
    assignment: line.assignment,
    route: line.route,
    routeName: line.route === null ? null : (given.routeNames.get(line.route) ?? null),
    plate: line.vehicle === null ? null : (given.plates.get(line.vehicle) ?? null),
    vehicle: line.vehicle,
    streets: line.streets.join('; '),
    sides: line.sides.map((side) => domain.sides[side]).join('; '),
    reason: line.reason === null ? null : domain.reasons[line.reason],
    incident: incident ? domain.incidents[incident.kind] : null,
    from: begins ? calendar.moment(begins) : null,
    to: ends ? calendar.moment(ends) : null,
    metres: number(line.metres, 2),
    rule: line.rule,
    clause: ruleOf(line, given.terms)?.clause ?? null,
    terms: { value: line.terms, decimals: 0 },
    arithmetic: arithmeticText(line.arithmetic, voice),
    occurrence: number(line.occurrence, 0),
    grade: result ? domain.grades[result.grade] : null,
    uptime: number(result?.uptime_pct, 1),
    revision: number(result?.revision, 0),
    digest: result?.digest ?? null,
    answer: answer ? words.answers[answer.answer] : null,
    answerMetres: number(answer?.metres, 2),
    answerReason: answer?.reason ?? null,
    decision: decision ? words.decisions[decision.decision] : null,
    decisionReason: decision?.reason ?? null,
    drafted: money(line.amount),
    amount: money(amountOf(line)),
  };
}
