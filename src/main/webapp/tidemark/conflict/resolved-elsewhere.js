import { settleRow } from '../record/entry.js';
import { disputed, rebase, serverSide } from '../record/merge.js';
import { served, writable } from '../record/collection-info.js';
import { Batch, isLocal } from '../store/store.js';
import { fieldsOf } from '../record/hidden-tables.js';
import { equal, own, without } from '../record/values.js';

/**
 * A conflict that somebody else decided, a steward say.
 *
 * @typedef {import('../types.js').Conflict} Conflict
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../store/store.js').Store} Store
 */

/**
 * The record takes the server's newest side; what the user
 * edited after the conflict was detected stays, as an edit based on it.
 * @param {Store} store
 * @param {string} id
 */
export async function settleElsewhere(store, id) {
  const conflict = await store.conflicts.get(id);
  if (!conflict || !isLocal(store.ctx)(conflict)) return;
  const { collection, record } = conflict;
  const entry = await store.entry(collection, record);
  await store.conflicts.delete(id);
  // What it kept from being sent may go.
  store.ctx.freed += 1;
  if (!entry || entry.conflict !== id) return;
  const row = (await store.rows(collection, [record]))[0] ?? null;
  const batch = new Batch(store);
  batch.settle(
    entry,
    settledElsewhere(entry, row, conflict, writable(store.ctx, collection), served(store.ctx, collection)),
  );
  await batch.write();
}

/**
 * @param {Entry} entry
 * @param {Fields | null} row
 * @param {Conflict} conflict
 * @param {(name: string) => boolean} counts
 * @param {(name: string) => boolean} isServed
 * @returns {import('../record/merge.js').Outcome}
 */
export function settledElsewhere(entry, row, conflict, counts, isServed) {
  const free = without(entry, 'conflict');
  // Resolved here as well, but not pushed yet: the edit stands for itself, on the base it has.
  if (conflict.resolution) return settleRow(free, row, counts, isServed);
  if (entry.edits === conflict.edits) return serverSide(free, row, isServed);
  const { server } = free;
  if (!server?.fields || server.version === null)
    return { entry: entry.isActive ? free : null, row, meta: null };
  const next = {
    ...without(free, 'server', 'rejected'),
    isFromServer: true,
    version: server.version,
    scope: server.scope ?? free.scope,
    base: server.fields,
  };
  if (!row || !entry.isActive) return { entry: next, row: null, meta: null };
  const seen = conflict.client.fields ?? null;
  const mine = fieldsOf(row);
  const moved = rebase(seen, mine, server.fields, counts);
  const shown = conflict.server.fields ?? {};
  const unseen = disputed(seen ?? {}, mine, server.fields, counts).filter(
    (name) => !equal(own(server.fields, name), own(shown, name)),
  );
  if (unseen.length === 0 || entry.version === null) return settleRow(next, moved, counts, isServed);
  // Both changed the same field since, to what was never on screen. On the old version it conflicts again.
  const base = {
    ...server.fields,
    ...Object.fromEntries(unseen.map((name) => [name, own(seen, name) ?? null])),
  };
  return { entry: { ...without(free, 'rejected'), base }, row: moved, meta: null };
}
