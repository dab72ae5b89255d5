import { gates, isSendable, sendable } from './outbox.js';
import { kindOf } from '../record/entry.js';
import { covers, replicaOf } from '../store/replica.js';
import { isLocal, localCollections, transact } from '../store/store.js';

/**
 * Counts of the outbox: what the next sync sends, what waits for a decision, what the server rejected.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').Open} Open
 * @typedef {import('../store/store.js').Store} Store
 * @typedef {object} Pending
 * @property {number} added
 * @property {number} modified
 * @property {number} deleted
 * @property {number} decided decisions for the server's side that it has not heard of
 * @property {number} total the four together
 * @property {number} toSend of them, what the next sync sends, or sends again
 * @property {number} waiting of them, what waits behind a conflict of another record, by its gate or its group
 * @property {number} conflicts those still open
 * @property {number} rejected
 */

/**
 * @param {Context} ctx
 * @returns {Promise<Pending>}
 */
export function pending(ctx) {
  return transact(ctx, 'r', count);
}

/**
 * @param {Store} store
 * @returns {Promise<Pending>}
 */
export async function count(store) {
  const { ctx } = store;
  const [entries, conflicts] = await Promise.all([store.entries.toArray(), store.conflicts.toArray()]);
  const { changed, decided, open, isGoing, isHeld } = sorted(ctx, entries, conflicts);
  const accepted = changed.filter((entry) => !entry.rejected);
  const of = (/** @type {string} */ kind) => changed.filter((entry) => kindOf(entry) === kind).length;
  const [added, modified, deleted] = [of('added'), of('modified'), of('deleted')];
  const total = added + modified + deleted + decided.length;

  const toSend =
    accepted.filter(isGoing).length + decided.filter(({ collection }) => open.includes(collection)).length;
  const held = accepted.filter(isHeld);
  const waiting = held.length + decided.filter(({ collection }) => !open.includes(collection)).length;
  const undecided = conflicts.filter(({ resolution, closed: isClosed }) => !resolution && !isClosed).length;
  const rejected = entries.filter((entry) => entry.rejected).length;
  return {
    ...{ added, modified, deleted, decided: decided.length, total },
    ...{ toSend, waiting, conflicts: undecided, rejected },
  };
}

/**
 * What is not acknowledged, by what the next sync makes of it.
 * @param {Context} ctx
 * @param {Entry[]} entries
 * @param {import('../types.js').Conflict[]} conflicts
 */
export function sorted(ctx, entries, conflicts) {
  const changed = entries.filter((entry) => kindOf(entry));
  const decided = conflicts.filter(({ resolution }) => resolution?.outcome === 'server');
  const byId = new Map(conflicts.map((conflict) => [conflict.id, conflict]));
  const { blocked, closed } = gates(ctx, conflicts, localCollections(ctx));
  const open = blocked.length > 0 ? [] : localCollections(ctx).filter((name) => !closed.has(name));
  const going = new Set(sendable(changed.filter(isLocal(ctx)), byId, open));
  const isGoing = (/** @type {Entry} */ entry) =>
    going.has(entry) || (entry.sent !== undefined && blocked.length === 0);
  // What is in dispute itself, and what was rejected, wait for the user in another way.
  const isHeld = (/** @type {Entry} */ entry) =>
    !isGoing(entry) && isSendable({ ...entry, sent: undefined }, byId);
  return { changed, decided, open, isGoing, isHeld };
}

/**
 * What a sync leaves: the state of the server that the store holds, and what remains to be done; each record is counted
 * once.
 * @param {Context} ctx
 * @returns {Promise<{at: Record<string, number>, open: Open | null}>} open is null if the local store does not say
 */
export function standing(ctx) {
  return transact(ctx, 'r', async (store) => {
    const [replica, { toSend, waiting, conflicts, rejected }] = await Promise.all([
      replicaOf(store),
      count(store),
    ]);
    const at = covers(replica, ctx.config?.collections ?? []) ? replica.at : {};
    return { at, open: { pending: toSend + waiting, conflicts, rejected } };
  }).catch(() => ({ at: {}, open: null }));
}
