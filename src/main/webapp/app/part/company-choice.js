/** The question to which company something belongs, when its own has gone. */
import { html, render } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { dialog } from './dialog.js';
import { drawn } from './draw.js';
import { watch } from '../state/replica.js';
import { read } from '../state/values.js';
import { say } from '../texts/texts.js';

/** Enough to choose from; who looks for another one types more of its name. */
const shown = 6;

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} text what it is for
 * @returns {Promise<string | null>} the company's id; null when the user backed out
 */
export function chooseCompany(db, text) {
  const closed = new AbortController();
  const list = drawn(html`<div class="choices"></div>`);
  let words = '';
  let stop = new AbortController();
  const look = () => {
    stop.abort();
    stop = new AbortController();
    const matches = (/** @type {any} */ { name }) => String(name).toLowerCase().includes(words);
    const find = () => db.companies.orderBy('name').filter(matches).limit(shown).toArray();
    const show = (/** @type {any[]} */ companies) =>
      render(
        companies.length
          ? repeat(companies, ({ id }) => id, choice)
          : html`<p class="none">${say('noCompany')}</p>`,
        list,
      );
    watch(find, show, AbortSignal.any([stop.signal, closed.signal]));
  };
  const input = (/** @type {Event} */ { target }) => {
    words = /** @type {HTMLInputElement} */ (target).value.trim().toLowerCase();
    look();
  };
  const choice = (/** @type {any} */ company) =>
    html`<button type="button" @click=${() => element.close(company.id)}>
      <bdi>${[company.name, read(company, 'address.city')].filter(Boolean).join(', ')}</bdi>
    </button>`;
  const element = dialog(
    say('chooseCompany'),
    html`<p>${text}</p>
      <div class="field">
        <label for="choice">${say('label_company')}</label>
        <input
          id="choice"
          type="search"
          autocomplete="off"
          placeholder=${say('label_name')}
          @input=${input}
        />
      </div>
      ${list}
      <div class="actions">
        <button type="button" @click=${() => element.close()}>${say('cancel')}</button>
      </div>`,
  );
  look();
  return new Promise((resolve) =>
    element.addEventListener('close', () => {
      closed.abort();
      resolve(element.returnValue || null);
    }),
  );
}
