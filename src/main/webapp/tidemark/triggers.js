import { follow } from './live.js';
import { delay, isOffline } from './retry.js';

/**
 * What starts a sync by itself: the network's return, a sign-in, the page's return to view, a write, time, a hint
 * from the server. One that fails for want of a network or a server is tried again, ever more seldom.
 *
 * @typedef {import('./types.js').Config} Config
 * @typedef {import('./types.js').Report} Report
 */

export class Triggers {
  /**
   * @param {(isNeeded: () => boolean) => Promise<Report | null>} sync one that begins after the call; null: it was not needed
   * @param {import('./events.js').Events} events
   * @param {(hint: import('./live.js').Hint) => boolean} [isSeen] a pull has brought what the hint speaks of
   */
  constructor(sync, events, isSeen = () => false) {
    this.sync = sync;
    this.events = events;
    this.isSeen = isSeen;
    /** @type {(() => void)[]} */
    this.stops = [];
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.quiet = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.again = undefined;
    this.failures = 0;
    /** @type {Config | null} */
    this.config = null;
  }

  /** @param {Config} config */
  start(config) {
    this.stop();
    this.config = config;
    this.#listen(globalThis, 'online', () => this.#network(true));
    this.#listen(globalThis, 'offline', () => this.#network(false));
    this.#listen(globalThis.document, 'visibilitychange', () => {
      if (config.syncOnResume && globalThis.document.visibilityState === 'visible') this.fire();
    });
    if (config.interval > 0) {
      const timer = setInterval(() => this.fire(), config.interval);
      this.stops.push(() => clearInterval(timer));
    }
    if (config.live) this.stops.push(follow(config, (isNeeded) => this.fire(isNeeded), this.isSeen));
  }

  stop() {
    for (const stop of this.stops.splice(0)) stop();
    clearTimeout(this.quiet);
    clearTimeout(this.again);
    this.again = undefined;
    this.failures = 0;
    this.config = null;
  }

  /** A tracked write was committed. */
  changed() {
    if (!this.config?.syncOnChange) return;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.fire(), this.config.syncOnChange);
  }

  fire(isNeeded = () => true) {
    clearTimeout(this.again);
    this.again = undefined;
    // Nothing is sent for certain, so nothing need be marked as sent: what the user takes back until then never was.
    if (isOffline()) return this.#watch({ status: 'offline' });
    return this.sync(isNeeded).then((report) => report && this.#watch(report));
  }

  /** @param {Pick<Report, 'status'>} report */
  #watch({ status }) {
    if (status !== 'offline' && status !== 'failed') {
      this.failures = 0;
      return;
    }
    // Signed out while it ran.
    if (!this.config) return;
    this.failures += 1;
    const { retry } = this.config;
    this.again = setTimeout(
      () => this.fire(),
      delay({ base: retry.base * 4, max: retry.max * 10 }, this.failures, null),
    );
  }

  /** @param {boolean} online */
  #network(online) {
    this.events.emit('network', { online });
    if (online && this.config?.syncOnOnline) this.fire();
  }

  /**
   * @param {EventTarget | undefined} target missing outside a browser
   * @param {string} name
   * @param {() => void} listener
   */
  #listen(target, name, listener) {
    if (typeof target?.addEventListener !== 'function') return;
    target.addEventListener(name, listener);
    this.stops.push(() => target.removeEventListener(name, listener));
  }
}
