import type { FulfilmentGroup } from '@sweepline/contract';
import type { TableGrouping } from './view.ts';

interface NameWords {
  readonly wholeTown: string;
  readonly outside: string;
  readonly noName: (edge: string) => string;
}

/** A town without districts is one; what has no name is named by its id. */
export function groupName(
  { key, name }: Pick<FulfilmentGroup, 'key' | 'name'>,
  by: TableGrouping | 'street' | 'assignment',
  hasDistricts: boolean,
  words: NameWords,
): string {
  if (by === 'district') return name ?? (hasDistricts ? words.outside : words.wholeTown);
  if (by === 'street') return name ?? words.noName(key);
  if (by === 'assignment') return name === null ? key : `${name} · ${key}`;
  return name ?? key;
}
