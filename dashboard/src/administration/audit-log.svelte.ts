import { addDays, instantOf, instantOfLocal, type PageOf } from '@sweepline/contract';
import type { RestClient } from '../rest/client.ts';
import { failureOf, type RequestError } from '../rest/request-error.ts';

export interface AuditEntry {
  readonly no: number;
  readonly at: string;
  readonly login: string;
  readonly action: string;
  readonly object: string;
  /** What people call it; null where it is gone, or has no name but its code. */
  readonly name: string | null;
  readonly municipality: string | null;
  readonly body: unknown;
}

export interface AuditWish {
  readonly login: string;
  readonly object: string;
  readonly action: string;
  /** Local date, or none. */
  readonly day: string;
}

/** What the same request wrote to the same object before; null where this was the first. */
export async function recordBefore(rest: RestClient, { action, object, no }: AuditEntry): Promise<AuditEntry | null> {
  const { items } = await rest.get<PageOf<AuditEntry>>('/audit', { action, object, after: String(no), limit: 1 });
  return items[0] ?? null;
}

/** Who wrote what, the newest first, page by page. */
export class AuditLog {
  items = $state.raw<readonly AuditEntry[]>([]);
  next = $state<string | null>(null);
  loading = $state(false);
  failed = $state.raw<RequestError | null>(null);
  readonly #rest: RestClient;
  #asked = 0;

  constructor(rest: RestClient) {
    this.#rest = rest;
  }

  async find(wish: AuditWish, zone: string, more = false): Promise<void> {
    const asked = ++this.#asked;
    this.loading = true;
    const { login, object, action, day } = wish;
    const given = (text: string) => (text.trim() === '' ? undefined : text.trim());
    const date = /^\d{4}-\d\d-\d\d$/.test(day) ? day : undefined;
    try {
      const page = await this.#rest.get<PageOf<AuditEntry>>('/audit', {
        login: given(login),
        object: given(object),
        action: given(action),
        from: date && instantOf(instantOfLocal(zone, date, 0)),
        to: date && instantOf(instantOfLocal(zone, addDays(date, 1), 0)),
        after: more ? (this.next ?? undefined) : undefined,
      });
      if (asked !== this.#asked) return;
      this.items = more ? [...this.items, ...page.items] : page.items;
      this.next = page.next;
      this.failed = null;
    } catch (error) {
      if (asked === this.#asked) this.failed = failureOf(error);
    } finally {
      if (asked === this.#asked) this.loading = false;
    }
  }
}
