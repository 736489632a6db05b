import type { DatabaseLack } from './rest/setup.ts';
import { filled, type RefusalValue } from './refusals.ts';

/** What can be wrong with something that the service stands on: a closed list with the service's own English. */
export const TROUBLES = {
  'not-answering': 'does not answer: {why}',
  'not-started': 'not started',
  'not-listening': 'the embedded broker does not listen',
  'never-connected': 'not yet connected to the broker ({why})',
  'not-connected': 'not connected to the broker',
  'nothing-stored': 'nothing was stored: {why}',
  'may-not-read': 'the broker does not let the service read {topics}',
} as const;

export interface Trouble {
  readonly trouble: keyof typeof TROUBLES;
  readonly values?: Readonly<Record<string, RefusalValue>>;
}

export const troubleText = ({ trouble, values = {} }: Trouble): string => filled(TROUBLES[trouble], values);

/** What `/readyz` answers: dependencies in the service's English and by the list, what the database lacks likewise. */
export interface Readiness {
  readonly ready: boolean;
  readonly dependencies: Readonly<Record<string, string | null>>;
  readonly troubles: Readonly<Record<string, Trouble | null>>;
  readonly lacks: readonly string[];
  readonly lacking: readonly DatabaseLack[];
}
