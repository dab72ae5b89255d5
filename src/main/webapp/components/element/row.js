/** A conflict in a list: which record, who did what, and the disputed values side by side. */
import { html, nothing } from 'lit';
import { relatedOf, titleOf } from '../conflict/collections.js';
import { deletedOn, differences, matters } from '../conflict/difference.js';
import { story, theirs, told } from './story.js';
import { bdi, moment, shown } from './value.js';

/** @typedef {import('../conflict/difference.js').Conflict} Conflict */
/** @typedef {import('./conflicts.js').TidemarkConflicts} List */

/** Fields that fit a row. */
const MOST = 3;

/** @param {List} list @param {Conflict} conflict */
export const nameIn = (list, conflict) => titleOf(conflict, list.collections) ?? list.words.say('unnamed');

/** @param {List} list @param {Conflict} conflict the company of a contact */
const related = (list, conflict) =>
  relatedOf(conflict, list.collections).map(
    ({ field, id }) => html`<span class="related">${bdi(list.nameOf(field.target, id))}</span>`,
  );

/** @param {List} list @param {Conflict} conflict @returns {import('lit').TemplateResult} */
export function row(list, conflict) {
  const { words } = list;
  const name = nameIn(list, conflict);
  const people = list.peopleOf(conflict);
  const title = html`<span class="name">${bdi(name)}</span>`;
  const select = (/** @type {any} */ { target }) => list.select(conflict.id, target.checked);
  return html`<li class="row" part="row">
    <label class="check">
      <input type="checkbox" .checked=${list.selected.has(conflict.id)} @change=${select} />
      <span class="unseen">${words.say('select', { name })}</span>
    </label>
    <div class="what">
      ${
        list.hrefOf
          ? html`<a class="open" part="link" href=${list.hrefOf(conflict.id)}>${title}</a>`
          : html`<button
              type="button"
              class="open"
              part="link"
              @click=${() => list.openConflict(conflict.id)}
            >
              ${title}
            </button>`
      }
      ${related(list, conflict)}
      <p class="story">
        ${story(conflict, people, words)} ·
        ${moment(conflict.server.modifiedAt ?? conflict.detectedAt, words)}
      </p>
      ${disputed(list, conflict)}
    </div>
  </li>`;
}

/**
 * The values of which one is dropped: of what both changed, or of what a deletion would take with it.
 *
 * @param {List} list
 * @param {Conflict} conflict
 */
function disputed(list, conflict) {
  const { words } = list;
  const deleted = deletedOn(conflict);
  const fields = differences(conflict, list.collections[conflict.collection]?.fields).filter((one) =>
    deleted ? matters(conflict, one) : one.kind === 'both',
  );
  if (!fields.length) return deleted ? nothing : html`<p class="hint">${words.say('fitTogether')}</p>`;
  const sides = /** @type {const} */ (['client', 'server']).filter((side) => side !== deleted);
  const people = list.peopleOf(conflict);
  return html`<dl class="disputed" part="disputed">
      ${fields.slice(0, MOST).map(
        (one) =>
          html`<div>
            <dt>${one.field.label}</dt>
            ${sides.map(
              (side) =>
                html`<dd class=${side === 'client' ? 'mine' : 'theirs'}>
                  <span class="whose"
                    >${side === 'client' ? words.say(told('mine', people), people) : words.say(theirs(people), people)}:
                  </span>
                  ${shown(list, one.field, one[side])}
                </dd>`,
            )}
          </div>`,
      )}
    </dl>
    ${
      fields.length > MOST
        ? html`<p class="hint">${words.say('moreFields', { count: fields.length - MOST })}</p>`
        : nothing
    }`;
}

/** @type {Record<string, import('../texts/texts.js').Key>} */
const outcomes = { client: 'outcomeMine', server: 'outcomeTheirs', merged: 'outcomeBoth' };

/** Decided here, and not sent yet. @param {List} list @param {Conflict} conflict */
export function decidedRow(list, conflict) {
  const { words } = list;
  const people = list.peopleOf(conflict);
  const outcome = outcomes[conflict.resolution?.outcome ?? ''] ?? 'outcomeBoth';
  return html`<li class="row row-decided" part="row row-decided">
    <div class="what">
      <span class="name">${bdi(nameIn(list, conflict))}</span> ${related(list, conflict)}
      <p class="story">${words.parts(outcome, { who: bdi(people.who) })}</p>
    </div>
    ${
      conflict.canUndo
        ? html`<button type="button" part="button" @click=${() => list.takeBack([conflict.id])}>
            ${words.say('undo')}
          </button>`
        : html`<span class="hint">${words.say('noUndo')}</span>`
    }
  </li>`;
}
