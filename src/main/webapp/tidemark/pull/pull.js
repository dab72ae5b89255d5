import { absorb, absorbRemoval, rulesOf } from './apply-record.js';
import { settleElsewhere } from '../conflict/resolved-elsewhere.js';
import { dropScope } from './drop-scope.js';
import { endDoubts } from './unconfirmed-push.js';
import { adoptEpoch } from './new-epoch.js';
import { stuck, wakeByPull } from '../conflict/freed.js';
import { coverCollections, isOvertaken, replicaOf, saveReplica } from '../store/replica.js';
import { forgetNotes, isUnplaced, unplacedNotes } from '../store/unplaced.js';
import { startNewReplica } from './new-replica.js';
import { putAside, takeAside } from './put-aside.js';
import { stage, stagedScopes, swapIn } from './staging.js';
import { Batch, localCollections } from '../store/store.js';
import { metaOf } from '../record/hidden-tables.js';
import { without } from '../record/values.js';

/**
 * A page of a pull, taken in one transaction with the cursor that follows it. Of a pass with several pages all but the
 * last are put aside, and the last brings them in: what an application reads is one state of the server, and then
 * another.
 *
 * @typedef {import('../types.js').SyncAnswer} SyncAnswer
 * @typedef {import('../types.js').PulledScope} PulledScope
 * @typedef {import('../types.js').Upsert} Upsert
 * @typedef {import('../store/store.js').Store} Store
 * @typedef {import('../types.js').Asked} Asked
 * @typedef {{pulled: number, removed: number, more: boolean, otherEpoch?: boolean}} Taken more: what came waits for the rest
 */

/**
 * The request of a pull that carries no push.
 * @param {Store} store
 * @param {number} page
 * @param {import('../types.js').Flight} [standing] a push that this goes past
 * @returns {Promise<Asked & {body: string}>}
 */
export async function askForPage(store, page, standing) {
  const { replica, number, cursor } = await coverCollections(store, store.ctx);
  if (!standing) return asking({ replica, number, cursor }, page);
  if (!standing.aside) await store.state.put({ ...standing, aside: true });
  return { ...asking({ replica, number, cursor }, page), knows: standing.number - 1 };
}

/**
 * @param {Asked} asked
 * @param {number} page
 * @returns {Asked & {body: string}}
 */
export function asking({ replica, number, cursor }, page) {
  return { body: JSON.stringify({ replica, pull: { cursor, page } }), replica, number, cursor };
}

/**
 * @param {Store} store
 * @param {SyncAnswer} answer perhaps without a page; then only the life of the server's database is looked at
 * @param {Asked} asked
 * @param {boolean} isLast the sync ends with the last page
 * @returns {Promise<Taken>}
 */
export async function takePage(store, { pull, epoch, syncedAt }, asked, isLast) {
  const [replica, before, conflicts, waited, notes] = await Promise.all([
    replicaOf(store),
    stagedScopes(store),
    store.conflicts.toArray(),
    stuck(store),
    pull && !pull.more ? unplacedNotes(store) : [],
    store.openShelves(),
  ]);
  // Another user's database may be open by now, and his server need not be the one that answers.
  if (replica.replica !== asked.replica) return { pulled: 0, removed: 0, more: true };
  if (replica.epoch !== null && replica.epoch !== epoch) {
    // The server's database was restored: this replica begins anew, with its outbox.
    await saveReplica(store, { ...replica, epoch });
    await startNewReplica(store, { otherEpoch: true });
    return { pulled: 0, removed: 0, more: true, otherEpoch: true };
  }
  if (!pull) return { pulled: 0, removed: 0, more: true };
  // Another tab went on from here: this page would turn the cursor back, or bring what has been deleted since.
  if (isOvertaken(replica, asked) || replica.cursor !== asked.cursor)
    return { pulled: 0, removed: 0, more: true };
  if (asked.cursor === null || replica.pass === null) replica.pass = asked.knows ?? asked.number;
  if (asked.cursor === null) {
    await store.unstage();
    before.reset.clear();
    before.news.clear();
    replica.full = true;
  }
  const scopes = pull.scopes ?? [];
  const count = await takeScopes(store, pull, before, replica.otherEpoch);
  const settled = (pull.settled ?? []).map(({ conflict }) => conflict);
  // There are more than a page takes. They end with the last one: until then, records may be missing.
  if (pull.more) for (const id of settled) await store.conflicts.update(id, { closed: true });
  else {
    if (replica.full || before.reset.size > 0 || scopes.some(({ reset }) => reset)) {
      const swapped = await swapIn(store, replica);
      count.pulled += swapped.pulled;
      count.removed += swapped.removed;
    }
    count.removed += await dropUnplaced(store, notes, replica.pass);
    replica.pass = null;
    if (replica.otherEpoch && replica.full) await adoptEpoch(store);
    const closed = conflicts.filter((conflict) => conflict.closed === true).map(({ id }) => id);
    for (const id of new Set([...settled, ...closed])) await settleElsewhere(store, id);
    await wakeByPull(store, waited);
    if (replica.full && replica.inDoubt) await endDoubts(store);
    replica.at = { ...(replica.full ? {} : replica.at), ...pull.seen };
    if (replica.full) Object.assign(replica, { full: false, inDoubt: false, otherEpoch: false });
  }
  for (const { scope, dropped } of scopes) if (dropped) replica.at = without(replica.at, scope);
  if (!pull.more && isLast) replica.lastSync = syncedAt;
  // What the page brought of other collections was passed over: who takes one up again needs its past.
  const collections = replica.collections.filter((name) => localCollections(store.ctx).includes(name));
  await saveReplica(store, { ...replica, collections, cursor: pull.cursor });
  return { ...count, more: pull.more };
}

