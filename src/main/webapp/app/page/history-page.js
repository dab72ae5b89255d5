/** What a record has been through: who changed it last, and every state of it that took part in a conflict. */
import { html } from 'lit';
import { outcomeOf, writtenOf } from '../part/desk-closed.js';
import { differingFields } from '../part/desk-values.js';
import { show } from '../part/field.js';
import { changedBy, historyOf } from '../part/last-changed.js';
import { current, to } from '../state/route.js';
import { titleAtDesk } from '../state/title.js';
import { read } from '../state/values.js';
import { say } from '../texts/texts.js';
import { time } from '../part/time.js';

/** @typedef {import('../state/desk.js').DeskConflict} DeskConflict */

/** @type {import('../main.js').Page} */
export async function historyPage(_, collection) {
  const id = current().verb ?? '';
  const found = await historyOf(collection, id);
  const [first] = found.conflicts ?? [];
  return html`<article class="narrow desk">
    <h1>${first ? html`<bdi>${titleAtDesk(first)}</bdi>` : say('desk_history')}</h1>
    ${
      found.trouble
        ? html`<p class="empty">${found.trouble}</p>`
        : html`<p class="lead">${lastOf(found.last)}</p>
            ${found.conflicts.length ? '' : html`<p class="empty">${say('desk_noHistory')}</p>`}
            <ol class="desk-history">
              ${found.conflicts.map(entry)}
            </ol>
            ${
              collection === 'companies'
                ? html`<p><a href=${to(collection, id)}>${say('desk_toRecord')}</a></p>`
                : ''
            }`
    }
  </article>`;
}

/** @param {import('../conflict/difference.js').Side | undefined} last */
const lastOf = (last) => (last?.modifiedAt ? changedBy(last) : say('desk_notYours'));

/** @param {DeskConflict} conflict */
const entry = (conflict) =>
  html`<li class="card">
    <h2><a href=${to('register', conflict.id)}>${time(conflict.detectedAt)}</a></h2>
    <p>${outcomeOf(conflict)} ${conflict.resolvedAt ? time(conflict.resolvedAt) : ''}</p>
    <dl class="desk-values">
      ${state(say('before'), conflict.base, conflict)} ${state(conflict.user, conflict.client, conflict)}
      ${state(conflict.server.modifiedBy, conflict.server, conflict)}
      ${conflict.status === 'settled' ? state(say('desk_written'), writtenSide(conflict), conflict) : ''}
    </dl>
  </li>`;

/** @param {DeskConflict} conflict @returns {import('../conflict/difference.js').Side} */
const writtenSide = (conflict) => {
  const fields = writtenOf(conflict);
  return fields ? { fields } : { deleted: true };
};

/**
 * @param {string | undefined} whose
 * @param {import('../conflict/difference.js').Side | null} side
 * @param {DeskConflict} conflict
 */
const state = (whose, side, conflict) =>
  html`<div>
    <dt><bdi>${whose ?? say('desk_somebody')}</bdi></dt>
    <dd>
      ${
        side?.deleted
          ? say('desk_isDeleted')
          : differingFields(conflict, writtenOf(conflict))
              .map(
                (field) => `${field.label}: ${show(field, read(side?.fields, field.path)) || say('empty')}`,
              )
              .join(' · ')
      }
    </dd>
  </div>`;
