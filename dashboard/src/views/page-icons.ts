import Map from '@lucide/svelte/icons/map';
import Route from '@lucide/svelte/icons/route';
import SlidersHorizontal from '@lucide/svelte/icons/sliders-horizontal';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import Truck from '@lucide/svelte/icons/truck';
import type { Page } from '../session/session.svelte.ts';

export const PAGE_ICONS: Readonly<Record<Page, typeof Map>> = {
  live: Map,
  incidents: TriangleAlert,
  plans: Route,
  fleet: Truck,
  administration: SlidersHorizontal,
};
