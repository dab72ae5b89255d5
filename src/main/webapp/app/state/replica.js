/** The signed-in user's local database: an ordinary Dexie database with Tidemark as its addon. */
import { Dexie, liveQuery } from 'dexie';
import { isUnavailable, tidemark } from '@tidemark/client';
import { onSwitch, request, worksOffline } from './network.js';
import { at } from './place.js';
import { forgetDeeds } from './undo.js';

/** @typedef {import('dexie').Dexie & { companies: import('dexie').Table, contacts: import('dexie').Table, drafts: import('dexie').Table, tidemark: import('@tidemark/client').TidemarkApi }} Replica */

/**
 * How long nothing must change before a sync starts by itself: long enough to undo, short enough not to be waited for.
 */
const quiet = 4000;

/** @type {Map<string, Replica>} one per user and page, so that whoever asks gets the one that is configured */
const opened = new Map();

/** @type {WeakMap<Replica, string>} */
const users = new WeakMap();

/** @param {Replica} db @returns {string} whose it is */
export const userOf = (db) => users.get(db) ?? '';

/**
 * @param {string} user has a database of their own: whoever signs in next in this browser finds nothing of it
 * @returns {Replica}
 */
export function openReplica(user) {
  const known = opened.get(user);
  if (known) return known;
  const db = /** @type {Replica} */ (new Dexie('tidemark-demo', { addons: [tidemark] }));
  db.version(1).stores({ companies: 'id, name, [region+name]', contacts: 'id, company' });
  db.version(2).stores({ drafts: 'key' }); // what is typed and not saved: never sent
  db.tidemark.configure({
    url: at('api'),
    collections: ['companies', 'contacts'],
    user,
    fetch: request,
    syncOnChange: quiet,
    syncOnOnline: true,
    syncOnLogin: false, // main.js asks first who the server thinks we are
    syncOnResume: true,
    live: true,
  });
  // The library hears of the browser's network; that the switch was put back only we know.
  onSwitch(() => {
    if (!worksOffline()) db.tidemark.sync();
  });
  // The library removes what it has brought; what was typed here goes with it.
  db.tidemark.on('revoked', () => (forgetDeeds(user), db.drafts.clear()));
  opened.set(user, db);
  users.set(db, user);
  return db;
}

/**
 * Runs a query now and whenever what it read has changed, until the page is left.
 *
 * @template T
 * @param {() => Promise<T>} query
 * @param {(result: T) => void} next
 * @param {AbortSignal} signal
 */
export function watch(query, next, signal) {
  // A closed database means that the user has signed out and this page is about to go.
  // That the browser keeps nothing, the banner says once for all pages.
  const error = (/** @type {any} */ fault) =>
    fault?.name !== 'DatabaseClosedError' && !isUnavailable(fault) && reportError(fault);
  const subscription = liveQuery(query).subscribe({ next, error });
  signal.addEventListener('abort', () => subscription.unsubscribe());
}
