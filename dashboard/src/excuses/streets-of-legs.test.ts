import { expect, it } from 'vitest';
import { namesOf, streetsOfLegs } from './streets-of-legs.ts';

const nameOf = (edge: string): string | null => ({ e1: 'Harbour', e2: 'Harbour', e3: 'Market' })[edge] ?? null;
const piece = (from_m: number, to_m: number, state: 'covered' | 'uncovered') => ({ from_m, to_m, state, marks: [] });

it('gathers both kerbs and all passes of a street, what is most left first', () => {
  const legs = [
    { edge: 'e1', length_m: 100.1, pieces: [piece(0, 100.1, 'covered')] },
    { edge: 'e2', length_m: 50, pieces: [piece(0, 20, 'covered'), piece(20, 50, 'uncovered')] },
    { edge: 'e3', length_m: 80, pieces: [piece(0, 80, 'uncovered')] },
    { edge: 'e9', length_m: 10, pieces: [] },
  ];
  expect(streetsOfLegs(legs, nameOf)).toEqual([
    { name: 'Market', edges: ['e3'], planned_m: 80, left_m: 80 },
    { name: 'Harbour', edges: ['e1', 'e2'], planned_m: 150.1, left_m: 30 },
    { name: 'e9', edges: ['e9'], planned_m: 10, left_m: 0 },
  ]);
});

it('names each street of an excuse once', () =>
  expect(namesOf([{ edge: 'e1' }, { edge: 'e2' }, { edge: 'e9' }], nameOf)).toEqual(['Harbour', 'e9']));
