/** Headers of every page and file. */
const COMMON = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(self), payment=()',
} as const;

const policy = (directives: Readonly<Record<string, string>>): string =>
  Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

const STRICT = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data: blob:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
} as const;

/**
 * Headers of the dashboard. MapLibre makes its workers out of blobs; styles in attributes (a bar's width) are allowed,
 * style elements are not. An outside map style opens the map's requests to https, nothing else.
 */
export function dashboardHeaders(mapStyleUrl: string | null): Readonly<Record<string, string>> {
  const outside = mapStyleUrl === null ? '' : ` https: ${new URL(mapStyleUrl).origin}`;
  return {
    ...COMMON,
    'content-security-policy': policy({
      ...STRICT,
      'style-src-attr': "'unsafe-inline'",
      'worker-src': "'self' blob:",
      'img-src': STRICT['img-src'] + outside,
      'connect-src': STRICT['connect-src'] + outside,
    }),
  };
}

/** Headers of the API's documentation: its viewer writes style elements. */
export const DOCS_HEADERS: Readonly<Record<string, string>> = {
  ...COMMON,
  'content-security-policy': policy({ ...STRICT, 'style-src': "'self' 'unsafe-inline'" }),
};
