/** "3 of 60": where a conflict stands among the others, and the ways to them. */
import { html, nothing } from 'lit';

/**
 * @param {ReturnType<typeof import('../conflict/queue.js').place>} place
 * @param {import('./story.js').Words} words
 * @param {{ show: (id: string) => void, skip: () => void }} ways
 */
export function placeBar({ at, count, previous, next }, { say }, { show, skip }) {
  if (count < 2 || !at) return nothing;
  const way = (/** @type {'previous' | 'next'} */ key, /** @type {string | null} */ id) =>
    html`<button type="button" ?disabled=${!id} @click=${() => id && show(id)}>${say(key)}</button>`;
  return html`<nav class="place" part="place" aria-label=${say('places')}>
    ${way('previous', previous)}
    <span class="at">${say('place', { at, count })}</span>
    ${way('next', next)}
    <button type="button" class="link" @click=${skip}>${say('skip')}</button>
  </nav>`;
}
