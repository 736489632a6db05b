import { csvOf, type Sheet } from './table-of.ts';

/** Hands a file to the browser's own saving. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser reads it after this turn.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

export const saveCsv = (name: string, sheet: Sheet): void =>
  saveFile(`${name}.csv`, new Blob([csvOf(sheet)], { type: 'text/csv;charset=utf-8' }));

/** The writer loads when it is first needed. */
export async function saveXlsx(name: string, sheets: readonly Sheet[]): Promise<void> {
  const { default: write } = await import('write-excel-file/browser');
  const content = await write(
    sheets.map(({ name: sheet, head, rows }) => ({
      sheet: sheet.slice(0, 31),
      data: [
        head.map((value) => ({ value, fontWeight: 'bold' as const })),
        ...rows.map((row) => row.map((value) => (value === null ? null : { value }))),
      ],
      stickyRowsCount: 1,
      columns: head.map((text, n) => ({ width: n === 0 ? 36 : Math.max(12, text.length + 2) })),
    })),
  ).toBlob();
  saveFile(`${name}.xlsx`, content);
}
