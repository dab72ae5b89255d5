import { merged, newer, serverOf, serverSide } from '../record/merge.js';
import { served, writable } from '../record/collection-info.js';
import { Batch, isLocal, transact } from '../store/store.js';
import { fieldsOf, metaOf } from '../record/hidden-tables.js';
import { scopeOf } from '../record/entry.js';
import { without } from '../record/values.js';

/**
 * The user's decision about a conflict. It is an edit like any other, based on the server's side that was on screen;
 * it is pushed by the next sync and can be taken back until then.
 *
 * @typedef {import('../types.js').Conflict} Conflict
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../store/store.js').Store} Store
 * @typedef {'client' | 'server' | {fields: Fields}} Choice
 */

/**
 * @param {Context} ctx
 * @param {string} id
 * @param {Choice} choice
 * @param {{version?: number}} [seen] the version of the server's side that was on screen
 * @returns {Promise<boolean>} false: there is no such conflict, its resolution is under way, or the server's side is
 *   not the one that was on screen any more
 */
export function resolveConflict(ctx, id, choice, seen = {}) {
  const isSide = choice === 'client' || choice === 'server';
  if (!isSide && (!choice?.fields || typeof choice.fields !== 'object'))
    return Promise.reject(new TypeError("resolve: the choice must be 'client', 'server' or {fields}."));
  return transact(ctx, 'rw', async (store) => {
    const conflict = await store.conflicts.get(id);
    if (!conflict || (await isUnderWay(store, id))) return false;
    const { collection, record } = conflict;
    // Another mind about it: from where the conflict stood, unless the record was edited in between.
    if (conflict.before && (await isAsResolved(store, conflict))) await takeBack(store, conflict);
    const entry = await store.entry(collection, record);
    if (!entry) return false;
    if ('version' in seen && serverOf(entry, conflict).version !== seen.version) return false;
    const row = (await store.rows(collection, [record]))[0] ?? null;
    const outcome = resolved(
      entry,
      row,
      conflict,
      choice,
      writable(ctx, collection),
      served(ctx, collection),
    );
    const batch = new Batch(store);
    batch.settle(entry, outcome);
    await batch.write();
    /** @type {import('../types.js').Resolution} */
    const resolution = {
      outcome: typeof choice === 'string' ? choice : 'merged',
      at: new Date().toISOString(),
    };
    const start = { entry, row: row && fieldsOf(row) };
    const before = { ...start, edits: outcome.entry?.edits ?? null };
    await store.conflicts.put({ ...conflict, resolution, before });
    return true;
  });
}

/**
 * @param {Entry} entry
 * @param {Fields | null} row
 * @param {Conflict} conflict
 * @param {Choice} choice
 * @param {(name: string) => boolean} counts
 * @param {(name: string) => boolean} isServed
 * @returns {import('../record/merge.js').Outcome}
 */
export function resolved(entry, row, conflict, choice, counts, isServed) {
  if (choice === 'server') return serverSide(entry, row, isServed);
  const known = { version: entry.version, fields: entry.base ?? undefined };
  const isRebased = (entry.version ?? 0) > (conflict.server.version ?? 0);
  const server = entry.server ?? (isRebased ? known : conflict.server);
  const rest = without(entry, 'rejected', 'tried', 'server');
  const next = {
    ...rest,
    conflict: conflict.id,
    isFromServer: true,
    isModified: true,
    edits: entry.edits + 1,
    version: server.version ?? conflict.server.version ?? entry.version,
    scope: entry.server?.scope ?? entry.scope,
    base: server.fields ?? null,
  };
  if (choice === 'client') return { entry: next, row, meta: null };
  const client = entry.isActive && row ? fieldsOf(row) : null;
  const start = merged(conflict.base?.fields, client, server.fields, counts);
  const fields = { ...(row ? fieldsOf(row) : {}), ...start, ...choice.fields };
  return { entry: { ...next, isActive: true }, row: fields, meta: null };
}

/**
 * @param {Context} ctx
 * @param {string} id
 * @returns {Promise<boolean>} false: nothing to take back, under way already, or edited again since
 */
export function undoResolution(ctx, id) {
  return transact(ctx, 'rw', async (store) => {
    const conflict = await store.conflicts.get(id);
    if (!conflict || !(await canTakeBack(store, conflict))) return false;
    await takeBack(store, conflict);
    return true;
  });
}

/**
 * @param {Context} ctx
 * @param {string} id
 * @returns {Promise<boolean>}
 */
export function canUndoResolution(ctx, id) {
  return transact(ctx, 'r', async (store) => {
    const conflict = await store.conflicts.get(id);
    return conflict !== undefined && canTakeBack(store, conflict);
  });
}

/**
 * @param {Store} store
 * @param {Conflict} conflict
 * @returns {Promise<boolean>} it was resolved here, that is not under way, and nothing was written since: taking it
 *   back would lose the user's newest word
 */
export async function canTakeBack(store, conflict) {
  if (!conflict.before || !isLocal(store.ctx)(conflict)) return false;
  return !(await isUnderWay(store, conflict.id)) && isAsResolved(store, conflict);
}

/**
 * @param {Store} store
 * @param {Conflict} conflict
 */
async function takeBack(store, conflict) {
  const { before } = conflict;
  if (!before) return;
  const { collection, record } = conflict;
  const row = (await store.rows(collection, [record]))[0];
  // Meanwhile a pull may have brought a newer state: beside the resolved edit, or into the record itself.
  const now = await store.entry(collection, record);
  const beside = now?.server;
  const meta = metaOf(row);
  const seen = row && meta ? { version: meta.version, scope: meta.scope, fields: fieldsOf(row) } : undefined;
  const server = newer(newer(before.entry.server, beside), seen);
  // Or have told where the record is, which none tells again.
  const scope = (now ? scopeOf(now) : meta?.scope) ?? before.entry.scope;
  const batch = new Batch(store);
  batch.settle(before.entry, {
    entry: { ...before.entry, scope, ...(server ? { server: placed(server, scope) } : {}) },
    row: before.row,
    meta: null,
  });
  await batch.write();
  await store.conflicts.put(without(conflict, 'before', 'resolution'));
}

/**
 * @param {import('../types.js').ServerSide} server
 * @param {string | null} scope
 * @returns {import('../types.js').ServerSide} a record that is there is in this scope, unless more is known
 */
const placed = (server, scope) => (server.fields ? { ...server, scope: server.scope ?? scope } : server);

/**
 * @param {Store} store
 * @param {Conflict} conflict
 * @returns {Promise<boolean>} false: the record was edited after it was resolved
 */
async function isAsResolved(store, { collection, record, before }) {
  const now = await store.entry(collection, record);
  return (now?.edits ?? null) === (before?.edits ?? null);
}

/**
 * @param {Store} store
 * @param {string} id
 * @returns {Promise<boolean>}
 */
async function isUnderWay(store, id) {
  const flight = await store.state.get('inflight');
  return flight?.resolutions.includes(id) ?? false;
}
