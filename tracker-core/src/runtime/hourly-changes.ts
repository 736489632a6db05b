const HOUR_MS = 3_600_000;
/** Hours told apart; of those before them it is only known when the last of them changed. */
const MOST_HOURS = 96;

/** With which version of a vehicle's evidence each hour last changed, so that new fixes leave what is over as it was. */
export class HourlyChanges {
  private readonly hours = new Map<number, number>();
  /** Of the setting and the plan, and of every hour that is not told apart any more. */
  private base: number;

  constructor(version: number) {
    this.base = version;
  }

  /** Whatever was concluded before is out of date. */
  all(version: number): void {
    this.base = version;
    this.hours.clear();
  }

  at(instant_ms: number, version: number): void {
    this.hours.set(Math.floor(instant_ms / HOUR_MS), version);
    if (this.hours.size <= MOST_HOURS) return;
    const oldest = Math.min(...this.hours.keys());
    this.base = Math.max(this.base, this.hours.get(oldest)!);
    this.hours.delete(oldest);
  }

  within(from_ms: number, to_ms: number): number {
    let version = this.base;
    for (const [hour, changed] of this.hours)
      if (hour * HOUR_MS < to_ms && (hour + 1) * HOUR_MS > from_ms) version = Math.max(version, changed);
    return version;
  }
}
