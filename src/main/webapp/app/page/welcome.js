/** A newcomer's first sight: what this is, and the way to a conflict of one's own. */
import { html, render } from 'lit';
import { drawn } from '../part/draw.js';
import { icon } from '../part/icon.js';
import { notice } from '../part/notice.js';
import { beginTour } from '../part/tour.js';
import { keyOf } from '../state/place.js';
import { waysIn } from '../state/session.js';
import { tourOf } from '../state/tour.js';
import { apart, say } from '../texts/texts.js';

const key = keyOf('tidemark.welcomed');

/** Known from the page before: what comes later would push away what somebody has come back to. */
let hasTour = false;

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {import('../state/session.js').Session} session
 * @returns {HTMLElement | null} nothing once it was put away, and while the guide goes on
 */
export function welcome(db, { user }) {
  if (localStorage.getItem(`${key}.${user}`) || tourOf(user)) return null;
  const close = () => {
    localStorage.setItem(`${key}.${user}`, 'yes');
    card.remove();
    document.getElementById('search')?.focus();
  };
  const show = async () => {
    if (!(await beginTour(db, user))) notice(say('tourWaits'));
  };
  const tour = drawn(html`<div class="actions"></div>`);
  const offer = () =>
    render(
      html`<button type="button" class="primary" @click=${show}>
        ${icon('conflict')}${say('showConflict')}
      </button>`,
      tour,
    );
  if (hasTour) offer();
  else void waysIn().then(({ demo }) => (hasTour = demo) && offer());
  const card = drawn(
    html`<section class="card hello" aria-labelledby="hello">
      <h2 id="hello">${say('hello', { who: apart(user) })}</h2>
      <p>${say('helloHint')}</p>
      ${tour}
      <button type="button" class="plain" aria-label=${say('dismiss')} @click=${close}>
        ${icon('close')}
      </button>
    </section>`,
  );
  return card;
}
