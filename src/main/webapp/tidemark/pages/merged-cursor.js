import { isDead } from './page.js';

/**
 * A cursor over a table and the pages beside it: IndexedDB's own one, which goes on in the table, and a list of what is
 * on the pages; whichever is next. After a write both are looked at again from where it stands. An object and not a
 * class, since Dexie calls cursors through copies.
 *
 * @typedef {import('dexie').DBCoreCursor} DBCoreCursor
 * @typedef {import('./paged-table.js').Found} Found
 * @typedef {{key: any, id: any}} Position
 * @typedef {{key?: any, id?: any, steps: number}} Move to the next one that is not before it
 */

/** Rows that are read ahead, more and more of them: each time costs the reading of many pages. */
const AHEAD = { first: 100, most: 5000 };

/**
 * @param {object} options
 * @param {import('dexie').DBCoreTransaction} options.trans
 * @param {DBCoreCursor | null} options.native
 * @param {(from: Position) => Promise<DBCoreCursor | null>} options.reopen IndexedDB's one, from there on
 * @param {() => number} options.writes how many there were in this transaction
 * @param {<T>(step: () => Promise<T>) => Promise<T>} options.inTurn
 * @param {Found[]} options.entries in the cursor's order
 * @param {boolean} options.reverse
 * @param {boolean} options.unique
 * @param {import('./page.js').Compare} options.compare
 * @param {((found: Found[]) => Promise<void>) | null} options.fill null: no values are asked for
 * @param {(work: Promise<any>) => any} options.promised
 * @returns {DBCoreCursor}
 */
