/** Who changed a record last, and the way to all that became of it. Without the server there is the way alone. */
import { fill, h } from './element.js';
import { time } from './time.js';
import { get } from '../state/desk.js';
import { to } from '../state/route.js';
import { parts, say } from '../texts/texts.js';

/** @typedef {{ modifiedBy?: string, modifiedAt?: string, deleted?: boolean }} Last */

/** @param {string} collection @param {string} id @returns {Promise<any>} */
export const historyOf = (collection, id) =>
  get(`api/records/${encodeURIComponent(collection)}/${encodeURIComponent(id)}/history`);

/** @param {Last} last @returns {(Node | string)[]} "Last changed by bob, 3 min ago" */
export const changedBy = ({ modifiedBy, modifiedAt, deleted }) =>
  parts(deleted ? 'desk_lastDeleted' : 'desk_lastChanged', {
    name: h('bdi', {}, modifiedBy || say('desk_somebody')),
    ago: time(modifiedAt),
  });

/**
 * @param {string} collection
 * @param {string} id
 * @param {AbortSignal} signal
 * @returns {{ element: HTMLElement, follow: (version: number | null) => void }} follow: asks when there is another
 *   version of the server than before
 */
export function lastChanged(collection, id, signal) {
  const said = h('span', {});
  const way = h('a', { href: to('history', collection, id) }, say('desk_history'));
  const element = h('p', { class: 'last-changed', hidden: true }, said, way);
  /** @type {number | null} */
  let seen = null;
  const follow = (/** @type {number | null} */ version) => {
    element.hidden = version === null;
    if (version === null || version === seen) return;
    seen = version;
    void historyOf(collection, id).then(({ last }) => {
      if (!signal.aborted && version === seen) fill(said, last?.modifiedAt && [...changedBy(last), ' · ']);
    });
  };
  return { element, follow };
}
