/** Prints rows under their heads, numbers to the right. */
export function printTable(heads, rows) {
  const texts = rows.map((row) => row.map((cell) => (cell === null || cell === undefined ? '–' : String(cell))));
  const widths = heads.map((head, i) => Math.max(head.length, ...texts.map((row) => row[i].length)));
  const right = heads.map((_, i) => i > 0 && texts.every((row) => /^[–\d.,+−-]|^$/.test(row[i])));
  const line = (cells) =>
    cells
      .map((cell, i) => (right[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  console.log(`  ${line(heads)}`);
  console.log(`  ${widths.map((width) => '─'.repeat(width)).join('  ')}`);
  for (const row of texts) console.log(`  ${line(row)}`);
  console.log();
}

export const printTitle = (title) => console.log(`${title}\n`);

/** `12,345` from ten on, else two decimals. */
export function figure(value, digits) {
  if (value === null || !Number.isFinite(value)) return '–';
  const decimals = digits ?? (Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
  return value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

export const median = (values) => quantile(values, 0.5);

export function quantile(values, share) {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor((sorted.length - 1) * share)];
}
