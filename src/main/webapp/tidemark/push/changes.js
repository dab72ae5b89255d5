import { serverOf } from '../record/merge.js';
import { fieldsOf } from '../record/hidden-tables.js';
import { kindOf } from '../record/entry.js';
import { isLocal, transact } from '../store/store.js';
import { sorted } from './pending.js';

/**
 * The outbox for people: each change with what the record was and what it is now.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {object} LocalChange
 * @property {string} collection
 * @property {string} id
 * @property {'added' | 'modified' | 'deleted' | 'decided'} kind decided: for the server's side, which does not know yet
 * @property {'toSend' | 'sending' | 'waiting' | 'conflict' | 'rejected'} state waiting: behind a conflict of another
 *   record
 * @property {Fields | null} before as on the server when it was edited; null: it was not there, or is not known
 * @property {Fields | null} after as it is here; null: deleted
 * @property {string | null} conflict its id
 */

/**
 * @param {Context} ctx
 * @returns {Promise<LocalChange[]>}
 */
export function listChanges(ctx) {
  return transact(ctx, 'r', async (store) => {
    const [entries, conflicts] = await Promise.all([store.entries.toArray(), store.conflicts.toArray()]);
    const { changed, decided, open, isGoing, isHeld } = sorted(ctx, entries, conflicts);
    const unsettled = new Map(conflicts.map(({ id, resolution }) => [id, !resolution]));
    /** @param {import('../types.js').Entry} entry @returns {LocalChange['state']} */
    const stateOf = (entry) => {
      if (entry.conflict && unsettled.get(entry.conflict)) return 'conflict';
      if (entry.rejected) return 'rejected';
      if (entry.sent !== undefined && isGoing(entry)) return 'sending';
      return isHeld(entry) || !isGoing(entry) ? 'waiting' : 'toSend';
    };
    const edits = changed.filter(isLocal(ctx)).map(async (entry) => {
      const { collection, id, base, withheld, conflict = null } = entry;
      const [row] = entry.isActive ? await store.rows(collection, [id]) : [];
      const after = withheld ?? (row ? fieldsOf(row) : null);
      const kind = /** @type {LocalChange['kind']} */ (kindOf(entry));
      return { collection, id, kind, state: stateOf(entry), before: base && fieldsOf(base), after, conflict };
    });
    const choices = decided.filter(isLocal(ctx)).map(async (found) => {
      const { collection, record: id, client, server, id: conflict, before } = found;
      const entry = before?.entry ?? (await store.entry(collection, id));
      const mine = before?.row ? fieldsOf(before.row) : (client.fields ?? null);
      const theirs = (entry ? serverOf(entry, found) : server).fields ?? null;
      const state = /** @type {LocalChange['state']} */ (open.includes(collection) ? 'toSend' : 'waiting');
      return {
        collection,
        id,
        kind: /** @type {const} */ ('decided'),
        state,
        before: mine,
        after: theirs,
        conflict,
      };
    });
    return Promise.all([...edits, ...choices]);
  });
}
