const PARTS = { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' } as const;

/** 19 нояб. 2026 · 19 Nov 2026, 21:30: what a field of a date, a time or both has; a dash where nothing is chosen. */
export function momentText(value: string | null | undefined, locale: string): string {
  const found = /^(\d{4}-\d\d-\d\d)?T?(\d\d:\d\d)?/.exec(value ?? '');
  const [, day, time] = found ?? [];
  const date =
    day === undefined
      ? undefined
      : new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, PARTS)
          .format(Date.parse(`${day}T00:00:00Z`))
          .replace(/\s*г\.$/, '');
  return [date, time].filter((part) => part !== undefined).join(', ') || '–';
}
