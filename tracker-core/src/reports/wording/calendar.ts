import { addDays, instantOfLocal, localOf, type Locale } from '@sweepline/contract';
import { NO_BREAK } from './figures.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Clocks are changed at whole quarters of an hour. */
const QUARTER_MS = 900_000;
const QUARTERS_KEPT = 20_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

/** A night on which a municipality's clocks were changed. */
export interface ClockChange {
  readonly date: string;
  /** Wall times before and after. */
  readonly from: string;
  readonly to: string;
}

/** Local dates and wall times of one municipality as a document writes them: its zone, 24 hours. */
export class Calendar {
  readonly zone: string;
  private readonly locale: Locale;
  private readonly long: Intl.DateTimeFormat;
  private readonly month: Intl.DateTimeFormat;
  private readonly offsets = new Map<number, number>();

  constructor(zone: string, locale: Locale) {
    this.zone = zone;
    this.locale = locale;
    const tag = locale === 'en' ? 'en-GB' : 'ru';
    this.long = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });
    this.month = new Intl.DateTimeFormat(tag, { timeZone: 'UTC', month: 'long', year: 'numeric' });
  }

  /** 05.10.2026 · 5 Oct 2026 */
  date(date: string): string {
    const year = date.slice(0, 4);
    return this.locale === 'ru' ? `${this.short(date)}.${year}` : `${this.short(date)}${NO_BREAK}${year}`;
  }

  /** 05.10 · 5 Oct */
  short(date: string): string {
    const [, month, day] = date.split('-');
    return this.locale === 'ru' ? `${day}.${month}` : `${Number(day)}${NO_BREAK}${MONTHS[Number(month) - 1]}`;
  }

  /** 5 октября 2026 г. · 5 October 2026 */
  longDate(date: string): string {
    return held(this.long.format(noon(date)));
  }

  /** октябрь 2026 г. · October 2026 */
  monthOf(date: string): string {
    return held(this.month.format(noon(`${date.slice(0, 7)}-15`)));
  }

  /** The days of a half-open span: a whole month by its name, else from the first to the last. */
  period(from: string, to: string): string {
    const last = addDays(to, -1);
    if (from === last) return this.longDate(from);
    if (from.endsWith('-01') && to.endsWith('-01') && last.slice(0, 7) === from.slice(0, 7)) return this.monthOf(from);
    return `${this.longDate(from)} – ${this.longDate(last)}`;
  }

  dateOf(ms: number): string {
    return this.wallClock(ms).slice(0, 10);
  }

  /** 06:42; inside a doubled hour with its offset: 03:30 +03. */
  clock(ms: number): string {
    const wall = this.wall(ms);
    return this.isDoubled(ms, wall) ? `${wall}${NO_BREAK}${offsetText(this.offset(ms))}` : wall;
  }

  /** 05.11.2026, 10:04 */
  moment(instant: string): string {
    const ms = Date.parse(instant);
    return `${this.date(this.dateOf(ms))}, ${this.clock(ms)}`;
  }

  /** The local day on which a deadline ends that is stored as its last instant. */
  lastDay(instant: string): string {
    return this.longDate(this.dateOf(Date.parse(instant) - 1));
  }

  /** 05:30–07:15; over midnight with the date on which it ends. */
  window(from: string, to: string): string {
    const [from_ms, to_ms] = [Date.parse(from), Date.parse(to)];
    const [begins, ends] = [this.dateOf(from_ms), this.dateOf(to_ms)];
    const over = begins === ends ? '' : `${this.short(ends)}${NO_BREAK}`;
    return `${this.clock(from_ms)}–${over}${this.clock(to_ms)}`;
  }

  /** Europe/Chisinau (UTC+3), as it stood on a date. */
  zoneOn(date: string): string {
    return `${this.zone} (UTC${offsetText(this.offset(instantOfLocal(this.zone, date, 12 * 60)))})`;
  }

  /** The nights between two local dates on which clocks were changed. */
  changes(from: string, to: string): ClockChange[] {
    const found: ClockChange[] = [];
    for (let date = from; date < to; date = addDays(date, 1)) {
      const begin = instantOfLocal(this.zone, date, 0);
      const end = instantOfLocal(this.zone, addDays(date, 1), 0);
      if (end - begin === DAY_MS) continue;
      let low = begin;
      let high = end;
      while (high - low > 60_000) {
        const middle = low + Math.floor((high - low) / 120_000) * 60_000;
        if (this.offset(middle) === this.offset(begin)) low = middle;
        else high = middle;
      }
      found.push({ date, from: clockOf(high + this.offset(begin)), to: this.wall(high) });
    }
    return found;
  }

  /** Milliseconds that the wall is ahead of UTC. */
  private offset(ms: number): number {
    const quarter = Math.floor(ms / QUARTER_MS);
    const known = this.offsets.get(quarter);
    if (known !== undefined) return known;
    const { date, minutes } = localOf(this.zone, quarter * QUARTER_MS);
    const offset = Math.round(Date.parse(`${date}T00:00:00Z`) + minutes * 60_000) - quarter * QUARTER_MS;
    if (this.offsets.size >= QUARTERS_KEPT) this.offsets.clear();
    this.offsets.set(quarter, offset);
    return offset;
  }

  /** As if the wall were in UTC. */
  private wallClock(ms: number): string {
    return new Date(ms + this.offset(ms)).toISOString();
  }

  private wall(ms: number): string {
    return this.wallClock(ms).slice(11, 16);
  }

  private isDoubled(ms: number, wall: string): boolean {
    if (this.offset(ms - DAY_MS) === this.offset(ms + DAY_MS)) return false;
    return wall === this.wall(ms + HOUR_MS) || wall === this.wall(ms - HOUR_MS);
  }
}

const noon = (date: string): number => Date.parse(`${date}T12:00:00Z`);
const clockOf = (wall_ms: number): string => new Date(wall_ms).toISOString().slice(11, 16);
const held = (text: string): string => text.replace(/[ \u202f]/g, NO_BREAK);

function offsetText(offset_ms: number): string {
  const minutes = Math.round(Math.abs(offset_ms) / 60_000);
  const rest = minutes % 60 === 0 ? '' : `:${two(minutes % 60)}`;
  return `${offset_ms < 0 ? '\u2212' : '+'}${two(Math.floor(minutes / 60))}${rest}`;
}
