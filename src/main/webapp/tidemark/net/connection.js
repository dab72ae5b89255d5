import { isOffline } from './retry.js';

/**
 * How the replica stands with its server: what a status bar shows. Each tab gathers it from the events of all tabs, and
 * tells its own listeners by `network`.
 *
 * @typedef {import('../types.js').Connection} State
 * @typedef {import('../types.js').Report} Report
 * @typedef {import('../events.js').Events} Events
 */

/** @type {Partial<Record<import('../types.js').Status, State['server']>>} */
const SERVER = {
  synced: 'reached',
  conflicts: 'reached',
  blocked: 'reached',
  offline: 'unreachable',
  unauthenticated: 'unauthenticated',
  revoked: 'revoked',
};

/** @returns {State} */
const beginning = () => ({
  ...{ online: !isOffline(), server: /** @type {const} */ ('unknown'), retryAt: null, reason: null },
  ...{ isRunning: false, progress: null, storage: /** @type {const} */ ('available') },
});

export class ConnectionState {
  /** @type {State} */
  #state = beginning();
  #events;

  /** @param {Events} events */
  constructor(events) {
    this.#events = events;
    events.on('syncStart', () => this.#set({ isRunning: true, progress: null, retryAt: null }));
    events.on('progress', (progress) => this.#set({ isRunning: true, progress }));
    events.on('syncComplete', (report) => this.#ended(report));
    events.on('syncError', (report) => this.#ended(report));
    events.on('contact', (contact) => this.#set(contact));
    events.on('storage', ({ full, available }) => {
      if (full) this.#set({ storage: 'full' });
      if (available === false) this.#set({ storage: 'unavailable' });
    });
  }

  /** @returns {State} as it is now */
  get now() {
    return { ...this.#state, online: !isOffline() };
  }

  /**
   * The browser says that the network has come, or has gone. It may be wrong.
   * @param {boolean} online
   */
  networkChanged(online) {
    this.#events.tell('network', { ...this.now, online });
  }

  /** Another database: nothing is known of its server. */
  reset() {
    this.#state = beginning();
  }

  /** @param {Report} report */
  #ended(report) {
    // What stopped it is known here; how the server stands, by what it was asked.
    const { status, reason } = report.unasked ?? report;
    const isStored = status === 'synced' || status === 'conflicts';
    const isAborted = status === 'failed' && reason === 'aborted';
    const server = SERVER[status] ?? (status === 'failed' && !isAborted ? 'failed' : this.#state.server);
    this.#set({
      ...{ isRunning: false, progress: null, server },
      ...(isAborted ? {} : { reason: status === 'blocked' ? null : reason }),
      ...(isStored ? { storage: /** @type {const} */ ('available') } : {}),
    });
  }

  /** @param {Partial<State>} change */
  #set(change) {
    const before = this.#state;
    this.#state = { ...before, ...change };
    const told = /** @type {const} */ (['server', 'retryAt', 'reason', 'storage']);
    if (told.some((name) => before[name] !== this.#state[name])) this.#events.tell('network', this.now);
  }
}
