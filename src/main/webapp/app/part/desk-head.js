/** The head of each page of the desk, with the ways between them. */
import { html } from 'lit';
import { say } from '../texts/texts.js';
import { to } from '../state/route.js';
import { remembered } from '../state/session.js';

const pages = /** @type {const} */ (['desk', 'register', 'statistics', 'rules', 'devices', 'administration']);

const isAdministrator = () => remembered()?.roles.includes('administrator');

/**
 * @param {(typeof pages)[number]} here
 * @param {unknown} [actions]
 */
export const deskHead = (here, actions) => html`
  <div class="desk-ways" role="navigation" aria-label=${say('desk_pages')}>
    <ul>
      ${pages
        .filter((page) => page !== 'administration' || isAdministrator())
        .map(
          (page) =>
            html`<li>
              <a href=${to(page)} aria-current=${page === here ? 'page' : 'false'}
                >${say(`desk_page_${page}`)}</a
              >
            </li>`,
        )}
    </ul>
  </div>
  <div class="head">
    <h1>${say(`desk_page_${here}`)}</h1>
    <div class="actions">${actions ?? ''}</div>
  </div>
`;
