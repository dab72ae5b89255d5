import { keyOf } from '../record/deletions.js';
import { goesAlone } from '../conflict/freed.js';
import { limitOf, writable } from '../record/collection-info.js';
import { kindOf } from '../record/entry.js';
import { mayPass } from '../conflict/freed.js';
import { isSendable } from './outbox.js';
import { fieldsOf } from '../record/hidden-tables.js';
import { transact } from '../store/store.js';
import { changedFields, own, toWire, without } from '../record/values.js';
import { coverCollections, replicaOf, saveReplica } from '../store/replica.js';

/**
 * The push that is under way. It is stored before it is sent, as the very text that travels, so that after a crash or
 * a lost answer the same text goes again and the server, which numbers pushes, answers as it did.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../types.js').Flight} Flight
 * @typedef {import('../types.js').Kind} Kind
 * @typedef {import('./sending-order.js').Unit} Unit
 * @typedef {import('../store/store.js').Store} Store
 * @typedef {{kind: Kind, change: Fields, entry: Entry, size: number}} Packed
 * @typedef {{changes: Packed[], resolved: import('../types.js').Conflict[]}} Cargo
 */

/** What the request holds besides its changes; generous. */
const ENVELOPE = 4096;

/**
 * Packs as many units as one push takes, in one transaction with the marks on their entries.
 * @param {Store} store
 * @param {Unit[]} units what is left to send; what was taken is removed from it
 * @param {{changes: number, page: number}} limits
 * @param {import('./outbox.js').Seen} seen in this transaction
 * @returns {Promise<Flight | null>} null: nothing to send
 */
export async function depart(store, units, limits, seen) {
  const { standing } = seen;
  if (standing) return { ...standing, lost: true };
  const bytes = limitOf(store.ctx, 'bytes') - ENVELOPE;
  const cargo = await load(store, units, limits.changes, bytes, seen);
  if (cargo.changes.length + cargo.resolved.length === 0) return null;
  return takeOff(store, cargo, units.length === 0 ? limits.page : null);
}

/**
 * @param {Store} store
 * @param {Unit[]} units
 * @param {number} limit changes and resolutions in one push
 * @param {number} bytes
 * @param {import('./outbox.js').Seen} seen
 * @returns {Promise<Cargo>}
 */
async function load(store, units, limit, bytes, seen) {
  /** @type {Cargo} */
  const cargo = { changes: [], resolved: [] };
  let room = bytes;
  for (let unit = units[0]; unit; unit = units[0]) {
    const { changes, resolved } = await pack(store, unit, seen);
    const size = changes.reduce((sum, one) => sum + one.size, 0);
    const count = cargo.changes.length + cargo.resolved.length + changes.length + resolved.length;
    // A unit too large for any push goes alone: the server's refusal will name it. So does one that was held back
    // before.
    const isHeldBack = changes.some(({ entry }) => goesAlone(entry));
    if ((count > limit || size > room || isHeldBack) && cargo.changes.length + cargo.resolved.length > 0)
      break;
    units.shift();
    cargo.changes.push(...changes);
    cargo.resolved.push(...resolved);
    room -= size;
    if (isHeldBack) break;
  }
  return cargo;
}

/**
 * The unit as it stands now: unless it was planned just now, it may have been edited since, refused or given up.
 * @param {Store} store
 * @param {Unit} unit
 * @param {import('./outbox.js').Seen} seen
 * @returns {Promise<Cargo>}
 */
async function pack(store, { entries, decided }, { rows, deletions }) {
  /** @type {Cargo} */
  const cargo = { changes: [], resolved: [] };
  const conflict = decided ? await store.conflicts.get(decided) : undefined;
  if (conflict?.resolution?.outcome === 'server') cargo.resolved.push(conflict);
  for (const planned of entries) {
    const { collection, id } = planned;
    const [entry, [row]] = rows
      ? [planned, [rows.get(planned)]]
      : await Promise.all([store.entry(collection, id), store.rows(collection, [id])]);
    if (!entry) continue;
    // A group that grew since it was planned goes as a whole, with the next sync.
    if (!rows && entry.group && !(await isWhole(store, entry.group, entries)))
      return { changes: [], resolved: [] };
    const resolved = entry.conflict ? await store.conflicts.get(entry.conflict) : undefined;
    const kind = kindOf(entry);
    if (!kind || !isSendable(entry, new Map(resolved ? [[resolved.id, resolved]] : []))) {
      if (entry.group) return { changes: [], resolved: [] };
      continue;
    }
    if (kind !== 'deleted' && !row) continue;
    const plain = toChange(entry, kind, fieldsOf(row ?? {}), writable(store.ctx, collection));
    const deletion = kind === 'added' ? deletions[keyOf(planned)] : undefined;
    const change = deletion === undefined ? plain : { ...plain, version: deletion };
    cargo.changes.push({
      kind,
      change,
      entry,
      size: new TextEncoder().encode(JSON.stringify(change)).length + 1,
    });
    if (resolved) cargo.resolved.push(resolved);
  }
  return cargo;
}

