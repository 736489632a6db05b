import { says, type Saying } from '@sweepline/contract';
import type { User } from '@sweepline/contract';
import { Refused, worded } from '../refused.ts';
import { EVERYTHING, type Scope } from '../store/objects/scope.ts';
import type { Audience } from './ports.ts';

/** What the user may see: an administrator all, others their municipalities, a contractor's people only what is his. */
export function scopeOf({ role, municipalities, contractor }: User): Scope {
  if (role === 'administrator') return EVERYTHING;
  if (role !== 'contractor') return { municipalities, contractor: null };
  return contractor === null ? { municipalities: [], contractor: '' } : { municipalities, contractor };
}

/** The part of a scope that lies in one municipality, where a list is asked for that. */
export function within(scope: Scope, municipality: string | undefined): Scope {
  if (municipality === undefined) return scope;
  const seen = scope.municipalities === null || scope.municipalities.includes(municipality);
  return { ...scope, municipalities: seen ? [municipality] : [] };
}

export const seesMunicipality = (user: User, municipality: string): boolean => {
  const { municipalities } = scopeOf(user);
  return municipalities === null || municipalities.includes(municipality);
};

/** A live socket's audience out of what its client asks for; null where the user has nothing to see there. */
export function audienceOf(user: User, wish: { municipality?: string; contractor?: string }): Audience | null {
  const municipality = wish.municipality ?? (user.municipalities.length === 1 ? user.municipalities[0] : undefined);
  if (municipality === undefined || !seesMunicipality(user, municipality)) return null;
  const { contractor } = scopeOf(user);
  if (contractor === null) return { municipality, contractor: wish.contractor ?? null };
  return wish.contractor === undefined || wish.contractor === contractor ? { municipality, contractor } : null;
}

/**
 * Who may PUT an object: the first PUT fixed its owner, and another owner's id is taken, whoever asks.
 * @throws Refused `id-taken`; `unknown-reference` for a municipality that the user does not see.
 */
export function checkOwner(user: User, kind: string, id: string, wished: string, owner: string | null): void {
  if (owner !== null && (owner !== wished || !seesMunicipality(user, owner))) {
    throw new Refused('id-taken', says('of-another-owner', { kind, id }));
  }
  if (!seesMunicipality(user, wished)) throw unknownReference('municipality', wished);
}

/** A field of a body, by its JSON pointer, that cannot be. */
export function wrongField(path: string, saying: Saying): Refused {
  return new Refused('invalid', worded(`${path.slice(1)} ${saying.message}`, saying), [{ path, ...saying }]);
}

/** Something a body names that does not exist, or that its sender must not know of. */
export const unknownReference = (field: string, id: string): Refused =>
  new Refused('unknown-reference', says('nothing-there', { kind: field, id }), [
    { path: `/${field}`, ...says('nothing-there', { kind: field, id }) },
  ]);

/** What a body names must belong to the same municipality. @throws Refused `unknown-reference`, `other-municipality`. */
export function checkReference<Found extends { municipality: string }>(
  user: User,
  field: string,
  id: string,
  found: Found | null,
  municipality: string,
): Found {
  if (found === null || !seesMunicipality(user, found.municipality)) throw unknownReference(field, id);
  if (found.municipality !== municipality) {
    const saying = says('of-another-municipality', { kind: field, id });
    throw new Refused('other-municipality', saying, [{ path: `/${field}`, ...saying }]);
  }
  return found;
}

interface Owned {
  readonly municipality: string;
}

/**
 * The owner of an object that says by a reference, not by itself, where it belongs.
 * @throws Refused `id-taken` where the id is another owner's, `unknown-reference` where the reference is not seen.
 */
export function ownerByReference(
  user: User,
  kind: string,
  id: string,
  known: Owned | null,
  field: string,
  referenceId: string,
  reference: Owned | null,
): string {
  const taken = new Refused('id-taken', says('of-another-owner', { kind, id }));
  if (known !== null && !seesMunicipality(user, known.municipality)) throw taken;
  if (reference === null || !seesMunicipality(user, reference.municipality)) throw unknownReference(field, referenceId);
  if (known !== null && known.municipality !== reference.municipality) throw taken;
  return reference.municipality;
}

export const notFound = (kind: string, id: string): Refused =>
  new Refused('not-found', says('nothing-there', { kind, id }));

/** @throws Refused `not-found` for null: what is not seen does not exist. */
export function present<Found>(found: Found | null, kind: string, id: string): Found {
  if (found === null) throw notFound(kind, id);
  return found;
}
