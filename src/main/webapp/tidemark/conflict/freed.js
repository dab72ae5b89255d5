import { kindOf } from '../record/entry.js';
import { references } from '../record/collection-info.js';
import { isLocal } from '../store/store.js';
import { equal, without } from '../record/values.js';

/**
 * A rejection whose reason may have passed: the parent is there now, the value is free, nothing refers to the record
 * any more. What is known to have become free is sent at once, like an edit; the rest is tried again by itself, seldom.
 *
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../types.js').Flight} Flight
 * @typedef {import('../types.js').PushAnswer} PushAnswer
 * @typedef {import('../store/store.js').Store} Store
 * @typedef {{collection: string, id: string, gone: Fields}} Given up: values that a record had before an applied change
 */

/** When a rejected change is tried again by itself, milliseconds: each pause is four times the one before. */
export const SELDOM = { first: 10 * 60_000, longest: 24 * 3_600_000 };

/**
 * It did not come through, because of a gateway's rules or its size: where it goes with others, it takes them along.
 */
const ALONE = ['gateway', 'too-large'];

/** @param {Entry} entry */
export const goesAlone = ({ rejected }) => ALONE.includes(rejected?.reason ?? '');

/**
 * @param {Entry} entry
 * @param {string} reason
 * @param {string} detail
 * @returns {Entry} marked
 */
export function heldBack(entry, reason, detail) {
  const times = (entry.rejected ? (entry.tried?.times ?? 0) : 0) + 1;
  return { ...entry, rejected: { reason, detail }, tried: { at: Date.now(), times } };
}

/**
 * @param {Entry} entry rejected
 * @param {number} now
 * @returns {boolean} it is tried again
 */
export function isDue(entry, now) {
  const { rejected, tried } = entry;
  // A member of a group that failed for another's sake goes as soon as that one does.
  if (rejected?.reason === 'group') return true;
  if (!tried || !(mayPass(rejected?.reason) || goesAlone(entry))) return false;
  return now >= tried.at + Math.min(SELDOM.longest, SELDOM.first * 4 ** (tried.times - 1));
}

/**
 * @param {string | undefined} reason of a rejection
 * @returns {boolean} it may pass without an edit: another record gives way, or conflicts are decided (`limit`)
 */
export const mayPass = (reason) => reason === 'constraint' || reason === 'limit';

/**
 * Read before the answer to a push is taken: what its changes have given up, if anything waits for that.
 * @param {Store} store
 * @param {Flight} flight
 * @param {Entry[]} waiting
 * @returns {Promise<Given[]>}
 */
export async function givenUp(store, flight, waiting) {
  if (waiting.length === 0) return [];
  const sent = flight.sent.filter(({ kind }) => kind !== 'added');
  const entries = await store.entries.bulkGet(sent.map(({ collection, id }) => [collection, id]));
  return entries.flatMap((entry) =>
    entry?.base ? [{ collection: entry.collection, id: entry.id, gone: entry.base }] : [],
  );
}

/**
 * After the answer to a push was taken.
 * @param {Store} store
 * @param {Flight} flight
 * @param {PushAnswer} push
 * @param {Entry[]} waited before it
 * @param {Given[]} given
 */
export async function wakeByAnswer(store, flight, push, waited, given) {
  const keyOf = (/** @type {{collection: string, id: string}} */ { collection, id }) => `${collection} ${id}`;
  // Most often there is nothing to read.
  const isAny = waited.length > 0 || push.rejected?.some(({ reason }) => reason === 'constraint');
  if (!isAny) return;
  const applied = new Set((push.applied ?? []).map(keyOf));
  const sent = new Set(flight.sent.map(keyOf));
  const waiting = await stuck(store);
  // What this very push rejected was looked at together with the rest of it.
  await noteLacking(
    store,
    waiting.filter((entry) => sent.has(keyOf(entry))),
  );
  if (applied.size === 0) return;
  const free = given.filter((one) => applied.has(keyOf(one)));
  await wake(
    store,
    waiting.filter((entry) => !sent.has(keyOf(entry))),
    async (entry, row) => {
      if (parentsOf(store, entry, row).some((parent) => applied.has(keyOf(parent)))) return true;
      for (const one of free) if (await isFreedBy(store, entry, row, one)) return true;
      return false;
    },
  );
}

