import type { ErrorAnswer, NetworkAnswer, NetworkWarning } from '@sweepline/contract';
import { address } from '../rest/client.ts';
import { RequestError } from '../rest/request-error.ts';

/** What a street file would become. */
export interface StreetPreview extends NetworkAnswer {
  readonly basemap: GeoJSON.FeatureCollection;
}

export const STREET_FILES = '.geojson,.json,.osm,.xml,.pbf';
export const MOST_BYTES = 256 * 1024 * 1024;

const TYPES: Readonly<Record<string, string>> = {
  geojson: 'application/geo+json',
  json: 'application/geo+json',
  osm: 'application/vnd.openstreetmap.data+xml',
  xml: 'application/vnd.openstreetmap.data+xml',
  pbf: 'application/vnd.openstreetmap.data.pbf',
};

/** By the end of its name; null for what is no street file. */
export const typeOf = (name: string): string | null => TYPES[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? null;

/** Sends a file and tells how much of it is sent, as a share of one. Aborting ends it with `unreachable`. @throws RequestError */
export function sendFile<Answer>(
  request: { readonly method: 'POST' | 'PUT'; readonly path: string; readonly type: string },
  file: Blob,
  sent: (share: number) => void,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    // fetch does not tell how much of a body is sent.
    const exchange = new XMLHttpRequest();
    const broken = () => reject(new RequestError('unreachable', 0, 'the upload was broken off'));
    exchange.open(request.method, address(request.path));
    exchange.setRequestHeader('content-type', request.type);
    exchange.setRequestHeader('accept', 'application/json');
    exchange.responseType = 'json';
    exchange.upload.addEventListener('progress', ({ loaded, total }) => sent(total === 0 ? 1 : loaded / total));
    exchange.addEventListener('load', () => {
      const body = exchange.response as (Partial<ErrorAnswer> & Answer) | null;
      if (exchange.status < 300 && body !== null) resolve(body);
      else
        reject(
          new RequestError(
            body?.code ?? 'unexpected',
            exchange.status,
            body?.message ?? `status ${exchange.status}`,
            body ?? {},
          ),
        );
    });
    exchange.addEventListener('error', broken);
    exchange.addEventListener('abort', broken);
    signal.addEventListener('abort', () => exchange.abort());
    exchange.send(file);
  });
}

export interface WarningGroup {
  readonly code: string;
  readonly count: number;
  readonly examples: readonly Omit<NetworkWarning, 'code'>[];
}

/** Of the plans that the file would change: more than an oddity of the file. */
export const ofPlans = (code: string): boolean => code.startsWith('planned-');

/** Warnings by their kind, those of plans and then the most frequent first; the last line of a long kind says how many more there are. */
export function warningGroups(warnings: NetworkAnswer['warnings'], examples = 4): WarningGroup[] {
  const groups = new Map<string, { count: number; examples: Omit<NetworkWarning, 'code'>[] }>();
  for (const { code, ...example } of warnings) {
    const { item, detail } = example;
    const group = groups.get(code) ?? { count: 0, examples: [] };
    groups.set(code, group);
    const more = item === '…' ? Number(/\d+/.exec(detail)?.[0] ?? 0) : 0;
    group.count += more > 0 ? more : 1;
    if (more === 0 && group.examples.length < examples) group.examples.push(example);
  }
  return [...groups]
    .map(([code, group]) => ({ code, ...group }))
    .sort((a, b) => Number(ofPlans(b.code)) - Number(ofPlans(a.code)) || b.count - a.count);
}
