import { writable } from './server.js';
import { kindOf } from './entries.js';
import { isSendable } from './outbox.js';
import { fieldsOf } from './tables.js';
import { transact } from './store.js';
import { changedFields, toWire, without } from './values.js';
import { coverCollections, saveReplica } from './replica.js';

/**
 * The push that is under way. It is stored before it is sent, as the very text that travels, so that after a crash or
 * a lost answer the same text goes again and the server, which numbers pushes, answers as it did.
 *
 * @typedef {import('./types.js').Context} Context
 * @typedef {import('./types.js').Entry} Entry
 * @typedef {import('./types.js').Fields} Fields
 * @typedef {import('./types.js').Flight} Flight
 * @typedef {import('./types.js').Kind} Kind
 * @typedef {import('./order.js').Unit} Unit
 * @typedef {import('./store.js').Store} Store
 * @typedef {{kind: Kind, change: Fields, entry: Entry, size: number}} Packed
 */

/** What the request holds besides its changes; generous. */
const ENVELOPE = 4096;

/**
 * Packs as many units as one push takes, in one transaction with the marks on their entries.
 * @param {Context} ctx
 * @param {Unit[]} units what is left to send; what was taken is removed from it
 * @param {{changes: number, page: number}} limits
 * @returns {Promise<Flight | null>} null: nothing to send
 */
export function depart(ctx, units, limits) {
  return transact(ctx, 'rw', async (store) => {
    const standing = await store.state.get('inflight');
    if (standing) return standing;
    const resolved = await store.conflicts.filter(({ resolution }) => resolution !== undefined).toArray();
    const bySettledRecord = resolved.filter(({ resolution }) => resolution?.outcome === 'server');
    const bytes = (ctx.server?.limits.bytes ?? Infinity) - ENVELOPE;
    const cargo = await load(store, units, limits.changes, bytes);
    if (cargo.length === 0 && bySettledRecord.length === 0) return null;
    const aboard = new Set(cargo.map(({ entry }) => entry.conflict));
    const resolutions = [...bySettledRecord, ...resolved.filter(({ id }) => aboard.has(id))];
    return takeOff(store, cargo, resolutions, units.length === 0 ? limits.page : null);
  });
}

/**
 * @param {Store} store
 * @param {Unit[]} units
 * @param {number} changes
 * @param {number} bytes
 * @returns {Promise<Packed[]>}
 */
async function load(store, units, changes, bytes) {
  /** @type {Packed[]} */
  const cargo = [];
  let room = bytes;
  for (let unit = units[0]; unit; unit = units[0]) {
    const packed = await pack(store, unit);
    const size = packed.reduce((sum, one) => sum + one.size, 0);
    const full = cargo.length + packed.length > changes || size > room;
    // A unit too large for any push goes alone: the server's refusal will name it.
    if (full && cargo.length > 0) break;
    units.shift();
    cargo.push(...packed);
    room -= size;
  }
  return cargo;
}

/**
 * The unit as it stands now: since it was planned it may have been edited, refused or given up.
 * @param {Store} store
 * @param {Unit} unit
 * @returns {Promise<Packed[]>}
 */
async function pack(store, unit) {
  /** @type {Packed[]} */
  const packed = [];
  for (const { collection, id } of unit) {
    const entry = await store.entry(collection, id);
    if (!entry) continue;
    const conflict = entry.conflict ? await store.conflicts.get(entry.conflict) : undefined;
    const kind = kindOf(entry);
    if (!kind || !isSendable(entry, conflict)) {
      if (entry.group) return [];
      continue;
    }
    const [row] = kind === 'deleted' ? [undefined] : await store.rows(collection, [id]);
    if (kind !== 'deleted' && !row) continue;
    const change = toChange(entry, kind, fieldsOf(row ?? {}), writable(store.ctx, collection));
    packed.push({ kind, change, entry, size: new TextEncoder().encode(JSON.stringify(change)).length + 1 });
  }
  return packed;
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
  for (const name of changed) if (!(name in fields)) fields[name] = null;
  const base = Object.fromEntries(
    entry.base ? changed.map((name) => [name, toWire(entry.base?.[name])]) : [],
  );
  return { ...common, version, fields, base };
}

/**
 * @param {Store} store
 * @param {Packed[]} cargo
 * @param {import('./types.js').Conflict[]} resolved
 * @param {number | null} page null: more pushes follow, so this one does not pull yet
 * @returns {Promise<Flight>}
 */
async function takeOff(store, cargo, resolved, page) {
  const replica = await coverCollections(store, store.ctx);
  const number = replica.number + 1;
  /** @type {Record<string, Partial<Record<Kind, Fields[]>>>} */
  const changes = {};
  for (const { kind, change, entry } of cargo) ((changes[entry.collection] ??= {})[kind] ??= []).push(change);
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
    sent: cargo.map(({ kind, entry: { collection, id, edits } }) => ({ collection, id, kind, edits })),
    resolutions: resolved.map(({ id }) => id),
  };
  await store.entries.bulkPut(cargo.map(({ entry }) => ({ ...entry, sent: number })));
  await store.state.put(flight);
  await saveReplica(store, { ...replica, number });
  return flight;
}

/**
 * The push that a crash, a lost answer or another tab left standing.
 * @param {Context} ctx
 * @returns {Promise<Flight | null>}
 */
export async function standingFlight(ctx) {
  return (await transact(ctx, 'r', (store) => store.state.get('inflight'))) ?? null;
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
    const replica = await store.state.get('replica');
    await saveReplica(store, { ...replica, number: flight.number - 1 });
    await also(store);
  });
}

/**
 * @param {Flight} flight
 * @returns {(collection: string, id: string) => Fields | null} what was sent of a record; null: its deletion
 */
export function sentFields(flight) {
  /** @type {Map<string, Fields | null>} */
  const fields = new Map();
  for (const [collection, lists] of Object.entries(JSON.parse(flight.body).push.changes)) {
    for (const change of Object.values(/** @type {Record<string, Fields[]>} */ (lists)).flat()) {
      fields.set(`${collection} ${change.id}`, change.fields ?? null);
    }
  }
  return (collection, id) => fields.get(`${collection} ${id}`) ?? null;
}
