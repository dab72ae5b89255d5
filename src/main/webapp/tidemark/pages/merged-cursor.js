import { LAYOUT, isDead } from './page.js';
import { rowOfFound } from './page-store.js';

/**
 * A cursor over a table and the pages beside it: IndexedDB's own one, which goes on in the table, and a walk over the
 * pages; whichever is next. After a write both are looked at again from where it stands. An object and not a
 * class, since Dexie calls cursors through copies.
 *
 * @typedef {import('dexie').DBCoreCursor} DBCoreCursor
 * @typedef {import('./paged-table.js').Found} Found
 * @typedef {{key: any, id: any}} Position
 * @typedef {{key?: any, id?: any, steps: number}} Move to the next one that is not before it
 */

/**
 * Records that are read ahead, more and more of them: by an index they lie on all pages, and each time costs the
 * reading of all. Of large records they are fewer: LAYOUT.ahead.
 */
const AHEAD = { first: 1, times: 16, most: 25_000 };

/**
 * @param {object} options
 * @param {import('dexie').DBCoreTransaction} options.trans
 * @param {DBCoreCursor | null} options.native
 * @param {(from: Position) => Promise<DBCoreCursor | null>} options.reopen IndexedDB's one, from there on
 * @param {() => number} options.writes how many there were in this transaction
 * @param {boolean} options.isQueued somebody may write in it
 * @param {<T>(step: () => Promise<T>) => Promise<T>} options.inTurn
 * @param {import('./walk.js').Walk} options.walk in the cursor's order
 * @param {boolean} options.reverse
 * @param {boolean} options.unique
 * @param {import('./page.js').Compare} options.compare
 * @param {((found: Found[]) => Promise<unknown>) | null} options.fill null: no values are asked for
 * @param {(work: Promise<any>) => any} options.promised
 * @returns {DBCoreCursor}
 */
export function mergedCursor({ trans, walk, reverse, unique, compare, fill, promised, isQueued, ...store }) {
  const sign = reverse ? -1 : 1;
  let { native } = store;
  let table = native && stepping(native);
  let writes = store.writes();
  /** @type {Found[]} what was read ahead, and where it stands there */
  let queue = [];
  let next = 0;
  let ahead = AHEAD.first;
  let most = AHEAD.most;
  /** @type {'table' | 'pages'} */
  let source = 'pages';
  /** Between a call of onNext and the step that it asks for, which mostly comes at once. */
  let isAsked = false;
  /** @type {Move | null} */
  let asked = null;
  /** @type {(move: Move) => void} */
  let moved = () => {};
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
      return source === 'table' ? native?.value : rowOfFound(queue[next]);
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
      const to = here();
      if (!to) break;
      if (source === 'pages' && fill && !isRead(queue[next])) {
        const found = queue.slice(next).filter(isThere);
        await fill(found);
        most = enough(found);
      }
      isAsked = true;
      asked = null;
      onNext();
      if (isStopped) break;
      const step =
        asked ?? (await new Promise((/** @type {(move: Move) => void} */ resolve) => (moved = resolve)));
      if (isPlain(step)) pass();
      else await (isQueued ? store.inTurn(() => take(step)) : take(step));
    }
    if (table) table.end();
    if (isStopped) return;
    cursor.done = true;
    cursor.stop();
  }

  /** @param {Move} step */
  function move(step) {
    if (!isAsked || isStopped) throw new Error(isStopped ? 'Cursor stopped' : 'Cursor not started');
    isAsked = false;
    asked = step;
    moved(step);
  }

  /** @returns {Found | undefined} the next one on the pages */
  function entry() {
    if (next === queue.length) {
      queue = walk.take(Math.min(ahead, most));
      next = 0;
      ahead = Math.min(ahead * AHEAD.times, AHEAD.most);
    }
    return queue[next];
  }

  /** What was read and passed is not needed any more. */
  function pass() {
    queue[next].row = queue[next].text = undefined;
    next += 1;
  }

  /** @returns {Position | undefined} */
  function here() {
    return source === 'table' ? table?.position() : entry();
  }

  /** @returns {'table' | 'pages'} where the next one is */
  function choose() {
    const [row, found] = [table?.position(), entry()];
    if (!row || !found) return row ? 'table' : 'pages';
    // Of one key with several ids a unique cursor gives the lowest, in either direction.
    const byKey = sign * compare(row.key, found.key);
    const byId = (unique ? 1 : sign) * compare(row.id, found.id);
    return (byKey || byId) <= 0 ? 'table' : 'pages';
  }

  /**
   * @param {Move} step
   * @returns {boolean} from one on a page to whatever is next, where nobody writes: nothing has to be looked at
   */
  function isPlain({ key, steps }) {
    return source === 'pages' && key === undefined && steps === 1 && !isQueued && !(unique && table);
  }

  /** @param {Move} step */
  async function take({ key, id, steps }) {
    let from = /** @type {Position} */ ({ key: here()?.key, id: here()?.id });
    if (writes !== store.writes()) await lookAgain(from);
    if (key !== undefined && sign * compare(key, from.key) > 0) {
      walk.seek(key);
      [queue, next, ahead] = [[], 0, AHEAD.first];
    }
    for (let left = steps; left > 0; left -= 1) {
      /** @param {Position} position */
      const isPast = (position) => {
        const byKey = sign * compare(position.key, from.key);
        if (byKey < 0 || (byKey === 0 && (unique || sign * compare(position.id, from.id) <= 0))) return false;
        const toKey = key === undefined ? 1 : sign * compare(position.key, key);
        return toKey > 0 || (toKey === 0 && (id === undefined || sign * compare(position.id, id) >= 0));
      };
      for (let found = entry(); found && !(isPast(found) && isThere(found)); found = entry()) pass();
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
}

/**
 * @param {Found[]} found that were read
 * @returns {number} how many of their size may be read ahead
 */
function enough(found) {
  const characters = found.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
  return Math.max(
    1,
    Math.min(AHEAD.most, Math.floor((LAYOUT.ahead * found.length) / Math.max(1, characters))),
  );
}

/** @param {Found} found */
const isRead = ({ row, text }) => row !== undefined || text !== undefined;

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
