import CalendarDays from '@lucide/svelte/icons/calendar-days';
import ChartColumnStacked from '@lucide/svelte/icons/chart-column-stacked';
import History from '@lucide/svelte/icons/history';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import FileCheck from '@lucide/svelte/icons/file-check';
import FilePenLine from '@lucide/svelte/icons/file-pen-line';
import Map from '@lucide/svelte/icons/map';
import Monitor from '@lucide/svelte/icons/monitor';
import Route from '@lucide/svelte/icons/route';
import Scale from '@lucide/svelte/icons/scale';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal';
import Sigma from '@lucide/svelte/icons/sigma';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Truck from '@lucide/svelte/icons/truck';
import { ROLES, type Role } from '@sweepline/contract';

interface PageEntry {
  readonly icon: typeof Map;
  /** Code of the key that opens it after `G`. */
  readonly key: string | null;
  /** Who sees it. */
  readonly roles: readonly Role[];
}

/** Every page, in the order of the rail. */
export const PAGES = {
  live: { icon: Map, key: 'KeyL', roles: ROLES },
  incidents: { icon: TriangleAlert, key: 'KeyI', roles: ROLES },
  replay: { icon: History, key: 'KeyR', roles: ROLES },
  plans: { icon: Route, key: 'KeyP', roles: ROLES },
  week: { icon: CalendarDays, key: 'KeyW', roles: ROLES },
  fleet: { icon: Truck, key: 'KeyF', roles: ROLES },
  overview: { icon: ChartColumnStacked, key: 'KeyO', roles: ['administrator', 'operator', 'auditor'] },
  own: { icon: ClipboardList, key: 'KeyM', roles: ['contractor'] },
  planfact: { icon: Sigma, key: 'KeyA', roles: ROLES },
  excuses: { icon: FileCheck, key: null, roles: ROLES },
  claims: { icon: Scale, key: 'KeyC', roles: ROLES },
  contracts: { icon: FilePenLine, key: 'KeyK', roles: ROLES },
  wall: { icon: Monitor, key: null, roles: ROLES },
  administration: {
    icon: SlidersHorizontal,
    key: null,
    roles: ['administrator'],
  },
} as const satisfies Readonly<Record<string, PageEntry>>;

export type Page = keyof typeof PAGES;

/** Pages that lists of pages leave out: the wall has a key and a button of its own. */
export const isListed = (page: Page): boolean => page !== 'wall';

const NAMES = Object.keys(PAGES) as Page[];

/** Each role sees only its pages. */
export const pagesOf = (role: Role): readonly Page[] =>
  NAMES.filter((page) => (PAGES[page].roles as readonly Role[]).includes(role));

/** The page of an address' word. */
export const pageNamed = (word: string | undefined): Page | null => NAMES.find((page) => page === word) ?? null;

/** The page that a key opens after `G`. */
export const pageOfKey = (code: string): Page | null => NAMES.find((page) => PAGES[page].key === code) ?? null;

/** The phone's tabs have room for four pages, these first; the others stand behind the last tab. */
const ON_TABS: readonly Page[] = ['own', 'live', 'incidents', 'plans', 'week'];
export function tabsOf(pages: readonly Page[]): readonly Page[] {
  const first = ON_TABS.filter((page) => pages.includes(page)).slice(0, 4);
  return pages.filter((page) => first.includes(page));
}
export function withoutTab(pages: readonly Page[]): readonly Page[] {
  const tabs = tabsOf(pages);
  return pages.filter((page) => isListed(page) && !tabs.includes(page));
}
