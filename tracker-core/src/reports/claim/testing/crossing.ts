import type { SampleGround } from './sample-claim.ts';

const line = (...places: number[]): Float64Array => Float64Array.from(places);

/** Two streets that cross, and one beside without a name. */
export const crossing: SampleGround = {
  streets: [
    { name: 'улица Букурешть', class: 'secondary', line: line(28.83, 47.02, 28.834, 47.022) },
    { name: 'strada Ștefan cel Mare și Sfânt', class: 'residential', line: line(28.832, 47.018, 28.832, 47.024) },
    { name: null, class: 'footway', line: line(28.83, 47.019, 28.834, 47.019) },
  ],
  legs: [
    { edge: 'e1', street: 'улица Букурешть', line: line(28.83, 47.02, 28.834, 47.022) },
    { edge: 'e2', street: 'strada Ștefan cel Mare și Sfânt', line: line(28.832, 47.018, 28.832, 47.024) },
  ],
};
