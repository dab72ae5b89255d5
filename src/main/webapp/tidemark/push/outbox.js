import { gateOf, references, served, writable } from '../record/collection-info.js';
import { adoptRows } from './untracked-rows.js';
import { deletionsOf } from '../record/deletions.js';
import { isIdle, kindOf, settle } from '../record/entry.js';
import { goesAlone, isDue } from '../conflict/freed.js';
import { serverSide } from '../record/merge.js';
import { inSendingOrder } from './sending-order.js';
import { replicaOf } from '../store/replica.js';
import { Batch, isLocal } from '../store/store.js';
import { without } from '../record/values.js';

/**
 * What is not yet acknowledged: the pattern's lists of added, modified and deleted records.
 *
 * @typedef {import('../types.js').Conflict} Conflict
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../store/store.js').Store} Store
 * @typedef {{blocked: Conflict[], closed: Set<string>, areOpen: boolean, areDecided: boolean, isShut: boolean}} Gates
 *   closed: collections that only receive for now; areOpen: no conflict is there at all, of whatever collection;
 *   areDecided: others have decided some, and a pull has to bring the outcome; isShut: only a pull may pass
 * @typedef {{entries: Entry[], conflicts: Conflict[], standing: import('../types.js').Flight | undefined,
 *   deletions: import('../record/deletions.js').Deletions, rows: Map<Entry, Fields> | null}} Seen standing: a push that is under way; rows: those of the entries, if it was planned since
 */

/**
 * What a departure depends on, asked for at once: one after the other, each would wait for the browser. Rows that
 * nobody has tracked join before anything says that their collection is covered.
 * @param {Store} store
 * @param {boolean} isPlanned what is to be sent is known
 * @returns {Promise<Seen>}
 */
export async function look(store, isPlanned) {
  const [entries, conflicts, standing, deletions] = await Promise.all([
    isPlanned ? [] : store.entries.toArray(),
    store.conflicts.toArray(),
    store.state.get('inflight'),
    deletionsOf(store),
    replicaOf(store),
    store.openShelves(),
  ]);
  const more = !isPlanned && (await adoptRows(store));
  return {
    entries: more ? await store.entries.toArray() : entries,
    conflicts,
    standing,
    deletions,
    rows: null,
  };
}

/**
 * Step 1 of the pattern: unresolved conflicts stop the sync, or what a collection's gate makes of that. A conflict
 * that was resolved here is no longer in the way; this very sync carries its resolution.
 * @param {Context} ctx
 * @param {Conflict[]} conflicts
 * @param {string[]} collections
 * @returns {Gates}
 */
export function gates(ctx, conflicts, collections) {
  const open = conflicts.filter(({ resolution, closed }) => !resolution && !closed);
  const mine = open.filter(({ collection }) => collections.includes(collection));
  const at = (/** @type {string} */ gate) =>
    mine.filter(({ collection }) => gateOf(ctx, collection) === gate);
  return {
    blocked: at('block'),
    closed: new Set(at('receive').map(({ collection }) => collection)),
    areOpen: conflicts.length === 0,
    areDecided: conflicts.some(({ closed }) => closed === true),
    isShut: false,
  };
}

/**
 * Step 3: the changes that may go, in sending order. Entries that no longer differ from the server are settled first.
 * @param {Store} store
 * @param {Seen} seen gets the rows
 * @param {string[]} collections
 * @returns {Promise<import('./sending-order.js').Unit[]>}
 */
export async function plan(store, seen, collections) {
  const { ctx } = store;
  const entries = seen.entries.filter(isLocal(ctx));
  const rows = await rowsOf(store, entries);
  seen.rows = rows;
  const left = await settleAll(store, entries, rows);
  const conflicts = new Map(seen.conflicts.map((conflict) => [conflict.id, conflict]));
  const going = sendable(left, conflicts, collections);
  const decided = [...conflicts.values()].filter(
    ({ collection, resolution }) => resolution?.outcome === 'server' && collections.includes(collection),
  );
  const items = going.map((entry) => ({ entry, parents: parentsOf(ctx, entry, rows) }));
  const units = inSendingOrder(items, kindOf);
  const isHeldBack = (/** @type {import('./sending-order.js').Unit} */ unit) => unit.entries.some(goesAlone);
  return [
    ...decided.map(({ id }) => ({ entries: [], decided: id })),
    ...units.filter((unit) => !isHeldBack(unit)),
    ...units.filter(isHeldBack),
  ];
}

/**
 * @param {Entry[]} entries not those of a collection that is not synchronised
 * @param {Map<string, Conflict>} conflicts
 * @param {string[]} collections
 * @returns {Entry[]} those that may go; a group goes as a whole
 */
export function sendable(entries, conflicts, collections) {
  const ready = entries.filter(
    (entry) => collections.includes(entry.collection) && isSendable(entry, conflicts),
  );
  const whole = new Set(ready);
  const waiting = new Set(
    entries.flatMap((entry) => (entry.group && kindOf(entry) && !whole.has(entry) ? [entry.group] : [])),
  );
  return ready.filter(({ group }) => !group || !waiting.has(group));
}

/**
 * @param {Entry} entry
 * @param {Map<string, Conflict>} conflicts
 * @returns {boolean}
 */
export function isSendable(entry, conflicts) {
  if (!kindOf(entry) || entry.sent || entry.withheld) return false;
  if (entry.conflict && !conflicts.get(entry.conflict)?.resolution) return false;
  return !entry.rejected || isDue(entry, Date.now());
}

/**
 * @param {Store} store
 * @param {Entry[]} entries
 * @returns {Promise<Map<Entry, Fields>>}
 */
async function rowsOf(store, entries) {
  /** @type {Map<Entry, Fields>} */
  const found = new Map();
  for (const collection of new Set(entries.map((entry) => entry.collection))) {
    const mine = entries.filter((entry) => entry.collection === collection && entry.isActive);
    const rows = await store.rows(
      collection,
      mine.map(({ id }) => id),
    );
    rows.forEach((row, i) => row && found.set(mine[i], row));
  }
  return found;
}

/**
 * @param {Store} store
 * @param {Entry[]} entries
 * @param {Map<Entry, Fields>} rows
 * @returns {Promise<Entry[]>} those that are still not clean
 */
async function settleAll(store, entries, rows) {
  const batch = new Batch(store);
  const left = entries.filter((entry) => {
    const row = rows.get(entry) ?? null;
    // Added and deleted here, while the server has a record of that id, which nobody here has seen.
    const isForeign = !entry.isFromServer && !entry.isActive && isIdle(entry);
    if (!isForeign && settle(without(entry, 'server'), row, writable(store.ctx, entry.collection)).entry)
      return true;
    batch.settle(entry, serverSide(entry, row, served(store.ctx, entry.collection)));
    return false;
  });
  await batch.write();
  return left;
}

/**
 * @param {Context} ctx
 * @param {Entry} entry
 * @param {Map<Entry, Fields>} rows
 * @returns {string[]}
 */
function parentsOf(ctx, entry, rows) {
  const fields = rows.get(entry) ?? entry.base ?? {};
  return references(ctx, entry.collection).flatMap(({ name }) => (fields[name] ? [fields[name]] : []));
}
