/**
 * Taking back what was done here, at any time. Before it is sent, the record is again what it was and nothing is left
 * to send; after that it is an ordinary new edit. It takes back only what still stands: what somebody else has written
 * meanwhile stays theirs.
 */
import { equal, read, write } from './values.js';
import { draftKey } from './drafts.js';
import { keyOf } from './place.js';

/** @typedef {import('./replica.js').Replica} Replica */
/** @typedef {import('./values.js').Values} Values */
/** @typedef {'companies' | 'contacts'} Collection */
/** @typedef {{ collection: Collection, id: string, before: Values | null, after: Values | null }} Step null: it was not there */
/** @typedef {'added' | 'edited' | 'deleted' | 'discarded' | 'decided'} Done */
/** @typedef {{ id: string, at: string, done: Done, title: string, steps: Step[], conflicts?: string[], answers?: import('./drafts.js').Content }} Deed `conflicts`: that it has decided; `answers`: what was chosen for the one */
/** @typedef {{ collection: Collection, id: string, to: Values | null, changes?: Values, isPart?: boolean }} Write `to` null: it goes */

/** So many deeds are remembered, the latest. */
const MOST = 50;

const told = new EventTarget();

/** @param {string} user */
const keyFor = (user) => `${keyOf('tidemark.deeds')}.${user}`;

/** @param {string} user @returns {Deed[]} the latest first */
export function deedsOf(user) {
  try {
    const deeds = JSON.parse(localStorage.getItem(keyFor(user)) ?? '[]');
    return Array.isArray(deeds) ? deeds : [];
  } catch {
    return [];
  }
}

/** @param {string} user @param {Deed[]} deeds */
function store(user, deeds) {
  for (let kept = deeds.slice(0, MOST); ; kept = kept.slice(0, kept.length >> 1)) {
    try {
      if (kept.length) localStorage.setItem(keyFor(user), JSON.stringify(kept));
      else localStorage.removeItem(keyFor(user));
      return told.dispatchEvent(new Event('change'));
    } catch {
      // No room: the older ones go.
      if (!kept.length) return false;
    }
  }
}

/**
 * @param {string} user
 * @param {Omit<Deed, 'id' | 'at'>} done
 * @returns {Deed}
 */
export function remember(user, done) {
  const at = new Date().toISOString();
  const deed = { id: `${at} ${Math.random()}`, at, ...done };
  store(user, [deed, ...deedsOf(user)]);
  return deed;
}

/** @param {string} user @param {string} [id] of one deed; all, unless told */
export const forgetDeeds = (user, id) =>
  store(user, id ? deedsOf(user).filter((deed) => deed.id !== id) : []);

/** Nobody who is not signed in leaves anything here to be read. */
export function forgetAllDeeds() {
  const prefix = keyFor('');
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
}

/** @param {() => void} listener @param {AbortSignal} signal */
export function onDeeds(listener, signal) {
  told.addEventListener('change', listener, { signal });
  window.addEventListener('storage', ({ key }) => key?.startsWith(keyFor('')) && listener(), { signal });
}

/**
 * @param {Replica} db
 * @param {Deed} deed
 * @returns {Promise<boolean>} whether taking it back would change anything now
 */
export async function canTakeBack(db, deed) {
  for (const id of deed.conflicts ?? []) if (await db.tidemark.canUndo(id)) return true;
  return (await plan(db, deed)).writes.length > 0;
}

/**
 * @param {Replica} db
 * @param {Deed} deed
 * @returns {Promise<{ done: boolean, left: number, isOpen?: boolean }>} left: how much of it was not taken back;
 *   isOpen: the conflict is to be decided again
 */
export async function takeBack(db, deed) {
  const opened = await reopened(db, deed);
  const rest = deed.steps.filter(({ id }) => !opened.has(id));
  if (opened.size && !rest.length) return { done: true, left: 0, isOpen: true };
  const disputed = await inDispute(db);
  return db.transaction('rw', db.companies, db.contacts, async () => {
    const { writes, left } = await plan(db, { ...deed, steps: rest }, disputed);
    for (const { collection, id, to, changes } of writes) {
      if (!to) await db.table(collection).delete(id);
      else if (changes) await db.table(collection).update(id, changes);
      else await db.table(collection).add(to);
    }
    return { done: writes.length + opened.size > 0, left, ...(opened.size && { isOpen: true }) };
  });
}

