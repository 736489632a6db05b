import type { Locale, PlanFactAnswer, PlanFactMonths, SigningKey } from '@sweepline/contract';
import type { DocumentPort } from '../../gateway/ports.ts';
import { claimPdf } from '../../reports/claim/claim-pdf.ts';
import { claimXlsx } from '../../reports/claim/claim-xlsx.ts';
import { planFactPdf } from '../../reports/plan-fact/plan-fact-pdf.ts';
import type { Typeface } from '../../reports/pdf/typeface.ts';
import { inTurns } from '../in-turns.ts';
import type { ProveParts } from '../prove.ts';
import { readClaimPaper, readClaimTable } from './paper.ts';
import { readTypeface } from './typeface.ts';

export interface DocumentsParts extends ProveParts {
  /** By which evidence is signed, newest first. */
  readonly keys: () => Promise<readonly SigningKey[]>;
}

/** Sets documents to print one at a time, for each may hold thousands of lines and dozens of maps; tables stream. */
export class Documents implements DocumentPort {
  private readonly parts: DocumentsParts;
  private typeface: Promise<Typeface> | null = null;
  private last: Promise<unknown> = Promise.resolve();

  constructor(parts: DocumentsParts) {
    this.parts = parts;
  }

  async claim(id: string, format: 'pdf' | 'xlsx', locale: Locale): Promise<AsyncIterable<Uint8Array>> {
    if (format === 'xlsx') {
      const { ground, batches } = await readClaimTable(this.parts, id);
      return claimXlsx(ground, batches, locale);
    }
    return this.inTurn(async () => {
      const paper = await readClaimPaper(this.parts, id, await this.parts.keys());
      return whole(await inTurns(claimPdf(paper, locale, await this.letters())));
    });
  }

  planFact(
    answer: PlanFactAnswer | PlanFactMonths,
    town: { readonly name: string },
    locale: Locale,
  ): Promise<Uint8Array> {
    return this.inTurn(async () => inTurns(planFactPdf(answer, town, locale, await this.letters())));
  }

  private letters(): Promise<Typeface> {
    this.typeface ??= readTypeface();
    return this.typeface;
  }

  private inTurn<Made>(work: () => Promise<Made>): Promise<Made> {
    const made = this.last.then(work);
    this.last = made.catch(() => undefined);
    return made;
  }
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  yield bytes;
}
