/** The state of the synchronisation, gathered from the library's events into one value that the frame shows. */
import { onNetwork, worksOffline } from './network.js';
import { watch } from './replica.js';

/**
 * @typedef {object} Tide
 * @property {boolean} chosen the user works offline on purpose
 * @property {boolean} isAway the browser says that there is no network, and the server has not answered since
 * @property {import('../../tidemark/types.js').Connection} connection
 * @property {import('../../tidemark/push/pending.js').Pending | null} counts null: not known
 * @property {string | null} lastSync server time
 * @property {number} asked conflicts that somebody asks the user to decide
 * @property {string | null} trouble why the last sync did not end well, the network's absence aside
 * @property {number} lost unsent changes that went with a withdrawn copy
 * @property {'signedOut' | 'revoked' | 'update' | 'storage' | 'nowhere' | null} need what only the user can mend
 */

/**
 * @param {import('./replica.js').Replica} db
 * @param {(tide: Tide) => void} show
 * @param {(report: any) => void} tell called with the report of each sync that ended
 * @returns {(change: Partial<Tide>) => void} for what others learn, such as the end of the session
 */
export function followTide(db, show, tell) {
  /** @type {Tide} */
  let tide = {
    chosen: worksOffline(),
    isAway: !navigator.onLine,
    connection: db.tidemark.connection,
    counts: null,
    lastSync: null,
    asked: 0,
    trouble: null,
    lost: 0,
    need: null,
  };
  const set = (/** @type {Partial<Tide>} */ change) => {
    tide = { ...tide, connection: db.tidemark.connection, ...change };
    // Once the server answers, the session has not ended, however the sync goes on: it may stop at a conflict.
    if (tide.need === 'signedOut' && tide.connection.server === 'reached') tide.need = null;
    show({ ...tide, need: tide.need ?? needOf(tide.connection) });
  };
  const on = db.tidemark.on.bind(db.tidemark);

  onNetwork(() => set({ chosen: worksOffline(), isAway: !navigator.onLine }));
  on('network', (connection) => set({ connection }));
  on('syncStart', () => set({}));
  on('progress', () => set({}));
  on('syncComplete', (report) => {
    const reached = report.status === 'synced' || report.status === 'conflicts';
    const change = reached ? { need: null, isAway: false } : {};
    set({ trouble: null, lastSync: report.lastSync, ...change });
    tell(report);
  });
  on('syncError', (report) => {
    const absent = report.status === 'offline' || report.status === 'unauthenticated';
    set({ trouble: absent ? null : (report.reason ?? report.status) });
    tell(report);
  });
  on('authRequired', () => set({ need: 'signedOut' }));
  on('revoked', ({ lost }) => set({ need: 'revoked', lost: lost ?? 0 }));
  on('updateRequired', () => set({ need: 'update' }));
  on('storage', ({ full }) => full && set({ need: 'storage' }));
  void db.tidemark.storage().then(({ scarce }) => scarce && set({ need: 'storage' }));
  watch(() => known(db), set, new AbortController().signal);
  set({});
  return set;
}

/** @param {Tide['connection']} connection @returns {Tide['need']} */
function needOf({ storage, server }) {
  if (storage === 'unavailable') return 'nowhere';
  return server === 'unauthenticated' ? 'signedOut' : null;
}

/**
 * Where the browser keeps nothing, nobody knows what there is to send.
 *
 * @param {import('./replica.js').Replica} db
 * @returns {Promise<Partial<Tide>>}
 */
async function known(db) {
  const counts = await db.tidemark.pending().catch(() => null);
  return { counts, lastSync: db.tidemark.lastSync };
}
