import { scopeOf } from '../record/entry.js';
import { replicaOf } from './replica.js';

/**
 * Records that the server has, and of which no pull has told the scope: they were acknowledged and not pulled since, or
 * a pull removed them from their scope while an edit waited. Each push notes its own, so that a long outbox does not
 * write one long list again and again.
 *
 * @typedef {import('./store.js').Store} Store
 * @typedef {{key: string, number: number, records: [string, string][]}} Note number: of the push after which a pass
 *   must bring them
 */

const PREFIX = 'unplaced ';

/**
 * @param {import('../types.js').Entry} entry
 * @returns {boolean}
 */
export const isUnplaced = (entry) => entry.isFromServer && !entry.withheld && scopeOf(entry) === null;

/**
 * @param {Store} store
 * @returns {Promise<Note[]>}
 */
export const unplacedNotes = (store) => store.state.where('key').startsWith(PREFIX).toArray();

/**
 * @param {Store} store
 * @param {[string, string][]} records collection and id of each
 * @param {number} [number] that of the last push, unless told
 */
export async function noteUnplaced(store, records, number) {
  if (records.length === 0) return;
  const of = number ?? (await replicaOf(store)).number;
  const key = `${PREFIX}${of}`;
  const noted = /** @type {Note | undefined} */ (await store.state.get(key));
  await store.state.put({ key, number: of, records: [...(noted?.records ?? []), ...records] });
}

/**
 * A new replica counts its pushes anew, and whatever its first pass does not bring is in no scope.
 * @param {Store} store
 */
export async function renumberUnplaced(store) {
  const notes = await unplacedNotes(store);
  await forgetNotes(store, notes);
  await noteUnplaced(
    store,
    notes.flatMap(({ records }) => records),
    0,
  );
}

/**
 * @param {Store} store
 * @param {Note[]} notes
 */
export const forgetNotes = (store, notes) => store.state.bulkDelete(notes.map(({ key }) => key));
