/** An address that leads nowhere, or to a page that could not be built. */
import { html } from 'lit';
import { to } from '../state/route.js';
import { say } from '../texts/texts.js';

/** @type {import('../main.js').Page} */
export const missingPage = () => emptyPage(say('noPage'), say('noPageHint'));

/** @param {any} fault */
export const brokenPage = (fault) =>
  emptyPage(say('brokenPage'), say('detailsAre', { reason: fault?.message ?? fault }));

/** @param {string} title @param {string} text */
const emptyPage = (title, text) =>
  html`<article class="empty">
    <h1>${title}</h1>
    <p>${text}</p>
    <a class="button primary" href=${to('companies')}>${say('allCompanies')}</a>
  </article>`;
