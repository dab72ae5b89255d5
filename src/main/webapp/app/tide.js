/** The state of the synchronisation, gathered from the library's events into one value that the frame shows. */
import { isOnline, onNetwork, worksOffline } from './network.js';
import { watch } from './replica.js';

/**
 * @typedef {object} Tide
 * @property {'online' | 'offline' | 'chosen'} network `chosen`: the user works offline on purpose
 * @property {boolean} running
 * @property {{ phase: string, done: number, total: number } | null} progress
 * @property {number} pending records with a local change that the server has not acknowledged
 * @property {number} conflicts open ones
 * @property {number} refused
 * @property {string | null} lastSync server time
 * @property {string | null} trouble why the last sync did not end well, the network's absence aside
 * @property {'signedOut' | 'revoked' | 'update' | 'storage' | null} need what only the user can mend
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
    network: network(),
    running: false,
    progress: null,
    pending: 0,
    conflicts: 0,
    refused: 0,
    lastSync: null,
    trouble: null,
    need: null,
  };
  const set = (/** @type {Partial<Tide>} */ change) => show((tide = { ...tide, ...change }));
  const on = db.tidemark.on.bind(db.tidemark);

  onNetwork(() => set({ network: network() }));
  on('syncStart', () => set({ running: true, progress: null }));
  on('progress', ({ phase, done, total }) => set({ running: true, progress: { phase, done, total } }));
  on('syncComplete', (report) => {
    const reached = report.status === 'synced' || report.status === 'conflicts';
    set({
      running: false,
      progress: null,
      trouble: null,
      lastSync: report.lastSync,
      ...(reached ? { need: null } : {}),
    });
    tell(report);
  });
  on('syncError', (report) => {
    const absent = report.status === 'offline' || report.status === 'unauthenticated';
    set({
      running: false,
      progress: null,
      trouble: absent ? null : (report.reason ?? report.status),
    });
    tell(report);
  });
  on('authRequired', () => set({ need: 'signedOut' }));
  on('revoked', () => set({ need: 'revoked' }));
  on('updateRequired', () => set({ need: 'update' }));
  on('storage', ({ full }) => full && set({ need: 'storage' }));
  void db.tidemark.storage().then(({ scarce }) => scarce && set({ need: 'storage' }));
  watch(() => counts(db), set, new AbortController().signal);
  set({});
  return set;
}

/** @returns {Tide['network']} */
export const network = () => (worksOffline() ? 'chosen' : isOnline() ? 'online' : 'offline');

/** @param {import('./replica.js').Replica} db */
async function counts(db) {
  const { total, conflicts, rejected } = await db.tidemark.pending();
  // What is in conflict or refused waits for the user, not for the network.
  return {
    pending: Math.max(0, total - conflicts - rejected),
    conflicts,
    refused: rejected,
    lastSync: db.tidemark.lastSync,
  };
}
