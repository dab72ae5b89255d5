/** Search, filters, and what is selected. */
import { html, nothing } from 'lit';
import { choices } from '../conflict/search.js';
import { kinds } from './story.js';

/** @typedef {import('../conflict/search.js').Filter} Filter */

/** @param {string} word */
const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);

/**
 * @param {import('./conflicts.js').TidemarkConflicts} list
 * @param {import('../conflict/difference.js').Conflict[]} found
 */
export function filterBar(list, found) {
  const { say } = list.words;
  const { people, collections, kinds: present } = choices(list.open);
  const isAll = found.length > 0 && found.every(({ id }) => list.selected.has(id));
  const count = list.selected.size;
  return html`<div class="filters" part="filters" role="search">
      <label class="search">
        <span>${say('search')}</span>
        <input type="search" .value=${list.filter.text} @input=${typed(list, 'text')} />
      </label>
      ${picker(list, 'person', people, (one) => one)}
      ${picker(list, 'collection', collections, (one) => capital(list.nounOf(one)))}
      ${picker(list, 'kind', present, (one) => kindText(list, one))}
    </div>
    <div class="selection" part="selection">
      <label class="check">
        <input
          type="checkbox"
          .checked=${isAll}
          .indeterminate=${count > 0 && !isAll}
          @change=${(/** @type {any} */ { target }) => list.selectAll(target.checked)}
        />
        <span>${say('selectAll', { count: found.length })}</span>
      </label>
      <span class="count" role="status"
        >${say('shown', { count: found.length, total: list.open.length })}</span
      >
      <button
        type="button"
        class="primary"
        part="button button-primary"
        ?disabled=${count === 0}
        @click=${() => list.decideMany()}
      >
        ${say('decideSelected', { count })}
      </button>
    </div>`;
}

/** @param {import('./conflicts.js').TidemarkConflicts} list @param {keyof Filter} name */
const typed =
  (list, name) =>
  (/** @type {any} */ { target }) =>
    list.narrow({ [name]: target.value });

/**
 * Nothing to choose from is no filter.
 *
 * @param {import('./conflicts.js').TidemarkConflicts} list
 * @param {'person' | 'collection' | 'kind'} name
 * @param {string[]} values
 * @param {(value: string) => string} label
 */
function picker(list, name, values, label) {
  const chosen = list.filter[name];
  if (values.length < 2 && !chosen) return nothing;
  const { say } = list.words;
  return html`<label>
    <span>${say(name)}</span>
    <select @change=${typed(list, name)}>
      <option value="" ?selected=${!chosen}>${say('all')}</option>
      ${values.map((value) => html`<option value=${value} ?selected=${value === chosen}>${label(value)}</option>`)}
    </select>
  </label>`;
}

/** @param {import('./conflicts.js').TidemarkConflicts} list @param {string} kind */
function kindText(list, kind) {
  const key = kinds[kind];
  const isOfOthers = list.personOf && kind.includes('deleted');
  return key ? list.words.say(/** @type {typeof key} */ (isOfOthers ? `${key}Of` : key)) : kind;
}
