/** Tells the user which of their edits were not kept, by whose decision, and what stands there now. */
import { html } from 'lit';
import { fieldsOf, show } from '../part/field.js';
import { done } from '../part/notice.js';
import { allLost, seenLost } from '../state/lost.js';
import { to } from '../state/route.js';
import { equal, read } from '../state/values.js';
import { say } from '../texts/texts.js';
import { moment } from '../part/time.js';

/** @typedef {import('../state/lost.js').Lost} Lost */

/** @type {import('../main.js').Page} */
export async function lostPage({ db, session }) {
  const found = await allLost();
  const decisions = 'trouble' in found ? [] : found.decisions;
  seenLost(session.user, decisions[0]?.resolvedAt);
  done('lost');
  const names = await namesOf(db, decisions);
  return html`<article class="narrow desk">
    <h1>${say('desk_lostTitle')}</h1>
    ${decisions.length ? html`<p class="lead">${say('desk_lostLead')}</p>` : ''}
    ${'trouble' in found ? html`<p class="empty">${found.trouble}</p>` : ''}
    ${'trouble' in found || decisions.length ? '' : html`<p class="empty">${say('desk_lostNone')}</p>`}
    <ul class="desk-history">
      ${decisions.map((lost) => decision(lost, names.get(lost.record)))}
    </ul>
  </article>`;
}

/**
 * What the records are called here; one that is gone, as the reader's own change had it.
 *
 * @param {import('../state/replica.js').Replica} db
 * @param {Lost[]} decisions
 * @returns {Promise<Map<string, string>>} by record
 */
async function namesOf(db, decisions) {
  /** @type {Map<string, string>} */
  const names = new Map();
  for (const { collection, record, yours } of decisions) {
    const here = collection in fieldsOf ? await db.table(collection).get(record) : undefined;
    names.set(record, here?.name ?? yours['name'] ?? say('unnamed'));
  }
  return names;
}

/** Of an address, the members that were not kept. @param {Lost} lost */
const lostFields = ({ collection, yours, written }) =>
  (fieldsOf[collection] ?? []).filter(
    ({ path }) =>
      (path.split('.')[0] ?? '') in yours && !(written && equal(read(yours, path), read(written, path))),
  );

/** @param {Lost} lost @param {string} [name] */
function decision(lost, name) {
  const by = lost.resolvedBy === 'rule' ? say('desk_aRule') : lost.resolvedBy;
  const fields = lostFields(lost);
  return html`<li class="card">
    <h2><bdi>${name}</bdi></h2>
    <p>${say('desk_lostBy', { name: by, ago: moment(lost.resolvedAt) })}</p>
    ${lost.deleted ? html`<p>${say('desk_lostDeletion')}</p>` : ''}
    <dl class="desk-values">
      ${fields.map(
        (field) =>
          html`<div>
            <dt>${field.label}</dt>
            <dd>
              <s><bdi>${show(field, read(lost.yours, field.path)) || say('empty')}</bdi></s>
              ${
                lost.written
                  ? html`→ <bdi>${show(field, read(lost.written, field.path)) || say('empty')}</bdi>`
                  : ''
              }
            </dd>
          </div>`,
      )}
    </dl>
    <p>
      ${
        lost.collection === 'companies'
          ? html`<a href=${to('companies', lost.record)}>${say('desk_toRecord')}</a> · `
          : ''
      }
      <a href=${to('history', lost.collection, lost.record)}>${say('desk_history')}</a>
    </p>
  </li>`;
}
