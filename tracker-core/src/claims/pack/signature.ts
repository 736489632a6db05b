import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

const PUBLIC_KEY_BYTES = 32;
const ID_DIGITS = 16;

/** Id of a raw public key: the first 16 digits of its SHA-256. */
export const keyIdOf = (publicKey: Uint8Array): string =>
  createHash('sha256').update(publicKey).digest('hex').slice(0, ID_DIGITS);

/** The raw 32 bytes of an Ed25519 key, private or public. */
export const rawPublicKey = (key: KeyObject): Buffer =>
  Buffer.from((key.type === 'public' ? key : createPublicKey(key as never)).export({ format: 'jwk' }).x!, 'base64url');

const publicKeyOf = (raw: Uint8Array): KeyObject =>
  createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(raw).toString('base64url') }, format: 'jwk' });

/** Ed25519 (RFC 8032) over the bytes themselves: 64 bytes. */
export const signatureOf = (bytes: Uint8Array, key: KeyObject): Buffer => sign(null, bytes, key);

export const isSigned = (bytes: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean =>
  publicKey.length === PUBLIC_KEY_BYTES && verify(null, bytes, publicKeyOf(publicKey), signature);
