import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { SigningKey } from '@sweepline/contract';
import { keyIdOf, rawPublicKey, signatureOf } from '../claims/pack/signature.ts';
import type { Db } from '../store/db.ts';
import { putSigningKey, signingKeys } from '../store/objects/signing-keys.ts';

const FILE = 'signing.pem';

/**
 * The key that evidence is signed by. It lies in a folder of its own, which belongs into no backup of the data: who has it
 * can sign anything. Only public keys are in the database.
 */
export class Signing {
  readonly #db: Db;
  readonly #folder: string;
  readonly #now: () => number;
  #key: KeyObject;

  private constructor(db: Db, folder: string, now: () => number, key: KeyObject) {
    this.#db = db;
    this.#folder = folder;
    this.#now = now;
    this.#key = key;
  }

  /** Reads the key, or makes the first one. @throws where the file is there and holds no Ed25519 key */
  static async open(db: Db, folder: string, now: () => number): Promise<Signing> {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const key = readKey(join(folder, FILE)) ?? makeKey(folder);
    const signing = new Signing(db, folder, now, key);
    await signing.#tell(key);
    return signing;
  }

  get keyId(): string {
    return keyIdOf(rawPublicKey(this.#key));
  }

  /** All public keys, newest first. */
  keys(): Promise<SigningKey[]> {
    return signingKeys(this.#db);
  }

  /** From now on another key signs; what was signed stays valid by the public keys of before. */
  async rotate(): Promise<SigningKey[]> {
    const key = makeKey(this.#folder);
    // Nothing is signed by a key that nobody knows.
    await this.#tell(key);
    this.#key = key;
    return this.keys();
  }

  /** Of one pack: it keeps its key, whatever is rotated meanwhile. */
  signer(): { readonly key: string; readonly sign: (bytes: Uint8Array) => Uint8Array } {
    const key = this.#key;
    return { key: this.keyId, sign: (bytes) => signatureOf(bytes, key) };
  }

  #tell(key: KeyObject): Promise<void> {
    const raw = rawPublicKey(key);
    return putSigningKey(this.#db, keyIdOf(raw), raw, this.#now());
  }
}

function readKey(file: string): KeyObject | null {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== 'ed25519')
    throw new Error(`${file} holds a key of the type ${key.asymmetricKeyType}, expected ed25519`);
  chmodSync(file, 0o600);
  return key;
}

/** A new key, in the place of the one before; whole on the disk before anything is signed by it. */
function makeKey(folder: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519');
  const fresh = join(folder, `${FILE}.new`);
  const file = openSync(fresh, 'w', 0o600);
  try {
    writeSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, join(folder, FILE));
  return privateKey;
}
