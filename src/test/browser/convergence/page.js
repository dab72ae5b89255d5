/**
 * Many replicas in one page, each a Dexie database with the addon, and none of them with a network of its own: what
 * they send is told to the machine, which answers when its history says so.
 */
import { Dexie } from 'dexie';
import { LAYOUT, tidemark } from '@tidemark/client';

const COLLECTIONS = ['companies', 'contacts'];
const ENTRIES = '$tidemark_entries';
const tell = (/** @type {object} */ event) => /** @type {any} */ (window).tell(event);

// Both layouts of the store, and the way from pages to rows, which is gone whenever there is nothing to do.
Object.assign(LAYOUT, { page: 2, chunk: 200, least: 3, quiet: 0 });

/** @type {Map<number, Replica>} */
const replicas = new Map();
/** Requests that wait for an answer. @type {Map<number, {replica: number, resolve: Function, reject: Function}>} */
const calls = new Map();
let lastCall = 0;

/** One database, opened by one or more tabs. */
class Replica {
  /** @param {number} index @param {string} name @param {number} tabs @param {object} options */
  constructor(index, name, tabs, options) {
    Object.assign(this, { index, name, tabs, options });
    this.open();
  }

  open() {
    this.life = {};
    this.syncs = 0;
    this.turn = 0;
    this.databases = Array.from({ length: this.tabs }, () => this.database());
  }

  database() {
    const db = new Dexie(this.name, { addons: [tidemark] });
    db.version(1).stores({ companies: 'id', contacts: 'id, company' });
    db.tidemark.configure({
      ...{ url: '/api', collections: COLLECTIONS, fetch: carry(this), timeout: 1e9 },
      ...{ syncOnOnline: false, syncOnLogin: false, retry: { base: 1, max: 1, attempts: 1 } },
      ...this.options,
    });
    return db;
  }

  /** Whichever tab's turn it is. */
  get db() {
    return this.databases[this.turn++ % this.databases.length];
  }

  sync() {
    const { life } = this;
    this.syncs++;
    this.db.tidemark.sync().then((report) => {
      if (this.life !== life) return;
      this.syncs--;
      tell({ event: 'synced', replica: this.index, report });
    });
  }

  /** Memory is gone, and whoever waits for an answer with it. */
  crash() {
    this.halt();
    this.open();
  }

  halt() {
    this.databases.forEach((db) => db.close());
    for (const [id, call] of calls) {
      if (call.replica !== this.index) continue;
      calls.delete(id);
      call.reject(new TypeError('the browser is gone'));
    }
  }

  /** What is written by now survives a power cut: browsers report a write before their disk has it. */
  async flush() {
    await this.db.open();
    this.disk = await onDisk(this.name, 'readonly', async (store) => ({
      keys: await settled(store.getAllKeys()),
      values: await settled(store.getAll()),
    }));
  }

  /** A crash that takes along what was written since the last flush. */
  async powerCut() {
    if (!this.disk) return false;
    this.halt();
    await onDisk(this.name, 'readwrite', async (store) => {
      const { keys, values } = this.disk[store.name];
      const at = (/** @type {number} */ n) => (store.keyPath === null ? [keys[n]] : []);
      store.clear();
      await Promise.all(values.map((value, n) => settled(store.put(value, ...at(n)))));
    });
    this.open();
    return true;
  }

  /** What an application sees, and the outbox, at one moment. */
  look() {
    const { db } = this;
    return db.transaction('r', [...COLLECTIONS, ENTRIES], async () => ({
      companies: await db.table('companies').toArray(),
      contacts: await db.table('contacts').toArray(),
      entries: (await db.table(ENTRIES).toArray()).map(({ collection, id, rejected }) => ({
        ...{ collection, id, rejected: rejected?.reason ?? null },
      })),
    }));
  }

  async conflicts() {
    return (await this.db.tidemark.conflicts()).filter(({ resolution }) => !resolution);
  }

  /** @param {string} collection @param {object} row */
  add(collection, row) {
    return this.db.table(collection).add(row);
  }

  /** @param {string} collection @param {string} id @param {object} fields */
  modify(collection, id, fields) {
    return this.change(collection, id, (table, row) => table.put({ ...row, ...fields }));
  }

  /** @param {string} collection @param {string} id */
  delete(collection, id) {
    return this.change(collection, id, (table) => table.delete(id));
  }

  /** @param {string} collection @param {string} id @param {(table: any, row: any) => Promise<unknown>} write */
  change(collection, id, write) {
    const { db } = this;
    return db.transaction('rw', collection, async () => {
      const row = await db.table(collection).get(id);
      if (row) await write(db.table(collection), row);
      return row ?? null;
    });
  }

  /** @param {string} id @param {any} choice */
  async resolve(id, choice) {
    const { db } = this;
    const conflict = await db.tidemark.conflict(id);
    if (!conflict || !(await db.tidemark.resolve(id, choice))) return { done: false, row: null };
    const row = await db.table(conflict.collection).get(conflict.record);
    return { done: true, row: row ?? null };
  }

  /** @param {string} collection @param {string} id */
  discard(collection, id) {
    return this.db.tidemark.discard(collection, id);
  }

  async destroy() {
    this.crash();
    await this.databases[0].delete();
    this.databases.forEach((db) => db.close());
  }
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * Works on each store of a database below Dexie, in one transaction.
 * @param {string} name @param {IDBTransactionMode} mode @param {(store: IDBObjectStore) => Promise<any>} work
 */
async function onDisk(name, mode, work) {
  const database = await settled(indexedDB.open(name));
  const transaction = database.transaction(database.objectStoreNames, mode);
  const names = [...database.objectStoreNames];
  const results = await Promise.all(names.map((store) => work(transaction.objectStore(store))));
  database.close();
  return Object.fromEntries(names.map((store, n) => [store, results[n]]));
}

/** @param {Replica} replica */
function carry(replica) {
  return (/** @type {string} */ path, /** @type {{body?: string}} */ { body }) => {
    const id = ++lastCall;
    tell({ event: 'request', call: id, replica: replica.index, path, body: body ?? null });
    return new Promise((resolve, reject) => calls.set(id, { replica: replica.index, resolve, reject }));
  };
}

/** By how much the device's clock is wrong. */
let wrongBy = 0;
const Right = Date;
window.Date = /** @type {any} */ (
  class extends Right {
    constructor(/** @type {any[]} */ ...args) {
      // @ts-ignore: whatever a date can be made of
      super(...(args.length ? args : [Right.now() + wrongBy]));
    }

    static now() {
      return Right.now() + wrongBy;
    }
  }
);

/** @type {any} */ (window).machine = {
  clock: (millis) => {
    wrongBy += millis;
  },
  open: (index, name, tabs, locks, options) => {
    // Without Web Locks each tab syncs for itself; that has to be right as well.
    if (locks) delete (/** @type {any} */ (navigator).locks);
    else Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true });
    replicas.set(index, new Replica(index, name, tabs, options));
  },
  close: async () => {
    for (const replica of replicas.values()) await replica.destroy();
    replicas.clear();
  },
  answer: (id, status, body) => {
    const call = calls.get(id);
    calls.delete(id);
    if (status === 0) call?.reject(new TypeError('Failed to fetch'));
    else call?.resolve(new Response(body, { status, headers: { 'Content-Type': 'application/json' } }));
  },
  on: (index, method, ...args) => /** @type {any} */ (replicas.get(index))[method](...args),
};
