import { describe, expect, it } from 'vitest';
import { LocalDates } from './local-dates.ts';
import { Numbers } from './numbers.ts';
import { Times } from './times.ts';

const ru = new Numbers('ru');
const en = new Numbers('en');

describe('numbers', () => {
  it('groups, joins units with no-break spaces and shows a real minus', () => {
    expect(ru.metres(11_574)).toBe('11\u00a0574\u00a0м');
    expect(en.metres(11_574)).toBe('11,574\u00a0m');
    expect(ru.plain(-12.5, 1)).toBe('−12,5');
    expect(ru.plain(-0.01, 1)).toBe('0,0');
    expect(ru.with(5.8, 'kmh', 1)).toBe('5,8\u00a0км/ч');
  });

  it('writes per cent with a space in Russian only', () => {
    expect(ru.percent(0.8543)).toBe('85,4\u00a0%');
    expect(en.percent(0.8543)).toBe('85.4%');
    expect(ru.threshold(0.9)).toBe('90\u00a0%');
    expect(en.threshold(0.925)).toBe('92.5%');
  });

  it('changes to kilometres above 9 999 m in lists', () => {
    expect(ru.length(9_999)).toBe('9\u00a0999\u00a0м');
    expect(en.length(10_000)).toBe('10.0\u00a0km');
  });

  it('shortens durations', () => {
    expect(ru.duration(48_000)).toBe('48\u00a0с');
    expect(en.duration(33 * 60_000)).toBe('33\u00a0min');
    expect(ru.duration(125 * 60_000)).toBe('2\u00a0ч\u00a005\u00a0мин');
  });
});

describe('ranges of days', () => {
  const [russian, english] = [new LocalDates('ru'), new LocalDates('en')];
  const plain = (text: string): string => text.replace(/[\u2009\u00a0]/g, ' ');

  it('say month and year once where they are the same', () => {
    expect(russian.range('2026-11-16', '2026-11-22')).toBe('16–22 нояб. 2026');
    expect(plain(english.range('2026-10-26', '2026-11-01'))).toBe('26 Oct – 1 Nov 2026');
    expect(english.range('2026-11-22', '2026-11-22')).toBe('22 Nov 2026');
  });

  it('say both years where they differ', () => {
    expect(plain(russian.range('2025-12-01', '2026-12-31'))).toBe('1 дек. 2025 – 31 дек. 2026');
    expect(plain(english.range('2025-12-01', '2026-12-31'))).toBe('1 Dec 2025 – 31 Dec 2026');
  });
});

describe('times', () => {
  const chisinau = new Times('ru', 'Europe/Chisinau');

  it('are those of the municipality, with the zone named', () => {
    expect(chisinau.hms('2026-11-19T04:42:18Z')).toBe('06:42:18');
    expect(chisinau.abbreviation('2026-11-19T04:42:18Z')).toBe('EET');
    expect(chisinau.abbreviation('2026-07-19T04:42:18Z')).toBe('EEST');
    expect(chisinau.date('2026-11-19T04:42:18Z')).toBe('чт, 19 нояб.');
    expect(new Times('en', 'Europe/Chisinau').date('2026-11-19T04:42:18Z')).toBe('Thu 19 Nov');
    expect(new Times('en', 'Europe/Moscow').abbreviation(0)).toBe('MSK');
    expect(chisinau.span('2026-11-19T03:30:00Z', '2026-11-19T05:15:00Z')).toBe('05:30–07:15');
    expect(chisinau.span('2026-11-19T03:30:00Z', '2026-11-19T03:30:59Z')).toBe('05:30');
    expect(new Times('en', 'Asia/Almaty').abbreviation('2026-11-19T04:42:18Z')).toBe('+05');
  });

  it('show the offset inside a doubled hour and only there', () => {
    const zone = new Times('en', 'Europe/Berlin');
    expect(zone.hm('2026-10-25T00:30:00Z')).toBe('02:30\u00a0+02');
    expect(zone.hm('2026-10-25T01:30:00Z')).toBe('02:30\u00a0+01');
    expect(zone.hm('2026-10-25T02:30:00Z')).toBe('03:30');
    expect(zone.hm('2026-03-29T01:30:00Z')).toBe('03:30');
  });
});
