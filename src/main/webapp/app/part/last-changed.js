/** Who changed a record last, and the way to all that became of it. Without the server there is the way alone. */
import { html, render } from 'lit';
import { drawn } from './draw.js';
import { time } from './time.js';
import { get } from '../state/desk.js';
import { to } from '../state/route.js';
import { parts, say } from '../texts/texts.js';

/** @typedef {{ modifiedBy?: string, modifiedAt?: string, deleted?: boolean }} Last */

/** @param {string} collection @param {string} id @returns {Promise<any>} */
export const historyOf = (collection, id) =>
  get(`api/records/${encodeURIComponent(collection)}/${encodeURIComponent(id)}/history`);

/** @param {Last} last @returns {unknown[]} "Last changed by bob, 3 min ago" */
export const changedBy = ({ modifiedBy, modifiedAt, deleted }) =>
  parts(deleted ? 'desk_lastDeleted' : 'desk_lastChanged', {
    name: html`<bdi>${modifiedBy || say('desk_somebody')}</bdi>`,
    ago: time(modifiedAt),
  });

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} collection
 * @param {string} id
 * @param {AbortSignal} signal
 * @returns {{ element: HTMLElement, follow: (version: number | null) => void }} follow: asks when there is another
 *   version of the server than the one that was answered, and again when the server is back
 */
export function lastChanged(db, collection, id, signal) {
  const element = drawn(html`<p class="last-changed" hidden></p>`);
  const draw = (/** @type {Last} */ last = {}) => {
    const said = last.modifiedAt ? [changedBy(last), ' · '] : '';
    render(
      html`<span>${said}</span><a href=${to('history', collection, id)}>${say('desk_history')}</a>`,
      element,
    );
  };
  /** @type {number | null} */
  let wanted = null;
  /** @type {number | null} of which the server has told */
  let told = null;
  const ask = async () => {
    const version = wanted;
    if (version === null || version === told) return;
    const found = await historyOf(collection, id);
    if (signal.aborted || version !== wanted || 'trouble' in found) return;
    told = version;
    draw(found.last);
  };
  const follow = (/** @type {number | null} */ version) => {
    element.hidden = version === null;
    if (version === wanted) return;
    wanted = version;
    void ask();
  };
  signal.addEventListener('abort', db.tidemark.on('syncComplete', ask));
  draw();
  return { element, follow };
}
