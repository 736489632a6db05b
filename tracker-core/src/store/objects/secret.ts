import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits in letters that passwords, headers and websocket subprotocols all take. */
export const randomSecret = (): string => randomBytes(32).toString('base64url');

/** Random secrets need no slow hash: there is nothing to guess. */
export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Compares in constant time. */
export function isSecret(secret: string, hash: string): boolean {
  const given = Buffer.from(hashOfSecret(secret));
  const kept = Buffer.from(hash);
  return given.length === kept.length && timingSafeEqual(given, kept);
}
