import { PLAN_COLUMNS, type PlanColumn } from '@sweepline/contract';
import writeWorkbook from 'write-excel-file/universal';
import type { StreetNetwork } from '../../network/network.ts';
import { everyOperation, headerIn, operationIn, sideIn } from './vocabulary.ts';

const WIDTHS: Readonly<Record<PlanColumn, number>> = {
  route: 12,
  name: 24,
  operation: 16,
  street: 32,
  edge: 16,
  side: 14,
  passes: 10,
  from_m: 10,
  to_m: 10,
};
const EXAMPLES = 3;

/** A workbook to fill in: the header, a few rows with the town's own streets, and the words that are understood. */
export async function templateWorkbook(network: StreetNetwork, locale: 'ru' | 'en'): Promise<Uint8Array> {
  const names = [...new Set(network.edges.flatMap(({ name }) => (name === null ? [] : [name])))];
  const step = Math.max(1, Math.floor(names.length / EXAMPLES));
  const streets = Array.from({ length: EXAMPLES }, (_, i) => names[i * step] ?? '');
  const cell = (value: string) => ({ type: String, value });
  const header = PLAN_COLUMNS.map((column) => ({ ...cell(headerIn(column, locale)), fontWeight: 'bold' as const }));
  const sides = (['both', 'right', 'left'] as const).map((side) => sideIn(side, locale));
  const rows = streets.map((street, i) => {
    const values: Partial<Record<PlanColumn, string>> = {
      route: 'T-01',
      ...(i === 0 ? { name: street, operation: operationIn('sweep', locale) } : {}),
      street,
      side: sides[i]!,
      passes: i === 0 ? '2' : '1',
    };
    return PLAN_COLUMNS.map((column) => cell(values[column] ?? ''));
  });
  const words = [
    [headerIn('operation', locale), ...everyOperation.map((operation) => operationIn(operation, locale))],
    [headerIn('side', locale), ...(['both', 'right', 'left', 'centre'] as const).map((side) => sideIn(side, locale))],
  ].map((line) => line.map(cell));
  const file = await writeWorkbook([
    {
      data: [header, ...rows],
      sheet: locale === 'ru' ? 'Маршруты' : 'Routes',
      columns: PLAN_COLUMNS.map((column) => ({ width: WIDTHS[column] })),
      stickyRowsCount: 1,
    },
    {
      data: words,
      sheet: locale === 'ru' ? 'Слова' : 'Words',
      columns: Array.from({ length: 6 }, () => ({ width: 16 })),
    },
  ]).toBlob();
  return new Uint8Array(await file.arrayBuffer());
}