/**
 * Decisions that have not been sent are withdrawn, and what was chosen is there again.
 *
 * @param {Replica} db
 * @param {Deed} deed
 * @returns {Promise<Set<string>>} the records whose conflicts are open again
 */
async function reopened(db, { conflicts = [], answers }) {
  const records = new Set();
  for (const id of conflicts) {
    if (!(await db.tidemark.undo(id))) continue;
    records.add((await db.tidemark.conflict(id))?.record);
    await restoreAnswers(db, id, answers);
  }
  return records;
}

/** @param {Replica} db @param {string} id of a conflict @param {import('./drafts.js').Content} [answers] */
export const restoreAnswers = async (db, id, answers) => {
  const at = new Date().toISOString();
  if (answers) await db.drafts.put({ ...answers, key: draftKey('conflicts', id), at });
};

/** @param {Replica} db @returns {Promise<Set<string>>} records of open conflicts: those are decided where they are shown */
const inDispute = async (db) => new Set((await db.tidemark.conflicts()).map(({ record }) => record));

/**
 * @param {Replica} db
 * @param {Deed} deed
 * @param {Set<string>} [disputed]
 * @returns {Promise<{ writes: Write[], left: number }>}
 */
async function plan(db, { steps }, disputed) {
  const open = disputed ?? (await inDispute(db));
  /** @type {Write[]} */
  const writes = [];
  let left = 0;
  // A company comes back before its contacts, and goes after them.
  const rank = (/** @type {Step} */ { collection, before }) =>
    (collection === 'companies') === (before !== null) ? 0 : 1;
  for (const step of [...steps].sort((one, other) => rank(one) - rank(other))) {
    const now = (await db.table(step.collection).get(step.id)) ?? null;
    const found = open.has(step.id) ? null : await inverse(db, step, now, writes);
    if (found !== null && found !== 'nothing') writes.push(found);
    if (found === null || (found !== 'nothing' && found.isPart)) left += 1;
  }
  return { writes, left };
}

/**
 * @param {Replica} db
 * @param {Step} step
 * @param {Values | null} now
 * @param {Write[]} earlier what is taken back with it, before it
 * @returns {Promise<Write | 'nothing' | null>} nothing: it is back already; null: it cannot be taken back any more
 */
async function inverse(db, { collection, id, before, after }, now, earlier) {
  if (before && after) return now && revert(collection, id, before, after, now);
  if (before) {
    if (now) return null;
    const home = collection === 'contacts' ? before['company'] : null;
    const isHome =
      !home || earlier.some((one) => one.id === home && one.to) || (await db.companies.get(home));
    return isHome ? { collection, id, to: before } : null;
  }
  if (!now || !after) return 'nothing';
  const isAsWritten = pathsOf(after, now).every((path) => equal(read(now, path), read(after, path)));
  if (!isAsWritten) return null;
  const going = new Set(earlier.filter(({ to }) => !to).map((one) => one.id));
  const others = collection === 'companies' ? await db.contacts.where('company').equals(id).toArray() : [];
  return others.every((contact) => going.has(contact.id)) ? { collection, id, to: null } : null;
}

/**
 * @param {Collection} collection
 * @param {string} id
 * @param {Values} before
 * @param {Values} after
 * @param {Values} now
 * @returns {Write | 'nothing' | null}
 */
function revert(collection, id, before, after, now) {
  /** @type {Values} */
  const changes = {};
  const wanted = pathsOf(before, after)
    .filter((path) => !equal(read(before, path), read(after, path)))
    .filter((path) => !equal(read(now, path), read(before, path)));
  if (!wanted.length) return 'nothing';
  // What somebody else has written over it since stays theirs.
  const own = wanted.filter((path) => equal(read(now, path), read(after, path)));
  if (!own.length) return null;
  for (const path of own) write(changes, now, path, read(before, path));
  // No address at all is not an address of nothing.
  for (const [name, value] of Object.entries(changes))
    if (before[name] === null && value && Object.values(value).every((member) => member === null))
      changes[name] = null;
  return { collection, id, to: before, changes, isPart: own.length < wanted.length };
}

/** @param {...Values} records @returns {string[]} the paths of all values in them, the id aside */
function pathsOf(...records) {
  const paths = new Set(
    records.flatMap((record) =>
      Object.entries(record).flatMap(([name, value]) =>
        value !== null && typeof value === 'object' && !Array.isArray(value)
          ? Object.keys(value).map((inner) => `${name}.${inner}`)
          : value === null
            ? []
            : [name],
      ),
    ),
  );
  paths.delete('id');
  return [...paths];
}
