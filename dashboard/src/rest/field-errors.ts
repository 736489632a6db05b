import type { RequestError } from './request-error.ts';

/** What the service said of single fields of a body, by the field's name; what it could not place stands under ''. */
export function fieldErrorsOf({ details, message }: RequestError): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (Array.isArray(details))
    for (const detail of details as unknown[]) {
      if (typeof detail !== 'object' || detail === null) continue;
      const { path, message: words } = detail as { path?: unknown; message?: unknown };
      if (typeof path === 'string' && typeof words === 'string') found.set(path.split('/')[1] ?? '', words);
    }
  if (found.size === 0) found.set('', message);
  return found;
}
