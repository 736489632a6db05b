import { refusalText, reasonText } from './refusal.ts';
import type { RequestError } from './request-error.ts';

const firstOf = (path: string): string => path.split('/')[1] ?? '';

/**
 * What the service said of single fields of a body, by the field's name, in the language that is shown as far as its
 * reasons are known; what it could not place stands under ''.
 */
export function fieldErrorsOf(error: RequestError, placeOf = firstOf): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const { details } = error;
  if (Array.isArray(details))
    for (const detail of details as unknown[]) {
      if (typeof detail !== 'object' || detail === null) continue;
      const { path, message, reason, values } = detail as Readonly<Record<string, unknown>>;
      if (typeof path !== 'string' || typeof message !== 'string') continue;
      found.set(placeOf(path), reasonText(reason, values) ?? message);
    }
  if (found.size === 0) found.set('', refusalText(error));
  return found;
}
