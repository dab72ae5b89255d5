/** What surrounds every page: the brand, the ways to go, the strip with the state of the synchronisation. */
import { html, nothing, render } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { icon } from './icon.js';
import { current, to } from '../state/route.js';
import { syncStrip } from './status-bar.js';
import { say } from '../texts/texts.js';

const header = /** @type {HTMLElement} */ (document.getElementById('header'));
const skip = /** @type {HTMLElement} */ (document.getElementById('skip'));

skip.textContent = say('skip');

// What follows # is the page, so the skip link may move the focus but not the address.
skip.addEventListener('click', (event) => {
  event.preventDefault();
  document.getElementById('main')?.focus();
});

const brand = () =>
  html`<a class="brand" href=${to('companies')}
    ><img src="icon.svg" alt="" width="36" height="36" /><span>Tidemark</span></a
  >`;

/** The frame of somebody who has not signed in. */
export const emptyFrame = () => render(html`<div class="bar">${brand()}</div>`, header);

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {import('../state/session.js').Session} session
 */
export const showFrame = (db, session) => ({
  set: syncStrip(db, session, (strip, tide) => render(frame(session, strip, tide), header)),
});

/**
 * @param {import('../state/session.js').Session} session
 * @param {unknown} strip
 * @param {import('../state/sync-status.js').Tide} tide
 */
const frame = ({ user, roles }, strip, { counts, asked }) => html`
  <div class="bar">
    ${brand()}
    <nav aria-label=${say('pages')}>
      <ul>
        <li>${way('companies', say('companies'), 'company')}</li>
        <li>${way('conflicts', say('conflicts'), 'conflict', counts?.conflicts, say('openCount'))}</li>
        <li>${way('refused', say('refused'), 'refused', counts?.rejected, say('refusedWord'))}</li>
        ${toDesk(roles, asked)}
      </ul>
    </nav>
    <a class="way account" href=${to('browser')} aria-current=${here('browser')}
      >${icon('person')}<span class="way-label">${user}</span
      ><span class="unseen">, ${say('accountHint')}</span></a
    >
  </div>
  ${strip}
`;

/** Who runs the server without deciding conflicts has one page there. @param {string[]} roles @param {number} asked */
const toDesk = (roles, asked) => {
  if (roles.includes('steward'))
    return html`<li>${way('desk', say('desk'), 'desk', asked, say('desk_askedWord'))}</li>`;
  if (!roles.includes('administrator')) return nothing;
  return html`<li>${way('administration', say('desk_page_administration'), 'desk')}</li>`;
};

/**
 * @param {string} page
 * @param {string} label
 * @param {import('./icon.js').IconName} picture
 * @param {number} [count]
 * @param {string} [word] what is counted
 */
const way = (page, label, picture, count = 0, word = '') =>
  html`<a class="way" href=${to(page)} aria-current=${here(page)}
    >${icon(picture)}<span class="way-label">${label}</span
    ><span class="count" ?hidden=${!count}>${count}<span class="unseen"> ${word}</span></span></a
  >`;

/** @param {string} page */
const here = (page) => ifDefined(page === current().page ? 'page' : undefined);
