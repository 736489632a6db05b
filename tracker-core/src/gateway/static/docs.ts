import { says } from '@sweepline/contract';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Refused } from '../../refused.ts';
import type { Exchange } from '../http/exchange.ts';
import { refusalOf } from '../http/respond.ts';
import { assetOf, type Asset } from './assets.ts';
import { DOCS_HEADERS } from './security.ts';
import { answerAsset } from './site.ts';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sweepline API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

const START = `SwaggerUIBundle({ url: '/api/v1/openapi.json', dom_id: '#docs', deepLinking: true, validatorUrl: null });
`;

const FILES = ['swagger-ui.css', 'swagger-ui-bundle.js'] as const;

/** The documentation page, whole from memory: it works without the internet. Packed when first asked for. */
export class Docs {
  #assets: Promise<ReadonlyMap<string, Asset>> | null = null;

  async handle(exchange: Exchange): Promise<void> {
    this.#assets ??= load();
    const asset = (await this.#assets).get(exchange.path.replace(/\/$/, ''));
    if (asset === undefined)
      exchange.answer(refusalOf(new Refused('not-found', says('no-such-address', { path: exchange.path }))));
    else answerAsset(exchange, asset, DOCS_HEADERS);
  }
}

async function load(): Promise<ReadonlyMap<string, Asset>> {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const assets = new Map<string, Asset>([
    ['/api/docs', await assetOf('index.html', Buffer.from(PAGE), false)],
    ['/api/docs/start.js', await assetOf('start.js', Buffer.from(START), false)],
  ]);
  for (const file of FILES)
    assets.set(`/api/docs/${file}`, await assetOf(file, await readFile(join(folder, file)), false));
  return assets;
}
