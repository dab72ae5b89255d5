import { newId } from '../record/values.js';

/**
 * One of the browser's tabs does something for all of them, until it is closed, crashes, is frozen or hangs; then
 * another one does. By Web Locks, which the browser itself hands on. Where there are none (pages without TLS), and
 * against a tab that hangs, the tabs talk: one that gets no answer takes over, and of two the one that came first
 * stays.
 *
 * @typedef {{here?: string, since?: number, ask?: true, gone?: true, told?: any}} Message
 */

/**
 * How often the others ask whether the one is still there, and how long they wait for an answer: less is enough to take
 * up what nobody does.
 */
const ASK = 20_000;
const ANSWER = 8000;

export class OneTab {
  /**
   * @param {string} name of what is done
   * @param {() => () => void} take begins to do it; gives what ends it
   * @param {(message: any) => void} told what the one tells the others
   * @param {{ask: number, answer: number}} [patience] milliseconds
   */
  constructor(name, take, told, patience = { ask: ASK, answer: ANSWER }) {
    this.id = newId();
    this.name = name;
    this.take = take;
    this.told = told;
    this.patience = patience;
    /** @type {(() => void) | null} */
    this.end = null;
    this.since = 0;
    /** Leaves the queue for the lock, or lets it go. */
    this.leaveLock = () => {};
    /** @type {BroadcastChannel | null} */
    this.channel = null;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.timer = undefined;
    /** @type {(() => void)[]} */
    this.stops = [];
    this.isAwake = false;
    this.#listen(globalThis, 'pagehide', () => this.#sleep());
    this.#listen(globalThis, 'pageshow', () => this.#wake());
    this.#listen(globalThis.document, 'freeze', () => this.#sleep());
    this.#listen(globalThis.document, 'resume', () => this.#wake());
    this.#wake();
  }

  /** @param {any} message for the others, from the one */
  tell(message) {
    this.#post({ told: message });
  }

  /** Another tab, if there is one, does it better. */
  pass() {
    if (!this.end) return;
    this.#post({ gone: true });
    this.#cease();
    if (this.#locks()) this.#queue(false);
    else this.#askLater();
  }

  stop() {
    for (const stop of this.stops.splice(0)) stop();
    this.#sleep();
  }

  #wake() {
    if (this.isAwake) return;
    this.isAwake = true;
    if (typeof BroadcastChannel !== 'undefined') {
      this.channel = new BroadcastChannel(this.name);
      this.channel.onmessage = ({ data }) => this.#hear(data);
      // In Node an open channel would keep the process alive.
      /** @type {any} */ (this.channel).unref?.();
    }
    if (this.#locks()) this.#queue(false);
    else this.#begin();
    this.#askLater();
  }

  /** Who cannot work must not be waited for, nor be given the lock. */
  #sleep() {
    this.isAwake = false;
    clearTimeout(this.timer);
    if (this.end) this.#post({ gone: true });
    this.#cease();
    this.leaveLock();
    this.channel?.close();
    this.channel = null;
  }

  #locks() {
    return globalThis.navigator?.locks;
  }

  /** @param {boolean} steal from one that hangs */
  #queue(steal) {
    this.leaveLock();
    const abort = new AbortController();
    const held = new Promise((resolve) => {
      this.leaveLock = () => {
        abort.abort();
        resolve(null);
      };
    });
    const mine = this.leaveLock;
    const isMine = () => this.isAwake && this.leaveLock === mine;
    /** @type {LockManager} */ (this.#locks())
      .request(this.name, steal ? { steal } : { signal: abort.signal }, () => {
        if (!isMine()) return null;
        this.#begin();
        return held;
      })
      .catch(() => {
        // Another tab took it, since this one did not answer.
        if (!isMine()) return;
        this.#cease();
        this.#queue(false);
      });
  }

  #begin() {
    this.since = Date.now();
    this.end ??= this.take();
    this.#say();
  }

  #cease() {
    this.end?.();
    this.end = null;
  }

  #say() {
    this.#post({ here: this.id, since: this.since });
  }

  #askLater(ms = this.patience.ask) {
    this.#wait(ms * (0.5 + Math.random()), () => {
      if (this.end) return this.#askLater();
      this.#post({ ask: true });
      this.#wait(this.patience.answer * (0.5 + Math.random()), () => {
        if (this.#locks()) this.#queue(true);
        else this.#begin();
        this.#askLater();
      });
    });
  }

  /** @param {Message} message */
  #hear({ here, since = 0, ask, gone, told }) {
    if (told !== undefined) this.told(told);
    else if (ask && this.end) this.#say();
    else if (here) this.#meet(here, since);
    // All hear of it: the first one to ask gets no answer and takes over.
    else if (gone && !this.end && !this.#locks()) this.#succeed();
  }

  /** @param {string} id @param {number} since */
  #meet(id, since) {
    if (!this.end) return this.#askLater();
    // Only one holds the lock: the other one has not heard yet that it lost it.
    if (this.#locks()) return;
    const isElder = since < this.since || (since === this.since && id < this.id);
    if (isElder) this.#cease();
    else this.#say();
    this.#askLater();
  }

  #succeed() {
    this.#wait(Math.random() * 100, () => {
      this.#begin();
      this.#askLater();
    });
  }

  /** @param {number} ms @param {() => void} work */
  #wait(ms, work) {
    clearTimeout(this.timer);
    this.timer = setTimeout(work, ms);
    /** @type {any} */ (this.timer).unref?.();
  }

  /** @param {Message} message */
  #post(message) {
    this.channel?.postMessage(message);
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
