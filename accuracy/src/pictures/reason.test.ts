import { describe, expect, it } from 'vitest';
import { partOf } from './line.ts';
import { reasonOf, type Circumstances, type ToldDrive } from './reason.ts';
import { cross, driven, fixes, lane, quay } from './testing/tiny-town.ts';

const told = (changes: Partial<ToldDrive>): ToldDrive => ({
  street: lane,
  against: false,
  from_s: 0,
  to_s: 100,
  verdict: 'worked',
  serves: 'right',
  ...changes,
});
const seen = (changes: Partial<Circumstances>): Circumstances => ({
  street: lane,
  side: 'right',
  stretch: partOf(lane, 0, 300),
  from_s: 0,
  to_s: 100,
  wasDone: true,
  interval_s: 5,
  fixes,
  driven,
  told: [told({})],
  ...changes,
});

describe('the likely reason', () => {
  it('is a street beside that was told instead, with how near it lies and how far off the fixes were', () => {
    expect(reasonOf(seen({ told: [told({ street: quay, against: true })] }))).toBe(
      'Quay & Dock runs beside the leg, only 16 m away, and the fixes were 9 m off on average: ' +
        'the drive was told along that, even against its one-way.',
    );
    expect(reasonOf(seen({ told: [told({ street: cross, from_s: 40, to_s: 60 })], from_s: 45, to_s: 55 }))).toContain(
      'Cross Street lies 16 m from the leg on average',
    );
  });

  it('says for how long the other street was told where that is not nearly all of the time', () => {
    const part = (to_s: number): string => reasonOf(seen({ told: [told({ street: quay, to_s })] }));
    expect(part(60)).toContain('the drive was told along that for 60 of these 100 s.');
    expect(part(95)).toContain('the drive was told along that.');
    expect(reasonOf(seen({ fixes: [], told: [told({ street: quay })] }))).toContain('no fix came in that time');
  });

  it('is the other kerb, another judgement of the work, or silence, where the street was right', () => {
    expect(reasonOf(seen({ told: [told({ serves: 'left' })] }))).toContain('other direction');
    expect(reasonOf(seen({ street: quay, told: [told({ street: quay, serves: 'left' })] }))).toContain('one-way');
    expect(reasonOf(seen({ told: [told({ verdict: 'gear-off' })] }))).toContain('not as work');
    expect(reasonOf(seen({ told: [], interval_s: 60 }))).toContain('a fix every 60 s');
    expect(reasonOf(seen({ told: [] }))).toContain('No way was told');
    expect(reasonOf(seen({ wasDone: false }))).toContain('Nobody worked this kerb');
  });
});
