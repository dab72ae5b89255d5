/** What just happened, said once: shown for a while and read out by screen readers. */
import { html, nothing } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { drawn } from './draw.js';
import { focusOn } from './focus.js';
import { icon } from './icon.js';
import { say } from '../texts/texts.js';

const shown = /** @type {HTMLElement} */ (document.getElementById('notices'));
const spoken = /** @type {HTMLElement} */ (document.getElementById('spoken'));

shown.setAttribute('aria-label', say('notices'));

/** @typedef {{ label: string, run: () => unknown }} Action */
/** @typedef {{ action?: Action, tone?: 'good' | 'bad' | 'plain', seconds?: number, key?: string }} Options */

/**
 * @param {string} text
 * @param {Options} [options] with an action the notice stays longer and while somebody points at it; without one it
 *   lets the pointer through to what lies beneath; with a `key` it replaces the one with that key
 * @returns {() => void} takes it away
 */
export function notice(text, { action, tone = 'plain', seconds = action ? 12 : 6, key } = {}) {
  if (key) done(key);
  /** @type {EventTarget | null} what had the focus before somebody went to a button of this */
  let before = null;
  const come = (/** @type {FocusEvent} */ { relatedTarget }) =>
    card.contains(/** @type {Node | null} */ (relatedTarget)) || (before = relatedTarget);
  const close = () => {
    const isFocused = card.contains(document.activeElement);
    card.remove();
    if (isFocused) focusOn(/** @type {Element | null} */ (before));
  };
  const card = drawn(
    html`<div class=${`notice notice-${tone}`} data-key=${ifDefined(key)} @focusin=${come}>
      <p dir="auto">${text}</p>
      ${action ? buttons(action, close) : nothing}
    </div>`,
  );
  shown.append(card);
  if (shown.children.length > 2) shown.firstElementChild?.remove();
  speak(text);
  const leave = () => (card.matches(':hover, :focus-within') ? setTimeout(leave, 2000) : close());
  if (seconds < Infinity) setTimeout(leave, seconds * 1000);
  return close;
}

/** @param {Action} action @param {() => void} close */
const buttons = ({ label, run }, close) => html`
  <button type="button" class="link" @click=${() => (close(), run())}>${label}</button>
  <button type="button" class="plain" aria-label=${say('dismiss')} @click=${close}>${icon('close')}</button>
`;

/** Takes a notice away whose matter has been attended to. @param {string} key */
export function done(key) {
  for (const card of shown.children) if (card.getAttribute('data-key') === key) card.remove();
}

/** Whether that is still said. @param {string} key @param {string} text */
export const isSaid = (key, text) =>
  [...shown.children].some(
    (card) => card.getAttribute('data-key') === key && card.firstElementChild?.textContent === text,
  );

/** For ears only: what eyes see anyway. @param {string} text */
export const speak = (text) => void (spoken.textContent = text);
