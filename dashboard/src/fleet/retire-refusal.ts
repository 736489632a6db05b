import { language } from '../language/language.svelte.ts';
import { RequestError } from '../rest/request-error.ts';
import { fleetWords } from './words.ts';
import { refusalText } from '../rest/refusal.ts';

/** Why a vehicle stays in use, with what holds it. */
export function retireRefusal(error: unknown): string {
  const words = language.pick(fleetWords);
  if (!(error instanceof RequestError) || error.code !== 'in-use') return refusalText(error);
  const { devices = [], assignments = [] } = (error.details ?? {}) as { devices?: string[]; assignments?: string[] };
  const held = [
    ...(devices.length > 0 ? [language.count(devices.length, words.counts.devices)] : []),
    ...(assignments.length > 0 ? [language.count(assignments.length, words.counts.assignments)] : []),
  ];
  return words.retireRefused(held.join(', '));
}
