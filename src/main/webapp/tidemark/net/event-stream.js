import { delay } from './retry.js';
import { parse } from './json.js';

/**
 * The server's event stream: the only user of EventSource. A stream can be silent without being closed (a proxy that
 * holds everything back, a connection that is half open), so the server says every few seconds that it lives. One that
 * does not is opened anew, and as long as none does, time is what there is to go by.
 *
 * @typedef {import('../types.js').LivePage} LivePage
 * @typedef {{scope?: string, version?: number, spread?: number, page?: LivePage}} Hint without a version: whatever may
 *   have happened; with a page it says nothing else
 */

/** How often a stream should say that it lives, where it has not said so yet. */
const EVERY = 15_000;

/** So many times as long a stream may be silent. */
const MISSED = 2.5;

/** The first word should come with the stream; the server may be slow. */
const FIRST = 20_000;

/** A stream that the server ends sooner counts as lost. */
const SHORT = 1000;

/** So long nothing is asked while there is no stream. */
const POLL = 30_000;

/** @returns {boolean} false outside a browser */
export const hasStreams = () => typeof EventSource !== 'undefined';

/**
 * @param {{url: string, retry: {base: number, max: number}}} config
 * @param {(hint: Hint) => void} heard
 * @param {() => boolean} isWanted false: nobody is signed in, say; it is asked again later
 * @param {() => void} pass called now and then while it is not wanted: another tab may want it
 * @param {() => string | null | undefined} [replica] whose pages it shall bring, as far as is known
 * @returns {{again: () => void, end: () => void}} looks at once whether it is wanted, and whose it is; ends it
 */
export function listen({ url, retry }, heard, isWanted, pass, replica = () => null) {
  /** @type {EventSource | null} */
  let source = null;
  /** @type {string | null | undefined} */
  let whose = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let [failures, every, reunion, last] = [0, EVERY, 0, Date.now()];

  const after = (/** @type {number} */ ms, /** @type {() => void} */ work) => {
    clearTimeout(timer);
    timer = setTimeout(work, ms);
    // In Node it would keep the process alive.
    /** @type {any} */ (timer).unref?.();
  };
  const tell = (/** @type {Hint} */ hint) => {
    last = Date.now();
    heard(hint);
  };
  const lives = () => {
    failures = 0;
    last = Date.now();
    after(every * MISSED, lose);
  };
  const lose = () => {
    source?.close();
    source = null;
    failures += 1;
    // That it did not come back may be the first sign that the server is gone. A little early: a poll that waits for
    // the next look would wait twice as long.
    if (isWanted() && (failures === 2 || Date.now() - last > POLL * 0.8)) tell({});
    // All who lost their streams together come back one after the other.
    after(delay(retry, failures, null) + Math.random() * reunion, open);
  };
  const open = () => {
    if (!isWanted()) return after(POLL, rest);
    whose = replica();
    const mine = new EventSource(`${url}/events${whose ? `?replica=${whose}&pages=true` : ''}`);
    source = mine;
    after(FIRST, lose);
    const on = (/** @type {string} */ name, /** @type {(event: Event) => void} */ listener) =>
      mine.addEventListener(name, (event) => source === mine && listener(event));
    let isOpen = false;
    // The stream may have been away while something changed.
    on('open', () => {
      isOpen = true;
      tell({});
    });
    on('alive', (event) => {
      ({ every = EVERY, reunion = 0 } = pulse(event));
      lives();
    });
    // A revoked replica learns it by asking.
    for (const name of ['changed', 'revoked'])
      on(name, (event) => {
        lives();
        tell(read(event));
      });
    on('page', (event) => {
      lives();
      tell(pageOf(event));
    });
    // The server's end of a stream, not a failure; one that ends as it begins is one all the same.
    const since = Date.now();
    on('again', () => {
      if (Date.now() - since < SHORT) return lose();
      mine.close();
      failures = 0;
      open();
    });
    // The browser's own return would bring all browsers back at once; and after the 502 of a gateway it does not
    // return.
    on('error', () => {
      // One that names a replica may be refused for its sake: who asks hears why.
      if (whose && !isOpen && failures === 0) tell({});
      lose();
    });
  };
  const rest = () => {
    if (isWanted()) return open();
    after(POLL, rest);
    pass();
  };
  open();
  return {
    again: () => {
      if (source && whose === replica()) return;
      source?.close();
      source = null;
      open();
    },
    end: () => {
      clearTimeout(timer);
      source?.close();
      source = null;
    },
  };
}

/**
 * @param {Event} event
 * @returns {Hint}
 */
function read(event) {
  const { scope, version, spread } = dataOf(event);
  return { scope, version, spread: Number.isFinite(spread) ? spread : undefined };
}

/**
 * @param {Event} event
 * @returns {Hint} with a page if it is whole
 */
function pageOf(event) {
  const { asked, answer } = dataOf(event);
  const { cursor, more, seen } = answer?.pull ?? {};
  const isText = [asked?.replica, asked?.cursor, answer?.epoch, answer?.syncedAt, cursor].every(
    (one) => typeof one === 'string',
  );
  const isWhole = isText && Number.isSafeInteger(asked.number) && more === false && isVersions(seen);
  return isWhole ? { page: { asked, answer } } : {};
}

/** @param {any} seen */
const isVersions = (seen) =>
  typeof seen === 'object' && seen !== null && Object.values(seen).every(Number.isSafeInteger);

/**
 * @param {Event} event
 * @returns {{every?: number, reunion?: number}} milliseconds; within reason, whoever says it
 */
function pulse(event) {
  const { every, spread } = dataOf(event);
  const within = (/** @type {any} */ ms, /** @type {number} */ least, /** @type {number} */ most) =>
    Number.isFinite(ms) ? Math.min(Math.max(ms, least), most) : undefined;
  return { every: within(every, 1000, 10 * EVERY), reunion: within(spread, 0, 60_000) };
}

/**
 * @param {Event} event
 * @returns {Record<string, any>}
 */
function dataOf(event) {
  return parse(/** @type {MessageEvent} */ (event).data) ?? {};
}
