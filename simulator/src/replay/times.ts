/** Times without an offset are UTC, as fleets' exports mostly are; numbers are epoch seconds or milliseconds. */
export function instantMs(value: unknown): number | null {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d{9,13}(\.\d+)?$/.test(value))) {
    const number = Number(value);
    return Math.round(number < 1e11 ? number * 1000 : number);
  }
  if (typeof value !== 'string') return null;
  const iso = value
    .trim()
    .replace(' ', 'T')
    .replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
  const ms = Date.parse(/(Z|[+-]\d\d:\d\d)$/i.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(ms) ? null : ms;
}
