import type {
  Assignment,
  Claim,
  ClaimAnswerBody,
  ClaimBody,
  ClaimCloseBody,
  ClaimDecisionBody,
  ClaimLine,
  ClaimOutline,
  ClaimSort,
  ClaimSummary,
  Contract,
  CoverageAnswer,
  LineDropAnswer,
  Locale,
  PageOf,
} from '@sweepline/contract';
import { address, sentAs, type RestClient } from '../rest/client.ts';

/** What narrows the register; a part that is absent narrows nothing. */
export interface ClaimFilter {
  readonly q?: string | undefined;
  readonly state?: string | undefined;
  readonly contractor?: string | undefined;
  readonly contract?: string | undefined;
  /** Local dates, half-open, that the claim's period meets. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** In which order; absent: newest first. */
  readonly sort?: ClaimSort | undefined;
}

export const isNarrowed = ({ sort: _, ...narrowing }: ClaimFilter): boolean =>
  Object.values(narrowing).some((value) => value !== undefined);

/** What narrows the lines of a claim. */
export interface LineFilter {
  readonly q?: string | undefined;
  readonly state?: string | undefined;
  /** `open`, `accept`, `object`, `undecided`. */
  readonly answer?: string | undefined;
}

/** The requests about claims. */
export class ClaimRequests {
  readonly #rest: RestClient;

  constructor(rest: RestClient) {
    this.#rest = rest;
  }

  page(municipality: string, filter: ClaimFilter, after?: string) {
    return this.#rest.get<PageOf<ClaimSummary>>('/claims', { municipality, ...filter, limit: 200, after });
  }
  contracts(municipality: string) {
    return this.#rest.list<Contract>('/contracts', { municipality });
  }
  begin(contract: string, body: ClaimBody) {
    return this.#rest.send<Claim>('POST', `/contracts/${contract}/claims`, body);
  }

  claim(id: string) {
    return this.#rest.get<Claim>(`/claims/${id}`);
  }
  outline(id: string, filter: LineFilter) {
    return this.#rest.get<ClaimOutline>(`/claims/${id}/outline`, { ...filter });
  }
  async lines(id: string, nos: readonly number[]): Promise<readonly ClaimLine[]> {
    const query = { no: nos.join(','), limit: nos.length };
    return (await this.#rest.get<PageOf<ClaimLine>>(`/claims/${id}/lines`, query)).items;
  }
  line(id: string, no: number) {
    return this.#rest.get<ClaimLine>(`/claims/${id}/lines/${no}`);
  }
  stop(id: string) {
    return this.#rest.send<Claim>('POST', `/claims/${id}/stop`, {});
  }
  drop(id: string, no: number, reason: string) {
    return this.#rest.send<LineDropAnswer>('POST', `/claims/${id}/lines/${no}/drop`, { reason });
  }
  restore(id: string, no: number) {
    return this.#rest.send<LineDropAnswer>('POST', `/claims/${id}/lines/${no}/restore`, {});
  }
  issue(id: string) {
    return this.#rest.send<Claim>('POST', `/claims/${id}/issue`, {});
  }
  answer(id: string, body: ClaimAnswerBody) {
    return this.#rest.send<Claim>('POST', `/claims/${id}/answer`, body);
  }
  decide(id: string, body: ClaimDecisionBody) {
    return this.#rest.send<Claim>('POST', `/claims/${id}/decide`, body);
  }
  close(id: string, body: ClaimCloseBody) {
    return this.#rest.send<Claim>('POST', `/claims/${id}/close`, body);
  }
  revise(id: string) {
    return this.#rest.send<Claim>('POST', `/claims/${id}/revise`, {});
  }

  /** The file itself, as the camera made it. */
  attach(id: string, no: number, file: File): Promise<unknown> {
    return this.#rest.send('POST', `/claims/${id}/lines/${no}/attachments`, sentAs(file), { name: file.name });
  }

  assignment(id: string) {
    return this.#rest.get<Assignment>(`/assignments/${id}`);
  }
  coverage(assignment: string) {
    return this.#rest.get<CoverageAnswer>(`/assignments/${assignment}/coverage`);
  }
}

/** Addresses of what the browser fetches by itself. */
export const documentAddress = (claim: string, format: 'pdf' | 'xlsx', locale: Locale): string =>
  address(`/claims/${claim}/document`, { format, locale });
export const packAddress = (claim: string, locale: Locale): string => address(`/claims/${claim}/pack`, { locale });
export const fileAddress = (claim: string, no: number, attachment: string): string =>
  address(`/claims/${claim}/lines/${no}/attachments/${attachment}`);

/** Heads of the chains of the contractor's devices, of the days in which fixes of the period were received. */
export const chainHeadsAddress = ({ contractor, from, to }: Pick<Claim, 'contractor' | 'from' | 'to'>): string =>
  address(`/contractors/${contractor}/chain-heads`, { from, to, limit: 1_000 });
