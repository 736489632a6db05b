import { says } from '@sweepline/contract';
import { Refused } from '../../refused.ts';
import type { PageWish } from '../../store/objects/scope.ts';

const LAST_NO = 2 ** 31 - 1;

/** The page of a list that runs by number. @throws Refused `bad-request`. */
export function numbered(page: PageWish): PageWish {
  if (page.after === null) return page;
  const no = Number(page.after);
  if (!Number.isInteger(no) || no < 1 || no > LAST_NO) throw new Refused('bad-request', says('no-such-page'));
  return page;
}
