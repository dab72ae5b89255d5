/**
 * The application's only door to the network, with a lock on it: "work offline" makes every request fail the way a
 * missing network does, so that a conflict can be tried out on one machine without developer tools.
 */
import { keyOf } from './place.js';

const key = keyOf('tidemark.workOffline');
const changes = new EventTarget();

/** @returns {boolean} whether the user has chosen to work offline */
export const worksOffline = () => localStorage.getItem(key) === 'yes';

/** @param {boolean} offline */
export function workOffline(offline) {
  if (offline) localStorage.setItem(key, 'yes');
  else localStorage.removeItem(key);
  changes.dispatchEvent(new Event('change'));
}

/**
 * @param {() => void} listener called when the switch changes, in this tab or another
 * @param {AbortSignal} [signal]
 */
export function onSwitch(listener, signal) {
  changes.addEventListener('change', listener, { signal });
  window.addEventListener('storage', (event) => event.key === key && listener(), { signal });
}

/**
 * @param {() => void} listener called when the switch changes, or what the browser says of the network
 * @param {AbortSignal} [signal]
 */
export function onNetwork(listener, signal) {
  onSwitch(listener, signal);
  window.addEventListener('online', listener, { signal });
  window.addEventListener('offline', listener, { signal });
}

/**
 * `fetch` as long as the network may be used.
 *
 * @type {typeof fetch}
 */
export const request = (input, init) =>
  worksOffline() ? Promise.reject(new TypeError('Working offline by choice')) : window.fetch(input, init);
