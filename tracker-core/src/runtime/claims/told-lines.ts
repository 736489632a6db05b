import type { ClaimLine } from '@sweepline/contract';
import {
  MOST_LISTED,
  sectionOf,
  type Section,
  type SectionSum,
  type ToldLines,
} from '../../reports/claim/listed-lines.ts';
import type { Db } from '../../store/db.ts';
import { digestLines } from '../../store/objects/claim-digest.ts';
import { findLines } from '../../store/objects/claim-lines.ts';

const LINES_AT_ONCE = 500;

/** What a document tells of a claim's lines, and of how many assignments they are: the lines that are not listed are not read. */
export async function toldLines(
  db: Db,
  claim: string,
  most = MOST_LISTED,
): Promise<{ readonly told: ToldLines; readonly assignments: number }> {
  const { sums, accepted, weightiest, assignments } = await digestLines(db, claim, most);
  const sections: Record<Section, SectionSum> = {
    ...{ 'non-payment': NOTHING, penalty: NOTHING, warning: NOTHING, bonus: NOTHING, held: NOTHING, dropped: NOTHING },
  };
  for (const { lines, amount, ...of } of sums) {
    const section = sectionOf(of);
    const sum = sections[section];
    sections[section] = { lines: sum.lines + lines, amount: sum.amount + amount };
  }
  const nos = weightiest.toSorted((a, b) => a - b);
  const listed: ClaimLine[] = [];
  for (let at = 0; at < nos.length; at += LINES_AT_ONCE)
    listed.push(...(await findLines(db, claim, nos.slice(at, at + LINES_AT_ONCE))));
  const count = sums.reduce((all, { lines }) => all + lines, 0);
  return { told: { listed, sums: sections, count, accepted }, assignments };
}

const NOTHING: SectionSum = { lines: 0, amount: 0 };
