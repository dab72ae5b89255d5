/** The filters above a list of conflicts. What is chosen stays while the application is open. */
import { html, nothing } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { DESK } from './ask-desk.js';
import { nameOfCollection, regions } from './field.js';
import { remembered } from '../state/session.js';
import { say } from '../texts/texts.js';

/** @typedef {{ name: string, label: string, options?: [string, string][], known?: string[] }} Filter known: offered while something else may be typed */

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

/** Who is asked to decide: a name, oneself, or the desk. @type {() => Filter} */
export const askedOf = () => ({
  name: 'assignee',
  label: say('desk_asked'),
  known: [say('desk_askedMe'), say('desk_askedDesk')],
});

/** What is chosen at the desk outlives its page: whoever comes back from a conflict finds the same list. @type {Record<string, string>} */
export const atDesk = {};

/** @param {string} [asked] @returns {string | undefined} as the server calls them */
function nameOf(asked) {
  const is = (/** @type {string} */ text) => asked?.toLowerCase() === text.toLowerCase();
  if (is(say('desk_askedMe'))) return remembered()?.user;
  return is(say('desk_askedDesk')) ? DESK : asked;
}

/**
 * @param {Record<string, string>} chosen
 * @returns {Record<string, string | undefined>} as the server is asked: an age is a moment
 */
export const queryOf = ({ age: hours, assignee, ...others }) => ({
  ...others,
  assignee: nameOf(assignee),
  ...(hours && { until: age(Number(hours)) }),
});

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
      ({ name, label, options, known }) =>
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
                    list=${ifDefined(known && `known-${name}`)}
                    .value=${chosen[name] ?? ''}
                    autocomplete="off"
                    @change=${(/** @type {Event} */ event) => choose(name, event)}
                  />
                  ${known ? html`<datalist id=${`known-${name}`}>${known.map(offered)}</datalist>` : nothing}`
          }</label
        >`,
    )}
  </form>`;
};

/** @param {string} name */
export const offered = (name) => html`<option value=${name}></option>`;
