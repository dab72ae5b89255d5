/**
 * Faults, placed exactly: at the n-th transaction that a connection begins, or at the n-th request. A test repeats its
 * history with n = 1, 2, 3… until the fault no longer finds a place, so that every place has had its turn.
 */

/** Connection to what happens when it begins a transaction. */
const watched = new WeakMap();
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (...args) {
  watched.get(this)?.();
  return begin.apply(this, args);
};

/** The tab dies before its n-th transaction from now: nothing it does afterwards reaches the store. */
export function crashBefore(db, n) {
  const fault = { happened: false };
  let count = 0;
  watched.set(db.backendDB(), () => {
    count += 1;
    if (count >= n) {
      fault.happened = true;
      // Not InvalidStateError: for that Dexie opens the database again and goes on.
      throw new Error('the tab is gone');
    }
  });
  return fault;
}

/** Something is begun, from another connection, just before the n-th transaction from now. */
export function interfereBefore(db, n, interfere) {
  const fault = { happened: false, done: null };
  let count = 0;
  watched.set(db.backendDB(), () => {
    count += 1;
    if (count !== n) return;
    fault.happened = true;
    fault.done = interfere();
  });
  return fault;
}

export const calm = (db) => watched.delete(db.backendDB());

/**
 * A network that fails at its n-th request: `request` and `answer` are lost, `late` waits for what the test does then.
 */
export function networkFailingAt(send, n, kind, act = async () => {}) {
  const network = { happened: false, fetch: null };
  let count = 0;
  network.fetch = async (...request) => {
    count += 1;
    if (count !== n) return send(...request);
    network.happened = true;
    if (kind === 'request') throw new TypeError('network');
    const response = await send(...request);
    if (kind === 'answer') throw new TypeError('network');
    await act();
    return response;
  };
  return network;
}

/** Calls `history(n)` for n = 1, 2, 3… until its fault finds no place any more; gives how many places there were. */
export async function atEveryPlace(history) {
  for (let n = 1; n < 1000; n++) if (!(await history(n))) return n - 1;
  throw new Error('the fault always finds a place: the history does not end');
}