/**
 * @param {Store} store
 * @param {string} group
 * @param {Entry[]} planned
 * @returns {Promise<boolean>}
 */
async function isWhole(store, group, planned) {
  const members = await store.entries.where({ group }).primaryKeys();
  return members.every(([name, id]) => planned.some((one) => one.collection === name && one.id === id));
}

/**
 * A change as the protocol wants it: every field that the server takes, and the old values of those that changed.
 * @param {Entry} entry
 * @param {Kind} kind
 * @param {Fields} row
 * @param {(name: string) => boolean} counts
 * @returns {Fields}
 */
export function toChange(entry, kind, row, counts) {
  const { id, version, group } = entry;
  const common = group ? { id, group } : { id };
  if (kind === 'deleted') return { ...common, version };
  const fields = Object.fromEntries(
    Object.keys(row)
      .filter(counts)
      .map((name) => [name, toWire(row[name])]),
  );
  if (kind === 'added') return { ...common, fields };
  const changed = changedFields(entry.base, row, counts);
  // A field that the row no longer has was emptied; left out, it would stay on the server as it is.
  for (const name of changed) if (!Object.hasOwn(fields, name)) fields[name] = null;
  const base = Object.fromEntries(
    entry.base ? changed.map((name) => [name, toWire(own(entry.base, name))]) : [],
  );
  return { ...common, version, fields, base };
}

/**
 * @param {Store} store
 * @param {Cargo} cargo
 * @param {number | null} page null: more pushes follow, so this one does not pull yet
 * @returns {Promise<Flight>}
 */
async function takeOff(store, { changes: packed, resolved }, page) {
  const replica = await coverCollections(store, store.ctx);
  const number = replica.number + 1;
  /** @type {Record<string, Partial<Record<Kind, Fields[]>>>} */
  const changes = {};
  for (const { kind, change, entry } of packed)
    ((changes[entry.collection] ??= {})[kind] ??= []).push(change);
  const resolutions = resolved.map(({ id, resolution }) => ({ conflict: id, outcome: resolution?.outcome }));
  const push = { number, changes, ...(resolutions.length > 0 ? { resolutions } : {}) };
  const pull = page === null ? {} : { pull: { cursor: replica.cursor, page } };
  /** @type {Flight} */
  const flight = {
    key: 'inflight',
    number,
    replica: replica.replica,
    body: JSON.stringify({ replica: replica.replica, push, ...pull }),
    cursor: replica.cursor,
    sent: packed.map(({ kind, entry: { collection, id, edits, rejected } }) => ({
      ...{ collection, id, kind, edits },
      ...(mayPass(rejected?.reason) ? { again: /** @type {const} */ (true) } : {}),
    })),
    resolutions: resolved.map(({ id }) => id),
  };
  await Promise.all([
    store.entries.bulkPut(packed.map(({ entry }) => ({ ...entry, sent: number }))),
    store.state.put(flight),
    saveReplica(store, { ...replica, number }),
  ]);
  return flight;
}

/**
 * The server refused the push without looking into it: its number was not used, its changes are free again.
 * @param {Context} ctx
 * @param {Flight} flight
 * @param {(store: Store) => Promise<unknown>} [also] in the same transaction
 */
export function callBack(ctx, flight, also = async () => {}) {
  return transact(ctx, 'rw', async (store) => {
    const standing = await store.state.get('inflight');
    if (standing?.body !== flight.body) return;
    const keys = flight.sent.map(({ collection, id }) => /** @type {[string, string]} */ ([collection, id]));
    const entries = await store.entries.bulkGet(keys);
    const free = entries.flatMap((entry) => (entry ? [without(entry, 'sent')] : []));
    await store.entries.bulkPut(free);
    await store.state.delete('inflight');
    const replica = await replicaOf(store);
    await saveReplica(store, { ...replica, number: flight.number - 1 });
    await also(store);
  });
}

/**
 * Nobody knows whether the push arrived, and as it is it does not come through: an empty one takes its number. When the
 * server answers that, what it carried is free again and can arrive no more; if the number is taken, it had arrived.
 * @param {Context} ctx
 * @param {Flight} flight
 */
export function callOff(ctx, { replica, number, body: was }) {
  return transact(ctx, 'rw', async (store) => {
    const standing = await store.state.get('inflight');
    if (standing?.body !== was) return;
    const body = JSON.stringify({ replica, push: { number, changes: {} } });
    await store.state.put({ ...standing, body, was });
  });
}

/**
 * @param {Context} ctx
 * @param {Flight} flight
 * @returns {Promise<number>} in how many syncs it failed
 */
export function countFailure(ctx, flight) {
  return transact(ctx, 'rw', async (store) => {
    const standing = await store.state.get('inflight');
    if (standing?.body !== flight.body) return 0;
    const failures = (standing.failures ?? 0) + 1;
    await store.state.put({ ...standing, failures });
    return failures;
  });
}
