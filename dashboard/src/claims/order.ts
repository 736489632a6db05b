import { CLAIM_SORTS, type ClaimSort } from '@sweepline/contract';
import type { Order } from '../shared/ui/DataTable.svelte';

/** The order that a text of an address names; absent where it names none. */
export const sortOf = (text: string | undefined): ClaimSort | undefined => CLAIM_SORTS.find((one) => one === text);

export const orderOfSort = (sort: ClaimSort | undefined): Order | null =>
  sort === undefined ? null : { by: sort.replace('-', ''), down: sort.startsWith('-') };

export const sortOfOrder = ({ by, down }: Order): ClaimSort => sortOf(down ? `-${by}` : by)!;
