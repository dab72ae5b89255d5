import { gcm } from '@noble/ciphers/aes.js';
import { parse, stringify } from 'devalue';

/**
 * Rows as they lie in the browser: what must be readable to find them, and the rest as AES-256-GCM. The cipher answers
 * at once, since IndexedDB ends a transaction that waits for WebCrypto (ADR 132).
 *
 * @typedef {Record<string, any>} Row
 * @typedef {{name: string, primary: string[], indexed: string[], chosen: string[] | null}} Plan of a table; `chosen`:
 *   the fields that are sealed, null for all that is not indexed
 */

/** The property that holds the sealed part: a number of 12 bytes that is used once, then the cipher with its tag. */
export const SEALED = '$sealed';

const NONCE = 12;

/** The key is another one than the data was sealed with, or somebody has changed the data. */
export class WrongKeyError extends Error {
  /** @param {string} where */
  constructor(where) {
    super(`${where} cannot be opened: the key is another one, or the data was changed.`);
    this.name = 'WrongKeyError';
  }
}

/** @param {Row} row @param {string} path */
const read = (row, path) => path.split('.').reduce((/** @type {any} */ at, name) => at?.[name], row);

/** @param {Row} row @param {string} path @param {any} value */
function write(row, path, value) {
  const names = path.split('.');
  const last = /** @type {string} */ (names.pop());
  let at = row;
  for (const name of names) at = at[name] ??= {};
  // The length of a text is there with the text.
  if (typeof at === 'object') at[last] = value;
}

/**
 * @param {Row} row
 * @param {string[]} paths
 * @returns {Row}
 */
function only(row, paths) {
  /** @type {Row} */
  const some = {};
  for (const path of paths) {
    const value = read(row, path);
    if (value !== undefined) write(some, path, value);
  }
  return some;
}

/** @param {any} row as it is stored @returns {boolean} */
export const isSealed = (row) => row !== null && typeof row === 'object' && SEALED in row;

export class Seal {
  #key;

  /** @param {Uint8Array} key 32 bytes */
  constructor(key) {
    if (!(key instanceof Uint8Array) || key.length !== 32)
      throw new TypeError(
        'encrypted(): the key must be a Uint8Array of 32 bytes, as keyFromPassphrase() gives it.',
      );
    this.#key = key;
  }

  /**
   * @param {Plan} plan
   * @param {any} row
   * @returns {Row} another one, to be stored
   */
  close({ name, primary, indexed, chosen }, row) {
    const sealed = (/** @type {any[]} */ parts) => ({ [SEALED]: this.#encrypt(name, parts) });
    if (row === null || typeof row !== 'object') return sealed([row]);
    if (SEALED in row) throw new TypeError(`${name}: a field cannot be called ${SEALED}.`);
    if (!chosen) return { ...only(row, [...primary, ...indexed]), ...sealed([row]) };
    const part = Object.fromEntries(
      chosen.filter((field) => field in row).map((field) => [field, row[field]]),
    );
    const rest = Object.fromEntries(Object.entries(row).filter(([field]) => !chosen.includes(field)));
    return { ...rest, ...sealed([null, part]) };
  }

  /**
   * @param {Plan} plan
   * @param {any} stored one that was never sealed comes back as it is
   * @returns {any}
   */
  open({ name, primary }, stored) {
    if (!isSealed(stored)) return stored;
    const [row, ...parts] = this.#decrypt(name, stored[SEALED]);
    if (parts.length > 0) {
      const all = { ...stored, ...parts[0] };
      delete all[SEALED];
      return all;
    }
    // IndexedDB may have made the key itself.
    if (row !== null && typeof row === 'object')
      for (const path of primary) write(row, path, read(stored, path));
    return row;
  }

  /** @param {string} table @param {any[]} parts */
  #encrypt(table, parts) {
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
    const cipher = gcm(this.#key, nonce, utf8(table)).encrypt(utf8(textOf(parts)));
    const bytes = new Uint8Array(NONCE + cipher.length);
    bytes.set(nonce);
    bytes.set(cipher, NONCE);
    return bytes;
  }

  /** @param {string} table @param {Uint8Array} bytes @returns {any[]} */
  #decrypt(table, bytes) {
    let text;
    try {
      text = gcm(this.#key, bytes.subarray(0, NONCE), utf8(table)).decrypt(bytes.subarray(NONCE));
    } catch {
      throw new WrongKeyError(table);
    }
    return parse(new TextDecoder().decode(text), { Proto: Object.fromEntries });
  }
}

/** A field of that name is one like any other. @param {any} value */
const Proto = (value) =>
  value !== null && typeof value === 'object' && Object.hasOwn(value, '__proto__') && Object.entries(value);

/** IndexedDB takes objects of classes too, and forgets the class. @param {any[]} parts */
function textOf(parts) {
  try {
    return stringify(parts, { Proto });
  } catch {
    return stringify(structuredClone(parts), { Proto });
  }
}

const encoder = new TextEncoder();
const utf8 = (/** @type {string} */ text) => encoder.encode(text);