/**
 * After a pull has come to its end: a parent that was missing may have come.
 * @param {Store} store
 * @param {Entry[]} waited before it
 */
export async function wakeByPull(store, waited) {
  if (waited.length === 0) return;
  await wake(
    store,
    (await stuck(store)).filter(({ tried }) => tried?.lacks),
    async (entry) => {
      const lacking = await Promise.all((entry.tried?.lacks ?? []).map((parent) => isMissing(store, parent)));
      return lacking.includes(false);
    },
  );
}

/**
 * @param {Store} store
 * @returns {Promise<Entry[]>} what the database of the server did not take
 */
export async function stuck(store) {
  const all = await store.entries.where('rejected.reason').equals('constraint').toArray();
  return all.filter(isLocal(store.ctx)).filter(({ sent, withheld }) => !sent && !withheld);
}

/**
 * @param {Store} store
 * @param {Entry[]} entries
 * @param {(entry: Entry, row: Fields | null) => Promise<boolean>} isFree
 */
async function wake(store, entries, isFree) {
  for (const entry of entries) {
    const [row = null] = entry.isActive ? await store.rows(entry.collection, [entry.id]) : [];
    if (!(await isFree(entry, row))) continue;
    await store.entries.put(without(entry, 'rejected', 'tried'));
    store.ctx.freed += 1;
  }
}

/**
 * @param {Store} store
 * @param {Entry[]} entries just rejected
 */
async function noteLacking(store, entries) {
  for (const entry of entries) {
    const [row = null] = entry.isActive ? await store.rows(entry.collection, [entry.id]) : [];
    const lacks = [];
    for (const parent of parentsOf(store, entry, row)) if (await isMissing(store, parent)) lacks.push(parent);
    if (lacks.length > 0 && entry.tried)
      await store.entries.put({ ...entry, tried: { ...entry.tried, lacks } });
  }
}

/**
 * @param {Store} store
 * @param {Entry} entry
 * @param {Fields | null} row
 * @returns {{collection: string, id: string}[]}
 */
function parentsOf(store, entry, row) {
  return references(store.ctx, entry.collection).flatMap(({ name, target }) =>
    typeof row?.[name] === 'string' ? [{ collection: target, id: row[name] }] : [],
  );
}

/**
 * @param {Store} store
 * @param {{collection: string, id: string}} record
 * @returns {Promise<boolean>} the server has no such record, as far as is known here
 */
async function isMissing(store, record) {
  if (!isLocal(store.ctx)(record)) return false;
  const entry = await store.entry(record.collection, record.id);
  if (entry) return !entry.isFromServer || Boolean(entry.server?.deleted);
  return (await store.rows(record.collection, [record.id]))[0] === undefined;
}

/**
 * @param {Store} store
 * @param {Entry} entry
 * @param {Fields | null} row null: its deletion is what waits
 * @param {Given} given
 * @returns {Promise<boolean>} what that record was in the way with, it has given up
 */
async function isFreedBy(store, entry, row, { collection, id, gone }) {
  const now = (await store.rows(collection, [id]))[0];
  const left = Object.keys(gone).filter((name) => gone[name] != null && !equal(gone[name], now?.[name]));
  if (row) return entry.collection === collection && left.some((name) => equal(gone[name], row[name]));
  const refers = references(store.ctx, collection).filter(({ target }) => target === entry.collection);
  return (
    kindOf(entry) === 'deleted' && refers.some(({ name }) => left.includes(name) && gone[name] === entry.id)
  );
}
