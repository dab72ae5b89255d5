/** The contacts of one company: shown, added, edited and deleted where the company is. */
import { chooseCompany } from './company-choice.js';
import { askToDelete } from './deletion.js';
import { dialog } from './dialog.js';
import { append, fill, h, keyed } from './element.js';
import { goneMeanwhile } from './gone.js';
import { icon } from './icon.js';
import { mailTo } from './mail.js';
import { badge, markOf } from './record-badge.js';
import { notice } from './notice.js';
import { recordForm } from './record-form.js';
import { explain, refusalOf } from '../state/rejection.js';
import { amend, contactRecords } from '../state/records.js';
import { watch } from '../state/replica.js';

/** @typedef {import('../state/values.js').Values} Values */

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} company
 * @param {AbortSignal} signal
 */
export function contactList(db, company, signal) {
  const list = h('ul', { class: 'contacts' });
  const none = h('p', { class: 'none' });
  watch(
    () => find(db, company),
    (contacts) => {
      keyed(
        list,
        contacts,
        ({ contact }) => contact.id,
        (found) => contactCard(db, company, found),
      );
      fill(none, contacts.length ? '' : 'No contacts yet.');
    },
    signal,
  );
  return h(
    'section',
    { 'aria-labelledby': 'contacts' },
    h(
      'div',
      { class: 'head' },
      h('h2', { id: 'contacts' }, 'Contacts'),
      h(
        'button',
        { type: 'button', on: { click: () => edit(db, company, null) } },
        icon('add'),
        'Add contact',
      ),
    ),
    list,
    none,
  );
}

/** @typedef {{ contact: any, mark: import('./record-badge.js').Mark | null }} Found */

/** @param {import('../state/replica.js').Replica} db @param {string} company @returns {Promise<Found[]>} */
async function find(db, company) {
  const contacts = await db.contacts.where('company').equals(company).sortBy('name');
  return Promise.all(
    contacts.map(async (contact) => ({
      contact,
      mark: markOf(await db.tidemark.status('contacts', contact.id)),
    })),
  );
}

/** @param {import('../state/replica.js').Replica} db @param {string} company @param {Found} found */
function contactCard(db, company, { contact, mark }) {
  return h(
    'li',
    { class: 'card contact' },
    h('div', {}, h('h3', {}, contact.name), h('p', { class: 'role' }, contact.role ?? ''), badge(mark)),
    h(
      'ul',
      { class: 'reach' },
      contact.phone &&
        h('li', {}, h('a', { href: `tel:${contact.phone.replace(/[^+\d]/g, '')}` }, contact.phone)),
      contact.email && h('li', {}, h('a', { href: mailTo(contact.email) }, contact.email)),
    ),
    h(
      'div',
      { class: 'actions' },
      h(
        'button',
        {
          type: 'button',
          'aria-label': `Edit ${contact.name}`,
          on: { click: () => edit(db, company, contact) },
        },
        icon('edit'),
        'Edit',
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'plain',
          'aria-label': `Delete ${contact.name}`,
          on: { click: () => drop(db, contact) },
        },
        icon('trash'),
      ),
    ),
  );
}

/** @param {import('../state/replica.js').Replica} db @param {string} company @param {any} contact null for a new one */
async function edit(db, company, contact) {
  const refusal = contact && (await refusalOf(db, 'contacts', contact.id));
  if (document.querySelector('dialog[open]')) return; // the second half of a double click
  const left = new AbortController();
  const saved = (/** @type {string} */ text) => {
    box.close();
    notice(text, { tone: 'good', key: 'saved' });
  };
  const add = async (/** @type {Values} */ values) => {
    const done = await addContact(db, values);
    if (done) saved('Contact added.');
    return done;
  };
  const change = async (/** @type {import('../state/records.js').Edit[]} */ edits) => {
    const done = await amend(db.contacts, contact.id, edits);
    if (done.outcome === 'saved') saved(edits.length ? 'Contact saved.' : 'Nothing was changed.');
    return done;
  };
  const { element, refresh } = recordForm({
    collection: 'contacts',
    record: contact,
    without: ['company'],
    preset: { company: contact?.company ?? company },
    violations: refusal?.violations,
    cancel: () => box.close(),
    change,
    add,
    gone: {
      why: () =>
        contact ? goneMeanwhile(db, 'contacts', contact.id) : goneMeanwhile(db, 'companies', company),
      keep: contact ? 'Save as a new contact' : 'Save in another company',
      discard: () => box.close(),
    },
  });
  const box = dialog(contact ? `Edit ${contact.name}` : 'Add contact');
  if (refusal) append(box, h('p', { class: 'refusal' }, icon('refused'), explain(refusal)));
  append(box, element);
  box.addEventListener('close', () => left.abort());
  if (contact) watch(() => db.contacts.get(contact.id), refresh, left.signal);
  else watch(async () => ((await db.companies.get(company)) ? {} : undefined), refresh, left.signal);
}

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {Values} values
 * @returns {Promise<boolean>} false: its company has gone, and the user chose no other
 */
async function addContact(db, values) {
  const id = db.tidemark.newId();
  const add = (/** @type {string} */ company) =>
    db.transaction('rw', db.companies, db.contacts, async () => {
      if (!(await db.companies.get(company))) return false;
      await db.contacts.add({ id, ...values, company });
      return true;
    });
  for (let company = values['company']; !(await add(company));) {
    const text = `The company of ${values['name']} is not here any more. To which company does this contact belong now?`;
    const chosen = await chooseCompany(db, text);
    if (!chosen) return false;
    company = chosen;
  }
  return true;
}

/** @param {import('../state/replica.js').Replica} db @param {any} contact */
const drop = (db, contact) =>
  askToDelete(
    db,
    () => contactRecords(db, contact.id),
    () => 'The contact disappears here at once and elsewhere with the next synchronisation.',
  );
