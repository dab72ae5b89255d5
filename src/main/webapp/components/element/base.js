/** What the components share: the replica that they show, the reader's language, and news without being asked. */
import { LitElement } from 'lit';
import { languageOf, onLanguage, textsIn } from '../texts/texts.js';

/** @typedef {import('dexie').Dexie & { tidemark: import('@tidemark/client').TidemarkApi }} Replica a database with the addon */

/** What has just come under the pointer takes no press for a moment: it was meant for what stood there before. */
const SETTLES = 400;

/** What Dexie says where the browser keeps nothing: the element says it too. */
const NOWHERE = new Set(['MissingAPIError', 'OpenFailedError']);

export class TidemarkElement extends LitElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { db: { attribute: false }, collections: { attribute: false } };

  /** @type {(() => void)[]} */ #ends = [];
  /** @type {Map<string, string | null>} by collection and id; null: it is asked for */ #names = new Map();
  /** The replica that is watched. @type {Replica | null | undefined} */ #followed;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #settling;

  constructor() {
    super();
    // Not as class fields: they would stand before lit's accessors.
    /** @type {Replica | null} */
    this.db = null;
    /** @type {import('../conflict/collections.js').Collections} */
    this.collections = {};
    this.isWithoutStore = false;
    /** @type {string | null} who is signed in */
    this.reader = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#follow();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#leave();
  }

  /** @type {(changed: Map<PropertyKey, unknown>) => void} */
  willUpdate() {
    if (this.isConnected && this.#followed !== this.db) this.#follow();
  }

  #leave() {
    for (const end of this.#ends.splice(0)) end();
    this.#names.clear();
  }

  #follow() {
    this.#leave();
    if (this.#followed && this.#followed !== this.db) this.reset();
    this.#followed = this.db;
    this.#ends.push(onLanguage(() => this.requestUpdate()));
    this.reader = null;
    if (this.db) this.#meet(this.db);
    if (this.db) this.follow(this.db);
  }

  /** @param {Replica} db the server has said whose it is, at some time before */
  async #meet(db) {
    const { user = null } = (await db.tidemark.description().catch(() => null)) ?? {};
    if (this.#followed !== db || this.reader === user) return;
    this.reader = user;
    this.requestUpdate();
  }

  /** Another replica: nothing of the one before may be seen. */
  reset() {}

  /** What an element watches while it is on a page. @type {(db: Replica) => void} */
  follow() {}

  /**
   * Runs a query of the local store now, and whenever what it read has changed, in whichever tab.
   *
   * @template T
   * @param {() => Promise<T>} query
   * @param {(result: T) => void} next
   */
  watch(query, next) {
    // Dexie's own, of the version that the application has.
    const { liveQuery } = /** @type {any} */ (/** @type {Replica} */ (this.db).constructor);
    const error = (/** @type {any} */ fault) => {
      if (fault?.name === 'DatabaseClosedError') return; // the user has signed out, and this page is about to go
      this.isWithoutStore = true;
      this.requestUpdate();
      if (!NOWHERE.has(fault?.name)) reportError(fault);
    };
    const subscription = liveQuery(query).subscribe({ next, error });
    this.#ends.push(() => subscription.unsubscribe());
  }

  /** @param {() => void} end called when the element leaves the page */
  until(end) {
    this.#ends.push(end);
  }

  /** The texts in the language of the place where the element stands. */
  get words() {
    return textsIn(languageOf(this));
  }

  /** @param {string} collection @returns {string} one of it, in words */
  nounOf(collection) {
    return this.collections[collection]?.noun ?? this.words.say('record');
  }

  /**
   * @param {string | undefined} collection
   * @param {string} id
   * @returns {string} the name of another record; empty until it is read
   */
  nameOf(collection, id) {
    const key = `${collection} ${id}`;
    if (!this.#names.has(key)) {
      this.#names.set(key, null);
      void this.#askName(collection ?? '', id).then((name) => {
        this.#names.set(key, name);
        this.requestUpdate();
      });
    }
    return this.#names.get(key) ?? '';
  }

  /** @param {string} collection @param {string} id */
  async #askName(collection, id) {
    const record = await this.db
      ?.table(collection)
      .get(id)
      .catch(() => undefined);
    const title = record && (this.collections[collection]?.title?.(record) ?? record.name ?? record.title);
    return title ? String(title) : this.words.say('notHere');
  }

  /** Something else is under the pointer now. */
  settle() {
    clearTimeout(this.#settling);
    this.toggleAttribute('data-settling', true);
    this.#settling = setTimeout(() => this.toggleAttribute('data-settling', false), SETTLES);
  }

  /**
   * @param {string} name
   * @param {unknown} detail
   * @returns {boolean} false: the application does what follows itself
   */
  tell(name, detail) {
    return this.dispatchEvent(
      new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }),
    );
  }
}
