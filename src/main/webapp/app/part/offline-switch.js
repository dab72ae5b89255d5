/** The switch that stands in for a missing network. */
import { html } from 'lit';
import { drawn } from './draw.js';
import { say } from '../texts/texts.js';
import { onNetwork, workOffline, worksOffline } from '../state/network.js';

/** @returns {HTMLLabelElement} */
export function offlineSwitch() {
  /** @type {HTMLInputElement} */
  const box = drawn(html`<input type="checkbox" role="switch" .checked=${worksOffline()} />`);
  box.addEventListener('change', () => workOffline(box.checked));
  onNetwork(() => (box.checked = worksOffline()));
  return drawn(html`<label class="switch">${box}<span>${say('workOffline')}</span></label>`);
}
