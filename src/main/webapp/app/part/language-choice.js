/** The language, each by its own name. */
import { html } from 'lit';
import { choose, chosen, languages, say } from '../texts/texts.js';

const change = (/** @type {Event} */ { target }) => choose(/** @type {HTMLSelectElement} */ (target).value);

export const languageChoice = () =>
  html`<span class="language"
    ><label for="language">${say('language')}</label
    ><select id="language" @change=${change}>
      <option value="">${say('languageOfBrowser')}</option>
      ${Object.entries(languages).map(
        ([lang, name]) =>
          html`<option value=${lang} lang=${lang} ?selected=${lang === chosen()}>${name}</option>`,
      )}
    </select></span
  >`;