export function mergedCursor({ trans, entries, reverse, unique, compare, fill, promised, ...store }) {
  const sign = reverse ? -1 : 1;
  let { native } = store;
  let table = native && stepping(native);
  let writes = store.writes();
  let next = 0;
  let ahead = AHEAD.first;
  /** @type {'table' | 'pages'} */
  let source = 'pages';
  /** @type {((move: Move) => void) | null} */
  let moved = null;
  let isStopped = false;
  /** @type {(error: any) => void} */
  let failed = () => {};
  /** @type {(value: any) => void} */
  let stopped = () => {};

  /** @type {any} */
  const cursor = {
    trans,
    done: false,
    get key() {
      return here()?.key;
    },
    get primaryKey() {
      return here()?.id;
    },
    get value() {
      return source === 'table' ? native?.value : entries[next]?.row;
    },
    continue: (/** @type {any} */ key) => move({ key, steps: 1 }),
    continuePrimaryKey: (/** @type {any} */ key, /** @type {any} */ id) => move({ key, id, steps: 1 }),
    advance: (/** @type {number} */ steps) => move({ steps }),
    stop(/** @type {any} */ value) {
      isStopped = true;
      stopped(value);
    },
    fail(/** @type {any} */ error) {
      isStopped = true;
      failed(error);
    },
    start: (/** @type {() => void} */ onNext) =>
      promised(
        new Promise((resolve, reject) => {
          [stopped, failed] = [resolve, reject];
          run(onNext).catch(cursor.fail);
        }),
      ),
    next() {
      let isFirst = true;
      return cursor
        .start(() => {
          if (isFirst) cursor.continue();
          else cursor.stop();
          isFirst = false;
        })
        .then(() => cursor);
    },
  };
  // Before it is started it stands at the first already.
  source = choose();
  return cursor;

  /** @param {() => void} onNext */
  async function run(onNext) {
    if (table) await table.begin();
    while (!isStopped) {
      source = choose();
      if (!here()) break;
      if (source === 'pages' && fill && !entries[next].row) await readAhead(fill);
      const asked = new Promise((/** @type {(move: Move) => void} */ resolve) => (moved = resolve));
      onNext();
      if (isStopped) break;
      const step = await asked;
      await store.inTurn(() => take(step));
    }
    if (table) table.end();
    if (isStopped) return;
    cursor.done = true;
    cursor.stop();
  }

  /** @param {Move} step */
  function move(step) {
    if (!moved || isStopped) throw new Error(isStopped ? 'Cursor stopped' : 'Cursor not started');
    moved(step);
    moved = null;
  }

  /** @returns {Position | undefined} */
  function here() {
    return source === 'table' ? table?.position() : entries[next];
  }

  /** @returns {'table' | 'pages'} where the next one is */
  function choose() {
    const [row, entry] = [table?.position(), entries[next]];
    if (!row || !entry) return row ? 'table' : 'pages';
    // Of one key with several ids a unique cursor gives the lowest, in either direction.
    const byKey = sign * compare(row.key, entry.key);
    const byId = (unique ? 1 : sign) * compare(row.id, entry.id);
    return (byKey || byId) <= 0 ? 'table' : 'pages';
  }

  /** @param {Move} step */
  async function take({ key, id, steps }) {
    let from = /** @type {Position} */ ({ key: here()?.key, id: here()?.id });
    if (writes !== store.writes()) await lookAgain(from);
    for (let left = steps; left > 0; left -= 1) {
      /** @param {Position} position */
      const isPast = (position) => {
        const byKey = sign * compare(position.key, from.key);
        if (byKey < 0 || (byKey === 0 && (unique || sign * compare(position.id, from.id) <= 0))) return false;
        const toKey = key === undefined ? 1 : sign * compare(position.key, key);
        return toKey > 0 || (toKey === 0 && (id === undefined || sign * compare(position.id, id) >= 0));
      };
      while (next < entries.length && !(isPast(entries[next]) && isThere(entries[next]))) {
        // What was read and passed is not needed any more.
        delete entries[next].row;
        next += 1;
      }
      for (let row = table?.position(); table && row && !isPast(row); row = table.position()) {
        const isBefore = key !== undefined && sign * compare(row.key, key) < 0;
        await (isBefore ? table.next(key) : table.next());
      }
      source = choose();
      const to = here();
      if (!to) return;
      from = { key: to.key, id: to.id };
    }
  }

  /**
   * IndexedDB's cursor stands at its next one already, which may be another by now.
   * @param {Position} from
   */
  async function lookAgain(from) {
    writes = store.writes();
    if (table) table.end();
    native = await store.reopen(from);
    table = native && stepping(native);
    if (table) await table.begin();
  }

  /** @param {(found: Found[]) => Promise<void>} read */
  async function readAhead(read) {
    await read(entries.slice(next, next + ahead).filter(isThere));
    ahead = Math.min(ahead * 2, AHEAD.most);
  }
}

/** @param {Found} entry of a page, if nobody took it from there meanwhile */
const isThere = ({ leaf, at }) => !isDead(/** @type {import('./page.js').Leaf} */ (leaf), Number(at));

/**
 * IndexedDB's cursor, one step at a time.
 * @param {DBCoreCursor} native which stands at its first
 */
function stepping(native) {
  let isAtEnd = false;
  /** @type {{resolve: () => void, reject: (error: any) => void} | null} */
  let waiting = null;
  const arrived = () => {
    waiting?.resolve();
    waiting = null;
  };
  /** @param {() => void} act */
  const step = (act) =>
    new Promise((resolve, reject) => {
      waiting = { resolve: () => resolve(undefined), reject };
      act();
    });
  return {
    /** @returns {Position | undefined} */
    position: () => (isAtEnd ? undefined : { key: native.key, id: native.primaryKey }),
    begin: () =>
      step(() => {
        native.start(arrived).then(
          () => {
            isAtEnd = true;
            arrived();
          },
          (error) => waiting?.reject(error),
        );
      }),
    /** @param {any} [key] */
    next: (key) => step(() => (key === undefined ? native.continue() : native.continue(key))),
    end: () => {
      if (!isAtEnd) native.stop();
    },
  };
}
