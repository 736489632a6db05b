import { createHash } from 'node:crypto';
import { strFromU8, unzipSync } from 'fflate';
import type { Api } from './api.ts';
import type { ServiceProcess } from './service.ts';

export interface FileReply {
  readonly status: number;
  readonly type: string | null;
  readonly disposition: string | null;
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** The rows of a workbook's first sheet, each as the values of its number cells in their order. */
export function numbersOf(workbook: Uint8Array): number[][] {
  const sheet = strFromU8(unzipSync(workbook)['xl/worksheets/sheet1.xml']!);
  return [...sheet.matchAll(/<row\b.*?<\/row>/gs)].map(([row]) =>
    [...row.matchAll(/<c\b([^>]*)><v>([^<]*)<\/v>/g)].flatMap(([, about, value]) =>
      about!.includes('t="s"') ? [] : [Number(value)],
    ),
  );
}

/** A file that the service answers, as its bytes; with a body it is posted. */
export async function fileOf(
  { http }: ServiceProcess,
  { token }: Api,
  path: string,
  posted?: { readonly type: string; readonly body: Uint8Array },
): Promise<FileReply> {
  const answer = await fetch(`${http}/api/v1${path}`, {
    method: posted === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, ...(posted === undefined ? {} : { 'content-type': posted.type }) },
    ...(posted === undefined ? {} : { body: posted.body as Uint8Array<ArrayBuffer> }),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    disposition: answer.headers.get('content-disposition'),
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}
