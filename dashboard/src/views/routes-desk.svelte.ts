import type { Route, RouteVersion } from '@sweepline/contract';
import { language } from '../language/language.svelte.ts';
import { Streets as EdgeLines } from '../map/streets/edge-lines.ts';
import { compare, type Comparison } from '../routes/compare.ts';
import { nextId } from '../routes/draft.ts';
import { removeRoute, restoreRoute, retireRoute, routeVersion, routeVersions } from '../routes/requests.ts';
import { RouteBook } from '../routes/route-book.svelte.ts';
import { draftOf, RouteDraft, type DraftOrigin } from '../routes/route-draft.svelte.ts';
import { routeWords } from '../routes/words.ts';
import type { Desk } from './desk.svelte.ts';
import { Narrowing, unnarrowed } from '../shared/narrowing.svelte.ts';
import { refusalText } from '../rest/refusal.ts';

/** `plans/routes`, `…/id`, `…/id/edit`, `…/id/versions/1/2`, `…/-/new`, `…/-/new/like`, `…/-/import`; each with `/find/…` behind. */
export type RoutesView =
  | { readonly kind: 'list' }
  | { readonly kind: 'card'; readonly id: string }
  | { readonly kind: 'edit'; readonly id: string }
  | { readonly kind: 'new'; readonly like: string | null }
  | { readonly kind: 'compare'; readonly id: string; readonly before: number; readonly after: number }
  | { readonly kind: 'import' };

export function viewOf([id, part, first, second]: readonly string[]): RoutesView {
  if (id === undefined) return { kind: 'list' };
  if (id === '-') return part === 'import' ? { kind: 'import' } : { kind: 'new', like: first ?? null };
  if (part === 'edit') return { kind: 'edit', id };
  const [before, after] = [Number(first), Number(second)];
  if (part === 'versions' && Number.isInteger(before) && Number.isInteger(after))
    return { kind: 'compare', id, before, after };
  return { kind: 'card', id };
}

/** What is drawn and not stored, by town and route: it outlives a look at another page. */
const drafts = new Map<string, RouteDraft>();

/** The routes of the shown town, and what is looked at or drawn. */
export class RoutesDesk {
  readonly desk: Desk;
  readonly municipality: string;
  readonly book: RouteBook;
  readonly narrowing: Narrowing<'q'>;
  versions: readonly RouteVersion[] = $state.raw([]);
  compared = $state.raw<{ readonly key: string; readonly comparison: Comparison } | null>(null);

  readonly view: RoutesView = $derived.by(() => viewOf(unnarrowed(this.desk.address.segments).slice(3)));
  readonly #id = $derived('id' in this.view ? this.view.id : null);
  readonly route: Route | null = $derived.by(() => (this.#id === null ? null : (this.book.byId.get(this.#id) ?? null)));
  readonly edges = $derived.by(() => new EdgeLines(this.desk.town.basemap));
  readonly draft: RouteDraft | null = $derived.by(() => this.#draft());
  readonly mayPlan = $derived.by(() => {
    const role = this.desk.session.user?.role;
    return role === 'administrator' || role === 'operator';
  });

  constructor(desk: Desk, municipality: string) {
    this.desk = desk;
    this.municipality = municipality;
    this.book = new RouteBook(desk.api.rest, municipality);
    this.narrowing = new Narrowing(desk.address, ['q']);
  }

  /** To another view of the routes; the list stays narrowed. */
  go(...rest: readonly string[]): void {
    this.desk.go('plans', 'routes', ...rest, ...this.narrowing.parts);
  }

  readonly lengthOf = (edge: string): number | null => this.edges.get(edge)?.line.length_m ?? null;

  hasDraft(id: string): boolean {
    return drafts.get(this.#key(id))?.dirty ?? false;
  }

  /** Any draft that closing the window would lose. */
  static unsaved(): boolean {
    return [...drafts.values()].some((draft) => draft.dirty);
  }

  forget(draft: RouteDraft): void {
    for (const [key, one] of drafts) if (one === draft) drafts.delete(key);
  }

  async loadVersions(id: string): Promise<void> {
    this.versions = [];
    const versions = await routeVersions(this.desk.api.rest, id).catch(() => []);
    if (this.#id === id) this.versions = versions;
  }

  async loadComparison(id: string, before: number, after: number): Promise<void> {
    const key = [id, before, after].join('\n');
    if (this.compared?.key === key) return;
    this.compared = null;
    try {
      const [was, is] = await Promise.all([before, after].map((one) => routeVersion(this.desk.api.rest, id, one)));
      this.compared = { key, comparison: compare(was!.legs, is!.legs) };
    } catch (error) {
      this.#fail(error);
    }
  }

  async save(draft: RouteDraft): Promise<void> {
    const saved = await draft.save(this.desk.api.rest);
    if (saved === null) return;
    const words = language.pick(routeWords).done;
    const same = saved.version === draft.base?.version;
    this.forget(draft);
    this.book.take(saved);
    this.desk.toasts.say(same ? words.same(saved.id) : words.saved(saved.id, saved.version));
    this.go(saved.id);
  }

  async retire({ id }: Route): Promise<void> {
    await this.#carryOut(async () => {
      this.book.take(await retireRoute(this.desk.api.rest, id));
      return language.pick(routeWords).done.retired(id);
    });
  }
  async restore({ id }: Route): Promise<void> {
    await this.#carryOut(async () => {
      this.book.take(await restoreRoute(this.desk.api.rest, id));
      return language.pick(routeWords).done.restored(id);
    });
  }
  async remove({ id }: Route): Promise<void> {
    await this.#carryOut(async () => {
      await removeRoute(this.desk.api.rest, id);
      this.go();
      this.book.drop(id);
      return language.pick(routeWords).done.removed(id);
    });
  }

  async #carryOut(work: () => Promise<string>): Promise<void> {
    try {
      this.desk.toasts.say(await work());
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.desk.toasts.fail(refusalText(error));
  }

  #draft(): RouteDraft | null {
    const { view, book, desk } = this;
    if (view.kind !== 'edit' && view.kind !== 'new') return null;
    if (book.state.kind !== 'loaded' || desk.town.basemap === null || !this.mayPlan) return null;
    const key = view.kind === 'edit' ? this.#key(view.id) : `${this.#key('-')}\n${view.like ?? ''}`;
    const known = drafts.get(key);
    if (known) return known;
    const base = view.kind === 'edit' ? (book.byId.get(view.id) ?? null) : null;
    if (view.kind === 'edit' && base === null) return null;
    const origin: DraftOrigin = {
      municipality: this.municipality,
      drivesOn: desk.town.shown?.drivesOn ?? 'right',
      lengthOf: this.lengthOf,
    };
    const like = view.kind === 'new' && view.like !== null ? book.byId.get(view.like) : undefined;
    const made = new RouteDraft(
      origin,
      base,
      base?.id ?? nextId(book.all.map(({ id }) => id)),
      like ? draftOf(like, this.lengthOf) : null,
    );
    drafts.set(key, made);
    return made;
  }

  #key(id: string): string {
    return `${this.municipality}\n${id}`;
  }
}
