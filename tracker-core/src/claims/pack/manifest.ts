import { Type, type Static } from 'typebox';
import { Id } from '@sweepline/contract';

export const PACK_FORMAT = 'sweepline-claim-pack-1';
export const MANIFEST = 'manifest.json';
export const SIGNATURE = 'manifest.sig';

const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Bytes = Type.Integer({ minimum: 0 });

/** A member of a pack: what it holds, and the bytes in which the archive keeps it. */
export const Member = Type.Object({
  name: Type.String(),
  bytes: Bytes,
  sha256: Sha256,
  packed: Type.Object({ bytes: Bytes, sha256: Sha256 }),
});
export type Member = Static<typeof Member>;

/** The list that the signature is over: every byte of a pack follows from it. */
export const Manifest = Type.Object({
  format: Type.Literal(PACK_FORMAT),
  claim: Id,
  number: Type.String(),
  revision: Type.Integer(),
  /** A draft's pack is no claim. */
  state: Type.String(),
  /** Of all entries of the archive. */
  date: Type.String({ description: 'RFC 3339, UTC' }),
  key: Type.String({ description: 'id of the key that signed' }),
  members: Type.Array(Member),
});
export type Manifest = Static<typeof Manifest>;
