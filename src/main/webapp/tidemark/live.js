import { delay } from './retry.js';

/**
 * The server's event stream: the only user of EventSource. An event is a hint that a pull would bring something; the
 * truth comes by the pull.
 */

/** Everybody hears of a change at once; not everybody should ask at once. Milliseconds. */
const SPREAD = { base: 400, max: 400 };

/**
 * @param {string} url
 * @param {() => void} hint
 * @returns {() => void} stops following
 */
export function follow(url, hint) {
  if (typeof EventSource === 'undefined') return () => {};
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const soon = () => {
    timer ??= setTimeout(
      () => {
        timer = undefined;
        hint();
      },
      delay(SPREAD, 1, null),
    );
  };
  const source = new EventSource(`${url}/events`);
  source.addEventListener('changed', soon);
  // The stream may have been away while something changed; and a revoked replica learns it by asking.
  source.addEventListener('open', soon);
  source.addEventListener('revoked', soon);
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
