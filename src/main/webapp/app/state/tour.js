/**
 * The guide through a conflict: where it stands follows from the records, so it survives a reload and whatever way its
 * reader takes. Pure, but for what it keeps in the browser.
 */
import { keyOf } from './place.js';

/** @typedef {{ company: string, name: string, other: string, isMet: boolean }} Tour isMet: the other has made their edit */
/** @typedef {'edit' | 'other' | 'online' | 'decide' | 'done'} Step */

/** @param {string} user */
const keyFor = (user) => `${keyOf('tidemark.tour')}.${user}`;

const told = new EventTarget();

/** @param {string} user @returns {Tour | null} */
export function tourOf(user) {
  try {
    return JSON.parse(localStorage.getItem(keyFor(user)) ?? 'null');
  } catch {
    return null;
  }
}

/** @param {string} user @param {Tour | null} tour */
export function setTour(user, tour) {
  if (tour) localStorage.setItem(keyFor(user), JSON.stringify(tour));
  else localStorage.removeItem(keyFor(user));
  told.dispatchEvent(new Event('change'));
}

/** @param {() => void} listener */
export const onTour = (listener) => told.addEventListener('change', listener);

/** Who shares a region with whom in the demo. @param {string} user @param {string} region @returns {string | null} */
export function otherIn(user, region) {
  if (region === 'emea') return user === 'alice' ? 'bob' : 'alice';
  if (region === 'apac') return user === 'dave' ? 'carol' : 'dave';
  return user === 'carol' ? null : 'carol';
}

/**
 * @param {Tour} tour
 * @param {{ isModified: boolean, isOpen: boolean, isDecided: boolean }} now of its company: changed here and not sent;
 *   in conflict; decided and not sent
 * @returns {Step}
 */
export function stepOf({ isMet }, { isModified, isOpen, isDecided }) {
  if (isOpen) return 'decide';
  if (isDecided) return 'done';
  if (!isModified) return isMet ? 'done' : 'edit';
  return isMet ? 'online' : 'other';
}
