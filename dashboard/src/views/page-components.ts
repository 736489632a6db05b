import type { Component } from 'svelte';
import type { Page } from './pages.ts';

type Load = () => Promise<{ default: Component }>;

/** The pages that lie over the map, each loaded when it is first opened. The others share the map, and the shell holds them. */
export const PAGE_COMPONENTS: Readonly<Partial<Record<Page, Load>>> = {
  plans: () => import('./PlansPage.svelte'),
  excuses: () => import('./ExcusesPage.svelte'),
  claims: () => import('./ClaimsPage.svelte'),
  contracts: () => import('./ContractsPage.svelte'),
  week: () => import('./WeekPage.svelte'),
  fleet: () => import('./FleetPage.svelte'),
  own: () => import('./OwnPage.svelte'),
  overview: () => import('./OverviewPage.svelte'),
  planfact: () => import('./PlanFactPage.svelte'),
  administration: () => import('./AdministrationPage.svelte'),
};
