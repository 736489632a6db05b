import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** 9 packs within 3 % of 11 in a twentieth of the time: this runs at every start. */
const BROTLI_QUALITY = 9;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
};
const COMPRESSIBLE = new Set(['.html', '.js', '.mjs', '.css', '.json', '.webmanifest', '.svg', '.txt', '.wasm']);

/** One file in memory with its packed forms. */
export interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly brotli: Buffer | null;
  readonly gzip: Buffer | null;
  /** Named after its content: may be kept for ever. */
  readonly immutable: boolean;
}

export async function assetOf(path: string, plain: Buffer, immutable: boolean): Promise<Asset> {
  const extension = extname(path);
  const packable = COMPRESSIBLE.has(extension) && plain.length > 1_000;
  const [brotli, gzipped] = packable
    ? await Promise.all([
        compressBrotli(plain, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
            [constants.BROTLI_PARAM_SIZE_HINT]: plain.length,
          },
        }),
        compressGzip(plain, { level: 6 }),
      ])
    : [null, null];
  return {
    type: TYPES[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    plain,
    brotli,
    gzip: gzipped,
    immutable,
  };
}

/** Vite names what lies in `assets/` after its content. */
const HASHED = /^\/assets\//;

/** All files of a build by URL path; null where there is no build. */
export async function readAssets(directory: string): Promise<ReadonlyMap<string, Asset> | null> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return null;
  const assets = new Map<string, Asset>();
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith('.map')) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(directory, file).split(sep).join('/')}`;
    assets.set(path, await assetOf(path, await readFile(file), HASHED.test(path)));
  }
  return assets.has('/index.html') ? assets : null;
}
