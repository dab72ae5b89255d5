/** What an application in TypeScript sees of the encryption at rest. */
import type { Dexie } from 'dexie';

export interface EncryptionOptions {
  /** 32 bytes, or who gives those of a database, by its name, whenever it is opened. */
  key: Uint8Array | ((database: string) => Uint8Array);
  /** By table the fields that are encrypted. Of a table that is not named, all that is not indexed. */
  fields?: Record<string, string[]>;
}

/** An addon of Dexie. It stands behind `tidemark` in the list. */
export function encrypted(options: EncryptionOptions): (db: Dexie) => void;

/** Made at the first call. Rejects with a WrongKeyError for another passphrase than before. */
export function keyFromPassphrase(database: string, passphrase: string): Promise<Uint8Array>;

/** The same of 16 bytes or more that the server tells this user, always the same ones. */
export function keyFromSecret(database: string, secret: Uint8Array): Promise<Uint8Array>;

/** Nothing is encrypted anew. */
export function changePassphrase(database: string, before: string, after: string): Promise<void>;

/** Whether this browser has made a key for the database. */
export function hasKey(database: string): Promise<boolean>;

/** Whatever was encrypted with it cannot be read any more, by anybody. */
export function forgetKey(database: string): Promise<void>;

/** The key is another one, or somebody has changed what is stored. */
export class WrongKeyError extends Error {}
