/** The contacts of one company: shown, added, edited and deleted where the company is. */
import { ask, dialog } from './dialog.js';
import { append, fill, h, keyed } from './element.js';
import { icon } from './icon.js';
import { mailTo } from './mail.js';
import { badge, markOf } from './record-badge.js';
import { notice } from './notice.js';
import { recordForm } from './record-form.js';
import { explain, refusalOf } from '../state/rejection.js';
import { watch } from '../state/replica.js';

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
  const left = new AbortController();
  const { element, refresh } = recordForm({
    collection: 'contacts',
    record: contact,
    without: ['company'],
    preset: { company },
    violations: refusal?.violations,
    cancel: () => box.close(),
    save: async (changes) => {
      if (!contact) await db.contacts.add({ id: db.tidemark.newId(), ...changes });
      else if (Object.keys(changes).length) await db.contacts.update(contact.id, changes);
      box.close();
      notice(contact ? 'Contact saved.' : 'Contact added.', { tone: 'good', key: 'saved' });
    },
  });
  const box = dialog(contact ? `Edit ${contact.name}` : 'Add contact');
  if (refusal) append(box, h('p', { class: 'refusal' }, icon('refused'), explain(refusal)));
  append(box, element);
  box.addEventListener('close', () => left.abort());
  if (contact)
    watch(
      () => db.contacts.get(contact.id),
      (now) => now && refresh(now),
      left.signal,
    );
}

/** @param {import('../state/replica.js').Replica} db @param {any} contact */
async function drop(db, contact) {
  const answer = await ask(
    `Delete ${contact.name}?`,
    h('p', {}, 'The contact disappears here at once and elsewhere with the next synchronisation.'),
    [{ label: 'Delete', value: 'delete', danger: true }],
  );
  if (!answer) return;
  await db.contacts.delete(contact.id);
  notice(`${contact.name} is deleted.`, {
    action: { label: 'Undo', run: () => db.contacts.put(contact) },
    key: 'deleted',
  });
}
