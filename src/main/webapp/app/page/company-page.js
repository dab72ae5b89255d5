/** One company with its contacts, and what became of the local change to it. */
import { html, nothing } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { discardDraft } from '../part/draft-discard.js';
import { askToDiscard } from '../part/discard.js';
import { drawn, redraw } from '../part/draw.js';
import { fieldsOf, show } from '../part/field.js';
import { icon } from '../part/icon.js';
import { lastChanged } from '../part/last-changed.js';
import { badge, markOf } from '../part/record-badge.js';
import { contactList } from '../part/contact-list.js';
import { draftKey } from '../state/drafts.js';
import { explain, refusalOf } from '../state/rejection.js';
import { watch } from '../state/replica.js';
import { read } from '../state/values.js';
import { go, to } from '../state/route.js';
import { companyRecords } from '../state/records.js';
import { askToDelete } from '../part/deletion.js';
import { whyGone } from '../part/gone.js';
import { mailTo, telTo } from '../part/mail.js';
import { say } from '../texts/texts.js';

/** @type {import('../main.js').Page} */
export async function companyPage({ db, signal }, id) {
  const page = drawn(html`<article></article>`);
  const contacts = contactList(db, id, signal);
  const changed = lastChanged(db, 'companies', id, signal);
  const draw = (/** @type {Loaded} */ loaded) => {
    const { company } = loaded;
    if (!company) return redraw(missing(loaded, id), page);
    changed.follow(loaded.status?.version ?? null);
    redraw(
      html`<a class="back" href=${to('companies')}>${icon('back')}${say('companies')}</a>
        <div class="head">
          <h1 dir="auto">${company.name}</h1>
          <div class="actions">
            <a class="button primary" href=${to('companies', id, 'edit')}>${icon('edit')}${say('edit')}</a>
            <button type="button" class="danger" @click=${() => drop(db, id)}>
              ${icon('trash')}${say('delete')}
            </button>
          </div>
        </div>
        ${changed.element}
        <div>${state(db, id, loaded)}${loaded.draft ? unfinished(db, id) : nothing}${facts(company)}</div>
        ${contacts}`,
      page,
    );
  };
  draw(await load(db, id));
  watch(() => load(db, id), draw, signal);
  return page;
}

/** @typedef {import('@tidemark/client').Conflict} Conflict */
/** @typedef {{ company: any, status: any, refusal: import('../state/rejection.js').Refusal | null, conflict: Conflict | null, draft: boolean, waits: boolean }} Loaded */

/** @param {import('../state/replica.js').Replica} db @param {string} id @returns {Promise<Loaded>} */
async function load(db, id) {
  const [company, status, refusal, conflicts, counts, draft] = await Promise.all([
    db.companies.get(id),
    db.tidemark.status('companies', id),
    refusalOf(db, 'companies', id),
    db.tidemark.conflicts(),
    db.tidemark.pending(),
    db.drafts.get(draftKey('companies', id)),
  ]);
  return {
    company,
    status,
    refusal,
    conflict: conflicts.find((conflict) => conflict.record === id) ?? null,
    draft: Boolean(draft),
    waits: counts.toSend === 0 && counts.waiting > 0,
  };
}

/** @param {Partial<Loaded>} [known] @param {string} [id] */
export function missing(known = {}, id = '') {
  const { conflict, draft } = known;
  return html`<article class="empty">
    <h1>${say('noCompanyHere')}</h1>
    <p>${whyGone(known)}</p>
    ${
      conflict
        ? html`<a class="button primary" href=${to('conflicts', conflict.id)}>${say('compareBoth')}</a>`
        : nothing
    }
    ${draft ? html`<a class="button" href=${to('companies', id, 'edit')}>${say('unfinishedGone')}</a>` : nothing}
    <a class="button" href=${to('companies')}>${say('allCompanies')}</a>
  </article>`;
}

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} id
 * @param {Loaded} loaded
 */
function state(db, id, loaded) {
  const { status, refusal, conflict, waits } = loaded;
  const mark = markOf(status);
  if (!mark) return nothing;
  const text = conflict
    ? say('inConflict')
    : refusal
      ? explain(refusal)
      : say(status.version ? (waits ? 'changeWaits' : 'changeKept') : waits ? 'newWaits' : 'newKept');
  const way = (/** @type {string} */ kind, /** @type {string} */ href, /** @type {string} */ label) =>
    html`<a class=${kind} href=${href}>${label}</a>`;
  return html`<div class=${`state state-${mark}`}>
    ${badge(mark)}
    <p>${text}</p>
    ${refusal ? way('button primary', to('companies', id, 'edit'), say('fix')) : nothing}
    ${waits && !conflict && !refusal ? way('button', to('conflicts'), say('decideNow')) : nothing}
    ${
      conflict
        ? way('button', to('conflicts', conflict.id), say('compareBoth'))
        : html`<button type="button" @click=${() => discard(db, loaded)}>
            ${icon('undo')}${say(status.isFromServer ? 'discardMine' : 'discard')}
          </button>`
    }
  </div>`;
}

/** What was typed in the form and not saved. @param {import('../state/replica.js').Replica} db @param {string} id */
const unfinished = (db, id) =>
  html`<div class="state">
    <p>${say('unfinished')}</p>
    <a class="button" href=${to('companies', id, 'edit')}>${icon('edit')}${say('continue')}</a>
    <button type="button" @click=${() => discardDraft(db, draftKey('companies', id))}>
      ${icon('undo')}${say('discard')}
    </button>
  </div>`;

/** @param {import('../part/field.js').Field} field @param {any} value */
function valueOf(field, value) {
  const text = show(field, value);
  if (!text) return html`<span class="none">${say('notGiven')}</span>`;
  const shown = html`<bdi>${text}</bdi>`;
  if (field.kind === 'tel') return html`<a href=${telTo(value)}>${shown}</a>`;
  return field.kind === 'email' ? html`<a href=${mailTo(value)}>${shown}</a>` : shown;
}

/** @param {any} company */
const facts = (company) =>
  html`<dl class="facts card">
    ${(fieldsOf.companies ?? [])
      .filter(({ path }) => path !== 'name')
      .map((field) => factOf(field, valueOf(field, read(company, field.path))))}
  </dl>`;

/** @param {import('../part/field.js').Field} field @param {unknown} value */
const factOf = ({ kind, label }, value) =>
  html`<div class=${`fact-row fact-${kind}`}>
    <dt>${label}</dt>
    <dd dir=${ifDefined(kind === 'long' ? 'auto' : undefined)}>${value}</dd>
  </div>`;

/** @param {import('../state/replica.js').Replica} db @param {Loaded} loaded */
async function discard(db, { company, status }) {
  const isNew = !status.isFromServer;
  const done = await askToDiscard(db, 'companies', company.id, { title: company.name, isNew });
  if (done && isNew) go(to('companies'));
}

/** @param {import('../state/replica.js').Replica} db @param {string} id */
async function drop(db, id) {
  const isDropped = await askToDelete(
    db,
    () => companyRecords(db, id),
    ({ contacts: { length } }) => (length ? say('contactsGo', { count: length }) : say('noContactsGo')),
  );
  if (isDropped) go(to('companies'));
}
