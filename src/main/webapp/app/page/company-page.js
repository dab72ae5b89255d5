/** One company with its contacts, and what became of the local change to it. */
import { discardDraft } from '../part/draft-discard.js';
import { askToDiscard } from '../part/discard.js';
import { fill, h } from '../part/element.js';
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
  const name = h('h1', { dir: 'auto' });
  const body = h('div', {});
  const contacts = contactList(db, id, signal);
  const changed = lastChanged('companies', id, signal);
  const edit = h(
    'a',
    { class: 'button primary', href: to('companies', id, 'edit') },
    icon('edit'),
    say('edit'),
  );
  const remove = h(
    'button',
    { type: 'button', class: 'danger', on: { click: () => drop(db, id) } },
    icon('trash'),
    say('delete'),
  );
  const back = h('a', { class: 'back', href: to('companies') }, icon('back'), say('companies'));
  const head = h('div', { class: 'head' }, name, h('div', { class: 'actions' }, edit, remove));
  const page = h('article', {});
  let seen = '';
  const draw = (/** @type {Loaded} */ loaded) => {
    const { company } = loaded;
    // What has not changed keeps its elements, and with them the keyboard's place.
    if (JSON.stringify(loaded) === seen) return;
    seen = JSON.stringify(loaded);
    if (!company) return fill(page, missing(loaded));
    if (!head.isConnected) fill(page, back, head, changed.element, body, contacts);
    fill(name, company.name);
    changed.follow(loaded.status?.version ?? null);
    fill(body, state(db, id, loaded), loaded.draft && unfinished(db, id), facts(company));
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

/** @param {Partial<Loaded>} [known] */
export function missing(known = {}) {
  const { conflict } = known;
  return h(
    'article',
    { class: 'empty' },
    h('h1', {}, say('noCompanyHere')),
    h('p', {}, whyGone(known)),
    conflict && h('a', { class: 'button primary', href: to('conflicts', conflict.id) }, say('compareBoth')),
    h('a', { class: 'button', href: to('companies') }, say('allCompanies')),
  );
}

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} id
 * @param {Loaded} loaded
 */
function state(db, id, loaded) {
  const { status, refusal, conflict, waits } = loaded;
  const mark = markOf(status);
  if (!mark) return null;
  const text = conflict
    ? say('inConflict')
    : refusal
      ? explain(refusal)
      : say(status.version ? (waits ? 'changeWaits' : 'changeKept') : waits ? 'newWaits' : 'newKept');
  const act = conflict
    ? h('a', { class: 'button', href: to('conflicts', conflict.id) }, say('compareBoth'))
    : h(
        'button',
        { type: 'button', on: { click: () => discard(db, loaded) } },
        icon('undo'),
        say(status.isFromServer ? 'discardMine' : 'discard'),
      );
  return h(
    'div',
    { class: `state state-${mark}` },
    badge(mark),
    h('p', {}, text),
    refusal && h('a', { class: 'button primary', href: to('companies', id, 'edit') }, say('fix')),
    waits && !conflict && !refusal && h('a', { class: 'button', href: to('conflicts') }, say('decideNow')),
    act,
  );
}

/** What was typed in the form and not saved. @param {import('../state/replica.js').Replica} db @param {string} id */
const unfinished = (db, id) =>
  h(
    'div',
    { class: 'state' },
    h('p', {}, say('unfinished')),
    h('a', { class: 'button', href: to('companies', id, 'edit') }, icon('edit'), say('continue')),
    h(
      'button',
      { type: 'button', on: { click: () => discardDraft(db, draftKey('companies', id)) } },
      icon('undo'),
      say('discard'),
    ),
  );

/** @param {import('../part/field.js').Field} field @param {any} value @param {string} text */
function valueOf(field, value, text) {
  const shown = h('bdi', {}, text);
  if (field.kind === 'tel') return h('a', { href: telTo(value) }, shown);
  return field.kind === 'email' ? h('a', { href: mailTo(value) }, shown) : shown;
}

/** @param {any} company */
function facts(company) {
  const list = (fieldsOf.companies ?? [])
    .filter(({ path }) => path !== 'name')
    .map((field) => {
      const text = show(field, read(company, field.path));
      return h(
        'div',
        { class: `fact-row fact-${field.kind}` },
        h('dt', {}, field.label),
        h(
          'dd',
          { dir: field.kind === 'long' ? 'auto' : null },
          text
            ? valueOf(field, read(company, field.path), text)
            : h('span', { class: 'none' }, say('notGiven')),
        ),
      );
    });
  return h('dl', { class: 'facts card' }, list);
}

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
