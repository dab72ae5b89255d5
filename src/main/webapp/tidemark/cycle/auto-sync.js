import { follow } from '../net/live.js';
import { delay, isOffline } from '../net/retry.js';

/**
 * What starts a sync by itself: the network's return, a sign-in, the page's return to view, a write, time, a hint
 * from the server. One that fails for want of a network or a server is tried again, ever more seldom.
 *
 * @typedef {import('../types.js').Config} Config
 * @typedef {import('../types.js').Report} Report
 * @typedef {import('../types.js').LivePage} LivePage
 */

/** While a rejected change waits for its reason to pass, a sync looks after it this often, milliseconds. */
const LOOK_AGAIN = 10 * 60_000;

export class Triggers {
  /**
   * @param {object} means
   * @param {(isNeeded: () => boolean, page?: LivePage) => Promise<Report | null>} means.sync one that begins after the
   *   call; null: it was not needed
   * @param {import('../events.js').Events} means.events
   * @param {() => Promise<boolean>} [means.probe] whether the server answers; nothing of the user's is sent by that
   * @param {(online: boolean) => void} [means.networkChanged] told what the browser says
   * @param {(hint: import('../net/live.js').Hint) => boolean} [means.isSeen] a pull has brought what the hint speaks of
   * @param {() => boolean} [means.isWanted] false: nothing comes back by itself
   * @param {() => string | null | undefined} [means.replica] as in Context
   */
  constructor({
    sync,
    events,
    probe = async () => false,
    networkChanged = () => {},
    isSeen = () => false,
    isWanted = () => true,
    replica = () => null,
  }) {
    this.sync = sync;
    this.events = events;
    this.probe = probe;
    this.networkChanged = networkChanged;
    this.isSeen = isSeen;
    this.isWanted = isWanted;
    this.replica = replica;
    /** The browser says that there is no network, and the server answers all the same. */
    this.isHintWrong = false;
    this.isAsking = false;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.seldom = undefined;
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

  /**
   * @param {Config} config
   * @param {string} [database] whose tabs share a stream
   */
  start(config, database = '') {
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
    if (config.live) this.#follow(config, database);
  }

  /** @param {Config} config @param {string} database */
  #follow(config, database) {
    const { isSeen, isWanted, replica } = this;
    const hint = (/** @type {() => boolean} */ isNeeded, /** @type {LivePage | undefined} */ page) =>
      this.fire(isNeeded, page);
    this.stops.push(follow(config, database, this.events, { hint, isSeen, isWanted, replica }));
  }

  stop() {
    for (const stop of this.stops.splice(0)) stop();
    clearTimeout(this.quiet);
    clearTimeout(this.again);
    clearTimeout(this.seldom);
    this.again = undefined;
    this.failures = 0;
    this.isHintWrong = false;
    this.config = null;
  }

  /** A tracked write was committed. */
  changed() {
    if (!this.config?.syncOnChange) return;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.fire(), this.config.syncOnChange);
  }

  /**
   * @param {() => boolean} [isNeeded]
   * @param {LivePage} [page] what the sync would ask for, as far as the server knows
   * @returns {Promise<void>}
   */
  async fire(isNeeded = () => true, page) {
    // What the browser says of the network is a hint: virtual adapters mislead it. So the server is asked, but nothing
    // is sent that would count as sent: until then the user can take it back. After a try that failed, the next one
    // comes in its time.
    if (isOffline() && !this.isHintWrong) return this.#tryDespiteHint(isNeeded);
    clearTimeout(this.again);
    this.again = undefined;
    const report = await this.sync(isNeeded, page);
    if (report) this.#watch(report);
  }

  /**
   * @param {() => boolean} isNeeded
   * @returns {Promise<void>}
   */
  async #tryDespiteHint(isNeeded) {
    const { config } = this;
    if (this.again || this.isAsking) return;
    this.isAsking = true;
    const isThere = await this.probe().finally(() => (this.isAsking = false));
    if (this.config !== config) return;
    this.isHintWrong = isThere;
    if (isThere || !isOffline()) return this.fire(isNeeded);
    this.events.emit('contact', { server: 'unreachable' });
    this.#watch({ status: 'offline', reason: null, open: null });
  }

  /**
   * A sync that somebody asked for has ended: where the application syncs by itself, it is tried again like the others.
   * @param {Report} report
   */
  ended(report) {
    if (this.#isAutomatic() && (report.unasked ?? report).reason !== 'aborted') this.#watch(report);
  }

  #isAutomatic() {
    const { syncOnChange = 0, interval = 0, live = false, syncOnResume = false } = this.config ?? {};
    return syncOnChange > 0 || interval > 0 || live || syncOnResume;
  }

  /** @param {Pick<Report, 'status' | 'reason' | 'retryAfter' | 'open' | 'unasked'>} report */
  #watch(report) {
    const { open } = report;
    // Behind a shut gate the question for decisions is what failed.
    const { status, reason, retryAfter = 0 } = report.unasked ?? report;
    // Signed out while it ran.
    if (!this.config) return;
    const { retry } = this.config;
    clearTimeout(this.seldom);
    clearTimeout(this.again);
    this.again = undefined;
    if (this.#isAutomatic() && open && open.rejected > 0)
      this.seldom = unref(setTimeout(() => this.fire(), LOOK_AGAIN));
    // Whose page it was is a guess, and the user may sign in elsewhere; a password that is wrong is not tried again and
    // again.
    const isGuess = status === 'unauthenticated' && reason !== 'unauthenticated';
    if (status !== 'offline' && status !== 'failed' && !isGuess) {
      this.failures = 0;
      return;
    }
    this.isHintWrong = false;
    this.failures += 1;
    const max = retry.max * 10;
    const pause = delay({ base: retry.base * 4, max }, this.failures, Math.min(retryAfter, max));
    this.again = setTimeout(() => {
      this.again = undefined;
      return this.fire();
    }, pause);
    this.events.emit('contact', { retryAt: new Date(Date.now() + pause).toISOString() });
  }

  /** @param {boolean} online */
  #network(online) {
    this.isHintWrong = false;
    this.networkChanged(online);
    // There may be a network now: nobody waits for the next try.
    if (online) {
      clearTimeout(this.again);
      this.again = undefined;
    }
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

/**
 * In Node a timer would keep the process alive.
 * @param {any} timer
 */
function unref(timer) {
  timer.unref?.();
  return timer;
}
