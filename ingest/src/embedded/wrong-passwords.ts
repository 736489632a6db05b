const WINDOW_MS = 60_000;
const PER_NAME = 10;
const PER_ADDRESS = 200;
/** Above this many entries the window is emptied early: an attacker's addresses must not fill the memory. */
const MAX_ENTRIES = 100_000;

/**
 * Limits guessing without hurting anybody else: only failures are counted. A name that failed ten times within a minute
 * from an address is not looked at any more from there; an address that failed 200 times gets one try a name. A device
 * with the right secret is therefore let in from any address, unless somebody there guesses at its very name.
 */
export class WrongPasswords {
  #begun_ms = 0;
  readonly #byName = new Map<string, number>();
  readonly #byAddress = new Map<string, number>();

  /** True where this try must be turned away unseen. */
  barred(address: string, name: string, now_ms: number): boolean {
    this.#roll(now_ms);
    const ofName = this.#byName.get(nameKey(address, name)) ?? 0;
    if (ofName === 0) return false;
    return ofName >= PER_NAME || (this.#byAddress.get(network(address)) ?? 0) >= PER_ADDRESS;
  }

  failed(address: string, name: string, now_ms: number): void {
    this.#roll(now_ms);
    count(this.#byName, nameKey(address, name));
    count(this.#byAddress, network(address));
  }

  #roll(now_ms: number): void {
    if (now_ms - this.#begun_ms < WINDOW_MS && this.#byName.size < MAX_ENTRIES) return;
    this.#begun_ms = now_ms;
    this.#byName.clear();
    this.#byAddress.clear();
  }
}

const count = (counts: Map<string, number>, key: string): void => void counts.set(key, (counts.get(key) ?? 0) + 1);

const nameKey = (address: string, name: string): string => `${network(address)} ${name.slice(0, 64)}`;

/** An IPv6 subscriber owns a /64: its first four groups. */
function network(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const missing = 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
  return [...groups, ...Array.from({ length: Math.max(0, missing) }, () => '0')].slice(0, 4).join(':');
}
