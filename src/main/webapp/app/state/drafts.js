/**
 * What somebody has typed or chosen and not saved: kept in the user's own database until it is saved or thrown away, so
 * that a link, a reload or a crash takes nothing. It goes with the user's data, and the library counts it as work that
 * exists here alone.
 */

import { read } from './values.js';

/**
 * @typedef {object} Content
 * @property {string} title what it is about, for a list
 * @property {string} href where it goes on
 * @property {Record<string, string>} values by path, as typed
 * @property {Record<string, any>} shown by path, what stood there when it was typed over
 */
/** @typedef {Content & { key: string, at: string }} Stored */
/** @typedef {import('dexie').Dexie & { drafts: import('dexie').Table }} Kept */

/** What a draft has for each path. */
const parts = /** @type {const} */ (['values', 'shown', 'half']);

/** @param {Record<string, any> | null | undefined} content @returns {string[]} */
const pathsOf = (content) => parts.flatMap((part) => Object.keys(content?.[part] ?? {}));

/** @param {any} content @param {string} path @returns {string} all that it has for that path */
const sealOf = (content, path) => JSON.stringify(parts.map((part) => content?.[part]?.[path]));

/** @param {Record<string, any> | null | undefined} content @returns {Map<string, string>} */
const sealsOf = (content) => new Map(pathsOf(content).map((path) => [path, sealOf(content, path)]));

/** @param {Record<string, any> | undefined} row @param {(path: string) => boolean} isGone @returns {Record<string, any>} the row without these paths */
function without(row, isGone) {
  const rest = parts
    .filter((part) => row?.[part])
    .map((part) => [part, Object.fromEntries(Object.entries(row?.[part]).filter(([path]) => !isGone(path)))]);
  return { ...row, ...Object.fromEntries(rest) };
}

/** @param {Record<string, any>} rest @param {Record<string, any> | null} content */
const withContent = (rest, content) => ({
  ...rest,
  ...content,
  ...Object.fromEntries(
    parts
      .filter((part) => rest[part] || content?.[part])
      .map((part) => [part, { ...rest[part], ...content?.[part] }]),
  ),
});

/** @param {string} collection @param {string} id of the record; of a new one, what tells it from others */
export const draftKey = (collection, id) => `${collection} ${id}`;

/** One form's part of a draft: a second tab may have the same form open, and something else typed in it. */
export class Draft {
  /** @type {any} */ #next = null;
  /** @type {Promise<void> | null} */ #writing = null;
  #isEnded = false;
  #hasFailed = false;
  /** What this form has shown or stored, by path: all else is another tab's. @type {Map<string, string>} */ #own =
    new Map();

  /** @param {Kept} db @param {string} key */
  constructor(db, key) {
    this.db = db;
    this.key = key;
  }

  /** @returns {Promise<any>} null: there is none */
  async read() {
    const stored = (await this.db.drafts.get(this.key)) ?? null;
    this.#own = sealsOf(stored);
    return stored;
  }

  /** @returns {boolean} whether what was last given to keep() is in the store */
  get isKept() {
    return !this.#writing && !this.#hasFailed;
  }

  /**
   * The last one wins; those between may be passed over.
   *
   * @param {Record<string, any> | null} content null: there is nothing to keep any more
   * @returns {Promise<void>} when it is stored, or cannot be
   */
  keep(content) {
    if (this.#isEnded) return Promise.resolve();
    this.#next = { content };
    this.#writing ??= this.#write();
    return this.#writing;
  }

  async #write() {
    while (this.#next) {
      const { content } = this.#next;
      this.#next = null;
      // A browser that is full, or is being signed out, keeps nothing: then leaving the page has to ask.
      this.#hasFailed = await this.#store(content).then(
        () => false,
        () => true,
      );
    }
    this.#writing = null; // at once: who gives more after this begins anew
  }

  /** @param {Record<string, any> | null} content */
  #store(content) {
    const { drafts } = this.db;
    const mine = sealsOf(content);
    return this.db.transaction('rw', drafts, async () => {
      const row = await drafts.get(this.key);
      // What another tab has typed over this form's text is not this form's to take away.
      const isGone = (/** @type {string} */ path) =>
        mine.has(path) || this.#own.get(path) === sealOf(row, path);
      const next = withContent(without(row, isGone), content);
      if (pathsOf(next).length) await drafts.put({ ...next, key: this.key, at: new Date().toISOString() });
      else await drafts.delete(this.key);
      this.#own = mine;
    });
  }

  /** Saved or thrown away: what comes after it is the end of the same typing. */
  async drop() {
    const done = this.keep(null);
    this.#isEnded = true;
    await done;
  }
}

/** @param {Kept} db @returns {Promise<Stored[]>} of forms and of merges, the latest first */
export async function allDrafts(db) {
  const drafts = /** @type {Stored[]} */ (await db.drafts.toArray());
  return drafts.sort((one, other) => (one.at < other.at ? 1 : -1));
}

/** @param {string} key @returns {string} of the record, or of the company that a new contact belongs to */
export const idOf = (key) => key.split(' ').at(-1) ?? '';

/** A new contact's draft belongs to a company. @param {string} company */
export const newContactKey = (company) => draftKey('contacts', `new in ${company}`);

/**
 * @param {import('./replica.js').Replica} db
 * @param {string} key
 * @returns {Promise<'company' | 'contact' | 'home' | null>} what a draft was typed over, and is not here any more; home:
 *   the company of a new contact
 */
export async function goneOf(db, key) {
  const [collection = '', ...rest] = key.split(' ');
  const id = idOf(key);
  const isHome = collection === 'contacts' && rest.length > 1;
  if (id === 'new' || !['companies', 'contacts'].includes(collection)) return null;
  const table = isHome ? 'companies' : collection;
  if (await db.table(table).get(id)) return null;
  return isHome ? 'home' : collection === 'companies' ? 'company' : 'contact';
}

/**
 * @param {Stored} stored
 * @param {import('./values.js').Values} values
 * @returns {Stored} as if it had been typed over these: the record has gone
 */
export const typedOver = (stored, values) => ({
  ...stored,
  shown: Object.fromEntries(Object.keys(stored.values).map((path) => [path, read(values, path)])),
});
