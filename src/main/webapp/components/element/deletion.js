/** One side deleted the record and the other changed it: keep it, or delete it. */
import { html, nothing } from 'lit';
import { matters, otherSide } from '../conflict/difference.js';
import { facts } from './both-sides.js';
import { unfolding } from './question.js';
import { named, theirs, told } from './story.js';
import { bdi, compared, moment, shown } from './value.js';

/** @typedef {import('../conflict/difference.js').Difference} Difference */
/** @typedef {import('../conflict/difference.js').Conflict} Conflict */
/** @typedef {import('../texts/texts.js').Key} Key */

/**
 * @param {Conflict} conflict
 * @param {'client' | 'server'} deleted
 * @param {Difference[]} list
 * @param {import('./question.js').Asked} asked
 * @param {{ use: (side: 'client' | 'server') => void, trouble: string }} deciding
 */
export function deletion(conflict, deleted, list, asked, { use, trouble }) {
  const { element, people } = asked;
  const { words } = element;
  const noun = element.nounOf(conflict.collection);
  const living = otherSide(deleted);
  const text = (/** @type {'stays' | 'goes'} */ what) => {
    const key = living === 'client' ? told(/** @type {Key} */ (`${what}Mine`), people) : `${what}Theirs`;
    return words.parts(/** @type {Key} */ (key), { ...named(people), noun });
  };
  const changed = list.filter((one) => matters(conflict, one));
  const alike = list.filter((one) => !matters(conflict, one) && one.base !== null);
  return html`
    <p class="deleted">${deletedBy(conflict, deleted, asked)}</p>
    <div class="deletion" part="decide">
      <div class="whole">
        <button
          type="button"
          class="primary"
          part="button button-primary"
          aria-describedby="stays"
          @click=${() => use(living)}
        >
          ${words.say('keepRecord', { noun })}
        </button>
        <p class="hint" id="stays">${text('stays')}</p>
      </div>
      <div class="whole">
        <button
          type="button"
          class="danger"
          part="button button-danger"
          aria-describedby="goes"
          @click=${() => use(deleted)}
        >
          ${words.say('deleteRecord')}
        </button>
        <p class="hint" id="goes">${text('goes')}</p>
      </div>
      <p class="trouble" role="alert">${trouble}</p>
    </div>
    ${
      changed.length
        ? html`<section aria-labelledby="kept-or-lost">
            <h2 id="kept-or-lost">${words.say('keptOrLost')}</h2>
            ${changed.map((one) => change(one, living, asked))}
          </section>`
        : nothing
    }
    ${
      alike.length
        ? html`<details class="alike" part="alike">
            <summary>${words.say('unchanged', { count: alike.length })}</summary>
            ${facts(element, alike, 'base')}
          </details>`
        : nothing
    }
  `;
}

/**
 * @param {Conflict} conflict
 * @param {'client' | 'server'} deleted
 * @param {import('./question.js').Asked} asked
 */
function deletedBy(conflict, deleted, { element, people }) {
  const { words } = element;
  const { modifiedAt } = conflict[deleted];
  const when = modifiedAt && moment(modifiedAt, words);
  const name = deleted === 'client' ? people.mine : people.who;
  if (name === null) return words.parts(when ? 'deletedAtByYou' : 'deletedByYou', { when });
  return words.parts(when ? 'deletedAt' : 'deletedBy', { who: bdi(name), when });
}

/**
 * A change that the deletion would take with it.
 *
 * @param {Difference} difference
 * @param {'client' | 'server'} living
 * @param {import('./question.js').Asked} asked
 */
function change(difference, living, asked) {
  const { element, people, isBased, whole } = asked;
  const { field, base } = difference;
  const { say } = element.words;
  const id = `field-${field.path}`;
  const label = living === 'client' ? say(told('mine', people), people) : say(theirs(people), people);
  return html`<div class="question" role="group" aria-labelledby=${id}>
    <h3 id=${id}>${field.label}</h3>
    <div class="options">
      ${
        isBased
          ? html`<div class="option option-base">
              <span class="side">${say('before')}</span>
              <span class="value">${shown(element, field, base)}</span>
            </div>`
          : nothing
      }
      <div class="option option-${living}">
        <span class="side">${label}</span>
        <span class="value"
          >${compared(element, field, base, difference[living], whole.has(field.path))}</span
        >
        ${isBased ? unfolding(difference, living, asked) : nothing}
      </div>
    </div>
  </div>`;
}
