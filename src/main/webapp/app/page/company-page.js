/** One company with its contacts, and what became of the local change to it. */
import { ask } from '../part/dialog.js';
import { fill, h } from '../part/element.js';
import { fieldsOf, show } from '../part/field.js';
import { icon } from '../part/icon.js';
import { badge, markOf } from '../part/record-badge.js';
import { notice } from '../part/notice.js';
import { contactList } from '../part/contact-list.js';
import { explain, refusalOf } from '../state/rejection.js';
import { watch } from '../state/replica.js';
import { read } from '../state/values.js';
import { go, to } from '../state/route.js';
import { companyRecords } from '../state/records.js';
import { askToDelete } from '../part/deletion.js';
import { whyGone } from '../part/gone.js';

/** @type {import('../main.js').Page} */
export async function companyPage({ db, signal }, id) {
  const name = h('h1', {});
  const body = h('div', {});
  const contacts = contactList(db, id, signal);
  const edit = h('a', { class: 'button primary', href: to('companies', id, 'edit') }, icon('edit'), 'Edit');
  const remove = h(
    'button',
    { type: 'button', class: 'danger', on: { click: () => drop(db, id) } },
    icon('trash'),
    'Delete',
  );
  const back = h('a', { class: 'back', href: to('companies') }, icon('back'), 'Companies');
  const head = h('div', { class: 'head' }, name, h('div', { class: 'actions' }, edit, remove));
  const page = h('article', {});
  let seen = '';
  const draw = (/** @type {Loaded} */ loaded) => {
    const { company } = loaded;
    // What has not changed keeps its elements, and with them the keyboard's place.
    if (JSON.stringify(loaded) === seen) return;
    seen = JSON.stringify(loaded);
    if (!company) return fill(page, missing(loaded));
    if (!head.isConnected) fill(page, back, head, body, contacts);
    fill(name, company.name);
    fill(body, state(db, id, loaded), facts(company));
  };
  draw(await load(db, id));
  watch(() => load(db, id), draw, signal);
  return page;
}

/** @typedef {import('@tidemark/client').Conflict} Conflict */
/** @typedef {{ company: any, status: any, refusal: import('../state/rejection.js').Refusal | null, conflict: Conflict | null, waits: boolean }} Loaded */

/** @param {import('../state/replica.js').Replica} db @param {string} id @returns {Promise<Loaded>} */
async function load(db, id) {
  const [company, status, refusal, conflicts, counts] = await Promise.all([
    db.companies.get(id),
    db.tidemark.status('companies', id),
    refusalOf(db, 'companies', id),
    db.tidemark.conflicts(),
    db.tidemark.pending(),
  ]);
  return {
    company,
    status,
    refusal,
    conflict: conflicts.find((conflict) => conflict.record === id) ?? null,
    waits: counts.toSend === 0 && counts.waiting > 0,
  };
}

/** @param {Partial<Loaded>} [known] */
export function missing(known = {}) {
  const { conflict } = known;
  return h(
    'article',
    { class: 'empty' },
    h('h1', {}, 'This company is not here'),
    h('p', {}, whyGone(known)),
    conflict && h('a', { class: 'button primary', href: to('conflicts', conflict.id) }, 'Compare both sides'),
    h('a', { class: 'button', href: to('companies') }, 'All companies'),
  );
}

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} id
 * @param {Loaded} loaded
 */
function state(db, id, { status, refusal, conflict, waits }) {
  const mark = markOf(status);
  if (!mark) return null;
  const text = conflict
    ? 'Somebody else changed this company too. Both sides are kept.'
    : refusal
      ? explain(refusal)
      : `${status.version ? 'Your change is kept here' : 'Only this browser knows it so far'}; ${
          waits ? 'it waits until a conflict is decided.' : 'it is sent as soon as the server can be reached.'
        }`;
  const act = conflict
    ? h('a', { class: 'button', href: to('conflicts', conflict.id) }, 'Compare both sides')
    : h(
        'button',
        { type: 'button', on: { click: () => discard(db, id, status) } },
        icon('undo'),
        status.isFromServer ? 'Discard my change' : 'Discard',
      );
  return h(
    'div',
    { class: `state state-${mark}` },
    badge(mark),
    h('p', {}, text),
    refusal && h('a', { class: 'button primary', href: to('companies', id, 'edit') }, 'Mend it'),
    waits && !conflict && !refusal && h('a', { class: 'button', href: to('conflicts') }, 'Decide now'),
    act,
  );
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
        h('dd', {}, text || h('span', { class: 'none' }, 'not given')),
      );
    });
  return h('dl', { class: 'facts card' }, list);
}

/** @param {import('../state/replica.js').Replica} db @param {string} id @param {any} status */
async function discard(db, id, status) {
  const gone = !status.isFromServer;
  const answer = await ask(
    'Discard your change?',
    h(
      'p',
      {},
      gone
        ? 'The company exists only here and will be gone.'
        : 'The company goes back to what the server last sent.',
    ),
    [{ label: 'Discard', value: 'discard', danger: true }],
  );
  if (!answer) return;
  const done = await db.tidemark.discard('companies', id);
  notice(done ? 'Your change is discarded.' : 'There is nothing to discard any more.');
  if (gone) go(to('companies'));
}

/** @param {import('../state/replica.js').Replica} db @param {string} id */
async function drop(db, id) {
  const isDropped = await askToDelete(
    db,
    () => companyRecords(db, id),
    ({ contacts: { length } }) =>
      length
        ? `Its ${length === 1 ? 'contact goes' : `${length} contacts go`} with it.`
        : 'It has no contacts.',
  );
  if (isDropped) go(to('companies'));
}
