import type { ActAnswer, Locale } from '@sweepline/contract';
import { address, type RestClient } from '../rest/client.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Local dates, half-open. */
export interface ActPeriod {
  readonly from: string;
  readonly to: string;
}

/** A file as the service takes it: by its name, because browsers call a CSV by many types. */
const typed = (file: File): Blob =>
  new Blob([file], { type: file.name.toLowerCase().endsWith('.csv') ? 'text/csv' : XLSX });

export const reconcile = (rest: RestClient, contract: string, { from, to }: ActPeriod, file: File) =>
  rest.send<ActAnswer>('POST', `/contracts/${contract}/act`, typed(file), { from, to });

/** The same as a table to keep. */
export async function reconciledSheet(
  contract: string,
  { from, to }: ActPeriod,
  file: File,
  locale: Locale,
): Promise<Blob> {
  const answer = await fetch(address(`/contracts/${contract}/act`, { from, to, format: 'xlsx', locale }), {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': typed(file).type },
    body: file,
  });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.blob();
}

export const templateOf = (contract: string, locale: Locale): string =>
  address(`/contracts/${contract}/act/template.xlsx`, { locale });
