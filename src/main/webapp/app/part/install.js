/** Installing the application: offered where the browser offers it, and said how where it only has a menu for it. */
import { html, render } from 'lit';
import { drawn } from './draw.js';
import { icon } from './icon.js';
import { say } from '../texts/texts.js';

/** @typedef {Event & { prompt: () => Promise<unknown> }} Offer of the browser */

/** @type {Offer | null} */
let offered = null;
const news = new EventTarget();

/** The browser offers it once, early, to who listens. */
export function heedInstall() {
  const set = (/** @type {Offer | null} */ offer) => {
    offered = offer;
    news.dispatchEvent(new Event('change'));
  };
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    set(/** @type {Offer} */ (event));
  });
  window.addEventListener('appinstalled', () => set(null));
}

/** @param {AbortSignal} signal */
export function installButton(signal) {
  const place = drawn(html`<div class="actions"></div>`);
  const install = async () => {
    const offer = offered;
    offered = null; // it can be used once
    await offer?.prompt();
    draw();
  };
  const draw = () => {
    const isInstalled = window.matchMedia('(display-mode: standalone)').matches;
    render(
      offered && !isInstalled
        ? html`<button type="button" @click=${install}>${icon('save')}${say('install')}</button>`
        : html`<p class="hint">${say(isInstalled ? 'isInstalled' : 'installByMenu')}</p>`,
      place,
    );
  };
  news.addEventListener('change', draw, { signal });
  draw();
  return place;
}
