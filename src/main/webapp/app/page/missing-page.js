/** An address that leads nowhere, or to a page that could not be built. */
import { h } from '../part/element.js';
import { to } from '../state/route.js';
import { say } from '../texts/texts.js';

/** @type {import('../main.js').Page} */
export const missingPage = () => nothing(say('noPage'), say('noPageHint'));

/** @param {any} fault */
export const brokenPage = (fault) =>
  nothing(say('brokenPage'), say('detailsAre', { reason: fault?.message ?? fault }));

/** @param {string} title @param {string} text */
const nothing = (title, text) =>
  h(
    'article',
    { class: 'empty' },
    h('h1', {}, title),
    h('p', {}, text),
    h('a', { class: 'button primary', href: to('companies') }, say('allCompanies')),
  );
