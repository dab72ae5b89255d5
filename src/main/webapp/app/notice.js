/** What just happened, said once: shown for a while and read out by screen readers. */
import { fill, h } from './element.js';
import { icon } from './icon.js';

const shown = /** @type {HTMLElement} */ (document.getElementById('notices'));
const spoken = /** @type {HTMLElement} */ (document.getElementById('spoken'));

/** @typedef {{ label: string, run: () => unknown }} Action */
/** @typedef {{ action?: Action, tone?: 'good' | 'bad' | 'plain', seconds?: number, key?: string }} Options */

/**
 * @param {string} text
 * @param {Options} [options] with an action the notice stays longer; with a `key` it replaces the one with that key
 * @returns {() => void} takes the notice away
 */
export function notice(text, { action, tone = 'plain', seconds = action ? 12 : 6, key } = {}) {
  if (key) done(key);
  const close = () => card.remove();
  const button =
    action &&
    h(
      'button',
      { type: 'button', class: 'link', on: { click: () => (close(), action.run()) } },
      action.label,
    );
  const dismiss = h(
    'button',
    { type: 'button', class: 'plain', 'aria-label': 'Dismiss', on: { click: close } },
    icon('close'),
  );
  const card = h(
    'div',
    { class: `notice notice-${tone}`, 'data-key': key },
    h('p', {}, text),
    button,
    dismiss,
  );
  shown.append(card);
  if (shown.children.length > 2) shown.firstElementChild?.remove();
  say(text);
  if (seconds < Infinity) setTimeout(() => !card.matches(':hover, :focus-within') && close(), seconds * 1000);
  return close;
}

/** Takes a notice away whose matter has been attended to. @param {string} key */
export function done(key) {
  for (const card of shown.children) if (card.getAttribute('data-key') === key) card.remove();
}

/** For ears only: what eyes see anyway. @param {string} text */
export const say = (text) => fill(spoken, text);
