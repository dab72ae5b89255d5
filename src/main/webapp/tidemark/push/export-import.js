import { fieldsOf, isHidden } from '../record/hidden-tables.js';
import { Batch, isLocal, transact } from '../store/store.js';
import { replicaOf, saveReplica } from '../store/replica.js';
import { sentFields } from '../store/flight.js';

/**
 * Unsent work as a file, for the day a browser is about to lose it.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../store/store.js').Store} Store
 * @typedef {{entry: Entry, row: Fields | null}} Carried
 */

const FORMAT = 'tidemark-outbox';

/**
 * @param {Context} ctx
 * @returns {Promise<Blob>}
 */
export async function exportOutbox(ctx) {
  // Also what is unsent of a collection that is not synchronised any more.
  const tables = ctx.db.tables.map(({ name }) => name).filter((name) => !isHidden(name));
  const read = async (/** @type {Store} */ store) => {
    const { user: known, epoch } = await replicaOf(store);
    const user = known ?? ctx.config?.user ?? null;
    const flight = await store.state.get('inflight');
    const sent = flight ? sentFields(flight) : () => null;
    /** @type {Carried[]} */
    const records = [];
    for (const { sent: underWay, ...entry } of await store.entries.toArray()) {
      const [row] = entry.isActive ? await store.rows(entry.collection, [entry.id]) : [];
      // Whether it arrived is not known here, and will not be known where the file is read.
      const doubt = underWay ? { doubt: { fields: sent(entry.collection, entry.id) } } : {};
      records.push({ entry: { ...entry, ...doubt }, row: row ? fieldsOf(row) : null });
    }
    const conflicts = await store.conflicts.toArray();
    return {
      format: FORMAT,
      formatVersion: 1,
      user,
      epoch,
      exportedAt: new Date().toISOString(),
      records,
      conflicts,
    };
  };
  const content = await transact(ctx, 'r', read, tables);
  return new Blob([JSON.stringify(content)], { type: 'application/json' });
}

/**
 * Takes work from a file into the outbox. What is edited here already stays as it is.
 * @param {Context} ctx
 * @param {Blob} blob
 * @returns {Promise<{imported: number, skipped: number}>}
 */
export async function importOutbox(ctx, blob) {
  const content = JSON.parse(await blob.text());
  if (content.format !== FORMAT || content.formatVersion !== 1) {
    throw new TypeError('importOutbox: this file was not written by exportOutbox().');
  }
  return transact(ctx, 'rw', async (store) => {
    const replica = await replicaOf(store);
    const user = replica.user ?? ctx.config?.user ?? content.user;
    if (content.user && user !== content.user) {
      throw new Error(`importOutbox: this is work of ${content.user}; ${user} is signed in.`);
    }
    let imported = 0;
    for (const carried of /** @type {Carried[]} */ (content.records))
      imported += (await take(store, carried)) ? 1 : 0;
    const ids = new Set((await store.entries.toArray()).map(({ conflict }) => conflict));
    for (const conflict of content.conflicts) if (ids.has(conflict.id)) await store.conflicts.put(conflict);
    const otherEpoch = replica.epoch !== null && content.epoch !== null && replica.epoch !== content.epoch;
    // The server's present state of these records is not known here: all is pulled before anything is pushed.
    await saveReplica(store, {
      ...replica,
      cursor: null,
      inDoubt: true,
      otherEpoch: replica.otherEpoch || otherEpoch,
    });
    return { imported, skipped: content.records.length - imported };
  });
}

/**
 * @param {Store} store
 * @param {Carried} carried
 * @returns {Promise<boolean>}
 */
async function take(store, { entry, row }) {
  const { collection, id } = entry;
  if (!isLocal(store.ctx)(entry) || (await store.entry(collection, id))) return false;
  const batch = new Batch(store);
  batch.settle({ collection, id }, { entry, row, meta: null });
  await batch.write();
  return true;
}