/**
 * @param {Store} store
 * @param {import('../types.js').Pull} pull
 * @param {{reset: Set<string>, news: Set<string>}} before scopes of which earlier pages of the pass have brought
 *   something
 * @param {boolean} otherEpoch
 */
async function takeScopes(store, { scopes = [], more }, before, otherEpoch) {
  const count = { pulled: 0, removed: 0 };
  for (const { scope } of scopes.filter(({ dropped }) => dropped))
    count.removed += await dropScope(store, scope);
  const left = scopes.filter(({ dropped }) => !dropped);
  const isReset = (/** @type {PulledScope} */ one) => one.reset === true || before.reset.has(one.scope);
  for (const one of left.filter(isReset)) await stage(store, one);
  const news = left.filter((one) => !isReset(one));
  if (more || before.news.size > 0) await putAside(store, news);
  if (more) return count;
  const taking = {
    removed: takeRemoved.bind(null, store),
    upserted: takeUpserted.bind(null, store, otherEpoch),
  };
  const taken = await (before.news.size > 0 ? takeAside(store, taking) : takeAtOnce(store, news, taking));
  return { pulled: taken.pulled, removed: count.removed + taken.removed };
}

/**
 * @param {Store} store
 * @param {PulledScope[]} scopes
 * @param {import('./put-aside.js').Taking} take
 */
async function takeAtOnce(store, scopes, take) {
  const count = { pulled: 0, removed: 0 };
  for (const collection of localCollections(store.ctx)) {
    // All that left before all that came: a record that moved leaves one scope and comes in another.
    for (const { scope, changes } of scopes)
      count.removed += await take.removed(collection, scope, changes?.[collection]?.removed ?? []);
    for (const { scope, changes } of scopes)
      count.pulled += await take.upserted(collection, scope, changes?.[collection]?.upserted ?? []);
  }
  return count;
}

/**
 * @param {Store} store
 * @param {string} collection
 * @param {string} scope
 * @param {string[]} ids
 * @returns {Promise<number>} rows removed
 */
async function takeRemoved(store, collection, scope, ids) {
  return decideAll(
    store,
    collection,
    ids,
    (local) => absorbRemoval(local, scope),
    ({ row }) => row === null,
  );
}

/**
 * A record that the server had when the pass was asked for, and that it did not bring: it is in no scope that may be
 * read, or was deleted before any pull could tell its scope.
 * @param {Store} store
 * @param {import('../store/unplaced.js').Note[]} notes
 * @param {number} pass the last push that the pass knows of
 * @returns {Promise<number>} rows removed
 */
async function dropUnplaced(store, notes, pass) {
  const due = notes.filter(({ number }) => number <= pass);
  const later = new Set(
    notes.filter((note) => !due.includes(note)).flatMap(({ records }) => records.map(String)),
  );
  await forgetNotes(store, due);
  /** @type {string[]} */
  const disputes = [];
  const end = (/** @type {import('./apply-record.js').Local} */ local) => {
    if (isPlaced(local)) return null;
    if (local.entry?.conflict) disputes.push(local.entry.conflict);
    return absorbRemoval(local, null);
  };
  let removed = 0;
  for (const collection of localCollections(store.ctx)) {
    const ids = due
      .flatMap(({ records }) => records)
      .flatMap((record) => (record[0] === collection && !later.has(String(record)) ? [record[1]] : []));
    removed += await decideAll(store, collection, [...new Set(ids)], end, ({ row }) => row === null);
  }
  for (const id of disputes) await forgetOtherSide(store, id);
  return removed;
}

/**
 * What others have made of the record may be in a scope that may not be read.
 * @param {Store} store
 * @param {string} id of a conflict
 */
async function forgetOtherSide(store, id) {
  const conflict = await store.conflicts.get(id);
  if (!conflict) return;
  const server = { ...without(conflict.server, 'fields'), deleted: /** @type {const} */ (true) };
  await store.conflicts.put({ ...without(conflict, 'before'), server });
}

/** @param {import('./apply-record.js').Local} local */
const isPlaced = ({ entry, row }) => (entry ? !isUnplaced(entry) : metaOf(row)?.scope !== null);

/**
 * @param {Store} store
 * @param {boolean} otherEpoch
 * @param {string} collection
 * @param {string} scope
 * @param {Upsert[]} upserted
 * @returns {Promise<number>} rows written
 */
async function takeUpserted(store, otherEpoch, collection, scope, upserted) {
  const rules = rulesOf(store.ctx, collection, otherEpoch);
  const ids = upserted.map(({ id }) => id);
  const take = (/** @type {import('./apply-record.js').Local} */ local, /** @type {number} */ i) =>
    absorb(local, upserted[i], scope, rules);
  return decideAll(store, collection, ids, take, ({ entry }) => entry === null);
}

/**
 * @param {Store} store
 * @param {string} collection
 * @param {string[]} ids
 * @param {(local: import('./apply-record.js').Local, i: number) => import('../record/merge.js').Outcome | null} decide
 * @param {(outcome: import('../record/merge.js').Outcome) => boolean} counts
 * @returns {Promise<number>}
 */
async function decideAll(store, collection, ids, decide, counts) {
  if (ids.length === 0) return 0;
  const [entries, rows] = await Promise.all([store.entriesOf(collection, ids), store.rows(collection, ids)]);
  const batch = new Batch(store);
  let counted = 0;
  ids.forEach((id, i) => {
    const outcome = decide({ entry: entries.get(id) ?? null, row: rows[i] ?? null }, i);
    if (!outcome) return;
    batch.settle({ collection, id }, outcome, entries.has(id));
    if (counts(outcome)) counted += 1;
  });
  await batch.write();
  return counted;
}
