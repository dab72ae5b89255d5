import { WrongKeyError } from './seal.js';

/**
 * The key of a database: 32 random bytes, which lie beside it, wrapped by what the user knows or the server tells. So
 * another passphrase costs no second sealing of all data.
 *
 * @typedef {{id: 'key', salt: Uint8Array<ArrayBuffer>, rounds: number, nonce: Uint8Array<ArrayBuffer>, wrapped: Uint8Array<ArrayBuffer>}} Wrapped
 */

/** Of PBKDF2 with SHA-256, as OWASP's cheat sheet on password storage advises (2023). */
const ROUNDS = 600_000;

/**
 * @param {string} database its name, with the user's in it if it is one user's own
 * @param {string} passphrase
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the key, made at the first call
 * @throws {WrongKeyError} if it is another passphrase than before
 */
export const keyFromPassphrase = (database, passphrase) => keyOf(database, byPassphrase(passphrase));

/**
 * @param {string} database
 * @param {Uint8Array<ArrayBuffer>} secret what the server tells this user after the sign-in, always the same
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the key, made at the first call
 * @throws {WrongKeyError} if it is another secret than before
 */
export const keyFromSecret = (database, secret) => keyOf(database, bySecret(secret));

/**
 * @param {string} database
 * @param {string} before
 * @param {string} after
 */
export async function changePassphrase(database, before, after) {
  const key = await keyFromPassphrase(database, before);
  const wrapped = await wrap(key, byPassphrase(after));
  await inStore(database, 'readwrite', (store) => store.put(wrapped));
}

/** @param {string} database @returns {Promise<boolean>} a key was made for it in this browser */
export const hasKey = async (database) => Boolean(await stored(database));

/** Whatever was sealed with it cannot be read any more. For after a sign-out. @param {string} database */
export const forgetKey = (database) => answerOf(indexedDB.deleteDatabase(nameOf(database)));

/** @typedef {(salt: Uint8Array<ArrayBuffer>, rounds: number) => Promise<CryptoKey>} Derive */

/** @param {string} passphrase @returns {Derive} */
const byPassphrase = (passphrase) => async (salt, iterations) => {
  const material = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const base = await crypto.subtle.importKey('raw', material, 'PBKDF2', false, ['deriveKey']);
  return derived({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, base);
};

/** @param {Uint8Array<ArrayBuffer>} secret @returns {Derive} */
const bySecret = (secret) => async (salt) => {
  if (!(secret instanceof Uint8Array) || secret.length < 16)
    throw new TypeError('keyFromSecret(): the secret must be a Uint8Array of 16 bytes or more.');
  const base = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveKey']);
  return derived({ name: 'HKDF', hash: 'SHA-256', salt, info: new TextEncoder().encode('tidemark') }, base);
};

/** @param {any} how @param {CryptoKey} base */
const derived = (how, base) =>
  crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);

/** @param {string} database @param {Derive} derive */
async function keyOf(database, derive) {
  const { salt, rounds, nonce, wrapped } = (await stored(database)) ?? (await made(database, derive));
  try {
    const wrapping = await derive(salt, rounds);
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce }, wrapping, wrapped));
  } catch (fault) {
    const isAnother = /** @type {Error} */ (fault).name === 'OperationError';
    throw isAnother ? new WrongKeyError(`The key of ${database}`) : fault;
  }
}

/**
 * Two tabs may both come first; the key that was stored first counts.
 * @param {string} database
 * @param {Derive} derive
 */
async function made(database, derive) {
  const fresh = await wrap(crypto.getRandomValues(new Uint8Array(32)), derive);
  await inStore(database, 'readwrite', (store) => store.add(fresh)).catch((fault) => {
    if (fault.name !== 'ConstraintError') throw fault;
  });
  return /** @type {Wrapped} */ (await stored(database));
}

/**
 * @param {Uint8Array<ArrayBuffer>} key
 * @param {Derive} derive
 * @returns {Promise<Wrapped>}
 */
async function wrap(key, derive) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const wrapping = await derive(salt, ROUNDS);
  const wrapped = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, wrapping, key));
  return { id: 'key', salt, rounds: ROUNDS, nonce, wrapped };
}

/** @param {string} database */
const nameOf = (database) => `tidemark-key ${database}`;

const STORE = 'keys';

/** @param {string} database @returns {Promise<Wrapped | undefined>} */
const stored = (database) => inStore(database, 'readonly', (store) => store.get('key'));

/**
 * @template T
 * @param {string} database
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} work
 * @returns {Promise<T>}
 */
async function inStore(database, mode, work) {
  const opening = indexedDB.open(nameOf(database), 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' });
  const db = await answerOf(opening);
  try {
    const transaction = db.transaction(STORE, mode, { durability: 'strict' });
    return await answerOf(work(transaction.objectStore(STORE)));
  } finally {
    db.close(); // which waits for the transaction
  }
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
const answerOf = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
