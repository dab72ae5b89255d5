/** The filters above a list of conflicts. What is chosen stays while the application is open. */
import { html } from 'lit';
import { nameOfCollection, regions } from './field.js';
import { say } from '../texts/texts.js';

/** @typedef {{ name: string, label: string, options?: [string, string][] }} Filter */

const age = (/** @type {number} */ hours) => new Date(Date.now() - hours * 3_600_000).toISOString();

/** Filters that both lists have. */
export const common = () =>
  /** @type {Filter[]} */ ([
    { name: 'scope', label: say('desk_region'), options: Object.entries(regions) },
    {
      name: 'collection',
      label: say('desk_collection'),
      options: ['companies', 'contacts'].map((name) => [name, nameOfCollection(name)]),
    },
    { name: 'person', label: say('desk_person') },
  ]);

/** @type {() => Filter} */
export const older = () => ({
  name: 'age',
  label: say('desk_age'),
  options: [
    ['1', say('desk_age_hour')],
    ['24', say('desk_age_day')],
    ['168', say('desk_age_week')],
  ],
});

/**
 * @param {Record<string, string>} chosen
 * @returns {Record<string, string>} as the server is asked: an age is a moment
 */
export const queryOf = ({ age: hours, ...others }) =>
  hours ? { ...others, until: age(Number(hours)) } : others;

/**
 * @param {Filter[]} filters
 * @param {Record<string, string>} chosen
 * @param {() => void} changed
 */
export const filterBar = (filters, chosen, changed) => {
  const choose = (/** @type {string} */ name, /** @type {Event} */ event) => {
    chosen[name] = /** @type {HTMLInputElement} */ (event.target).value.trim();
    changed();
  };
  return html`<form class="desk-filters" @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
    ${filters.map(
      ({ name, label, options }) =>
        html`<label
          ><span>${label}</span> ${
            options
              ? html`<select name=${name} @change=${(/** @type {Event} */ event) => choose(name, event)}>
                  <option value="" ?selected=${!chosen[name]}>${say('desk_any')}</option>
                  ${options.map(
                    ([value, text]) =>
                      html`<option value=${value} ?selected=${chosen[name] === value}>${text}</option>`,
                  )}
                </select>`
              : html`<input
                  name=${name}
                  .value=${chosen[name] ?? ''}
                  autocomplete="off"
                  @change=${(/** @type {Event} */ event) => choose(name, event)}
                />`
          }</label
        >`,
    )}
  </form>`;
};
