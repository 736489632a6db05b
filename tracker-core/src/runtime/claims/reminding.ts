import { reminderFrom } from '../../claims/deadlines.ts';
import type { Db } from '../../store/db.ts';
import { noteReminded, unremindedClaims } from '../../store/objects/claim-drafts.ts';
import { findClaim } from '../../store/objects/claims.ts';
import { findMunicipality } from '../../store/objects/municipalities.ts';
import { addNotices } from '../../store/objects/notices.ts';

/** Tells contractors of claims whose time to answer soon ends; answers how many. */
export async function remindDue(db: Db, now_ms: number): Promise<number> {
  let reminded = 0;
  for (const { id, issued_ms, answer_by_ms } of await unremindedClaims(db)) {
    if (now_ms < reminderFrom(issued_ms, answer_by_ms) || now_ms >= answer_by_ms) continue;
    const claim = (await findClaim(db, id))!;
    const { municipality, contractor, contractorName, number, from, to, total, currency, answerBy } = claim;
    const timezone = (await findMunicipality(db, municipality))!.timezone;
    await db.transaction(async (within) => {
      if (!(await noteReminded(within, id))) return;
      const facts = { number, contractor: contractorName, from, to, total, currency, timezone, by: answerBy! };
      await addNotices(within, { contractor }, { at_ms: now_ms, municipality, kind: 'answer-due', claim: id, facts });
      reminded++;
    });
  }
  return reminded;
}
