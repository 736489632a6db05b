import type { Exchange } from '../http/exchange.ts';
import { acceptsGzip } from '../http/respond.ts';
import { statusOf } from '../http/exchange.ts';
import { readAssets, type Asset } from './assets.ts';
import { dashboardHeaders } from './security.ts';

const KEPT_FOR_EVER = 'public, max-age=31536000, immutable';

const NO_BUILD = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Sweepline</title>
<body>
<h1>Sweepline is running, its dashboard is not built</h1>
<p>Run <code>npm run build</code> in the project's folder and start the service again.</p>
<p>The API works meanwhile: <a href="/api/docs">its documentation</a>.</p>
</body>
</html>
`;

const acceptsBrotli = (acceptEncoding: string): boolean => /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(acceptEncoding);

/** Answers with the asset in the smallest form that the client takes. */
export function answerAsset(exchange: Exchange, asset: Asset, headers: Readonly<Record<string, string>>): void {
  const accepted = exchange.header('accept-encoding');
  const brotli = asset.brotli !== null && acceptsBrotli(accepted) ? asset.brotli : null;
  const gzipped = brotli === null && asset.gzip !== null && acceptsGzip(accepted) ? asset.gzip : null;
  const all = {
    ...headers,
    'content-type': asset.type,
    'cache-control': asset.immutable ? KEPT_FOR_EVER : 'no-cache',
    etag: asset.etag,
    vary: 'accept-encoding',
    ...(brotli ? { 'content-encoding': 'br' } : gzipped ? { 'content-encoding': 'gzip' } : {}),
  };
  if (exchange.header('if-none-match').includes(asset.etag))
    exchange.answer({ status: statusOf(304), headers: all, body: '' });
  else exchange.answer({ status: statusOf(200), headers: all, body: brotli ?? gzipped ?? asset.plain });
}

/** The dashboard: its files, and its page for every other address, which the dashboard itself resolves. */
export class Site {
  readonly #assets: ReadonlyMap<string, Asset> | null;
  readonly #headers: Readonly<Record<string, string>>;

  private constructor(assets: ReadonlyMap<string, Asset> | null, headers: Readonly<Record<string, string>>) {
    this.#assets = assets;
    this.#headers = headers;
  }

  static async load(directory: string | null, mapStyleUrl: string | null): Promise<Site> {
    const assets = directory === null ? null : await readAssets(directory);
    return new Site(assets, dashboardHeaders(mapStyleUrl));
  }

  handle(exchange: Exchange): void {
    const { method, path } = exchange;
    if (method !== 'GET' && method !== 'HEAD') {
      exchange.answer({ status: statusOf(405), headers: { ...this.#headers, allow: 'GET, HEAD' }, body: '' });
      return;
    }
    if (this.#assets === null) {
      const headers = { ...this.#headers, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
      exchange.answer({ status: statusOf(200), headers, body: NO_BUILD });
      return;
    }
    const asset = this.#assets.get(decoded(path)) ?? (isPage(path) ? this.#assets.get('/index.html') : undefined);
    if (asset !== undefined) answerAsset(exchange, asset, this.#headers);
    else
      exchange.answer({
        status: statusOf(404),
        headers: { ...this.#headers, 'content-type': 'text/plain' },
        body: 'not found\n',
      });
  }
}

/** A path without a file's ending is an address inside the dashboard. */
const isPage = (path: string): boolean => !/\.[a-z0-9]+$/i.test(path);

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
