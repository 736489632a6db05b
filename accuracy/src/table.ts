import type { Row, Verdict } from './targets.ts';
import { error_pct, foundOf, precision_pct, recall_pct, side_pct, type Figures } from './score/figures.ts';

const HEADS = [
  'scenario',
  'planned, km',
  'done, %',
  'precision, %',
  'recall, %',
  'error, %',
  'side, %',
  'assumed, %',
  'found',
  'delay, s',
  'false',
  'vehicle-h',
] as const;

const two = (value: number): string => value.toFixed(2);

/** From the beginning of a fault to its telling, over those that were told. */
function medianDelay({ faults }: Figures): string {
  const delays = faults.flatMap(({ delay_s }) => (delay_s === null ? [] : [delay_s])).sort((a, b) => a - b);
  return delays.length === 0 ? '' : String(delays[delays.length >> 1]!);
}

function cellsOf({ of, figures }: Row): string[] {
  const { planned_m, true_m, assumed_m, sided_m, faults, falseIncidents, vehicle_h } = figures;
  const missed = of.error_pct !== undefined && error_pct(figures) > of.error_pct ? ' !' : '';
  const mistaken = of.side_pct !== undefined && side_pct(figures) < of.side_pct ? ' !' : '';
  return [
    of.name,
    (planned_m / 1000).toFixed(1),
    ((100 * true_m) / planned_m).toFixed(1),
    two(precision_pct(figures)),
    two(recall_pct(figures)),
    `${two(error_pct(figures))}${missed}`,
    `${two(side_pct(figures))}${mistaken}`,
    sided_m === 0 ? '' : ((100 * assumed_m) / sided_m).toFixed(1),
    faults.length === 0 ? '' : `${foundOf(figures)}/${faults.length}`,
    medianDelay(figures),
    String(falseIncidents.length),
    vehicle_h.toFixed(1),
  ];
}

function padded(rows: readonly (readonly string[])[], left: readonly number[]): string[][] {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows.map((row) =>
    row.map((cell, i) => (left.includes(i) ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))),
  );
}

/** For the terminal. */
export function plainTable(rows: readonly Row[]): string {
  return padded([HEADS, ...rows.map(cellsOf)], [0])
    .map((cells) => cells.join('  ').trimEnd())
    .join('\n');
}

export function plainVerdicts(verdicts: readonly Verdict[]): string {
  const cells = verdicts.map(({ what, target, got, met }) => [met ? 'met' : 'MISSED', what, target, got]);
  return padded(cells, [0, 1, 2, 3])
    .map((row) => row.join('  ').trimEnd())
    .join('\n');
}

const rule = (widths: readonly number[], left: readonly number[]): string =>
  `| ${widths.map((width, i) => (left.includes(i) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;

function markdown(rows: readonly (readonly string[])[], left: readonly number[]): string {
  const [head, ...rest] = padded(rows, left).map((cells) => `| ${cells.join(' | ')} |`);
  const widths = rows[0]!.map((_, i) => Math.max(3, ...rows.map((row) => row[i]!.length)));
  return [head, rule(widths, left), ...rest].join('\n');
}

/** The same for the documentation. */
export const markdownTable = (rows: readonly Row[]): string => markdown([HEADS, ...rows.map(cellsOf)], [0]);

export const markdownVerdicts = (verdicts: readonly Verdict[]): string =>
  markdown(
    [
      ['target', 'asked', 'measured', 'verdict'],
      ...verdicts.map(({ what, target, got, met }) => [what, target, got, met ? 'met' : '**missed**']),
    ],
    [0, 1, 2, 3],
  );

/** Which incidents stand for nothing, and which faults were not found, by kind. */
export function plainCounts(figures: Figures): string {
  const count = (names: readonly string[]): string => {
    const sums = new Map<string, number>();
    for (const name of names) sums.set(name, (sums.get(name) ?? 0) + 1);
    return (
      [...sums]
        .sort((a, b) => b[1] - a[1])
        .map(([name, sum]) => `${sum} × ${name}`)
        .join(', ') || 'none'
    );
  };
  const missed = figures.faults.filter(({ found }) => !found);
  return [
    `false incidents: ${count(figures.falseIncidents.map(({ kind }) => kind))}`,
    `faults not found in time: ${count(missed.map(({ fault, expected }) => `${fault} (${expected})`))}`,
  ].join('\n');
}
