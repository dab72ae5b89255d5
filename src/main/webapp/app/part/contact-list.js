/** The contacts of one company: shown, added, edited and deleted where the company is. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { editContact } from './contact-form.js';
import { askToDelete } from './deletion.js';
import { discardDraft } from './draft-discard.js';
import { drawn, redraw } from './draw.js';
import { icon } from './icon.js';
import { mailTo, telTo } from './mail.js';
import { badge, markOf } from './record-badge.js';
import { allDrafts, draftKey, goneOf, idOf, newContactKey } from '../state/drafts.js';
import { contactRecords } from '../state/records.js';
import { watch } from '../state/replica.js';
import { to } from '../state/route.js';
import { apart, say } from '../texts/texts.js';

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} company
 * @param {AbortSignal} signal
 */
export function contactList(db, company, signal) {
  const section = drawn(html`<section aria-labelledby="contacts"></section>`);
  const draw = (/** @type {Found[] | null} */ contacts, /** @type {Unfinished[]} */ drafts) =>
    redraw(
      html`<div class="head">
          <h2 id="contacts">${say('contacts')}</h2>
          <button type="button" @click=${() => editContact(db, company)}>
            ${icon('add')}${say('addContact')}
          </button>
        </div>
        ${repeat(
          drafts,
          ({ key }) => key,
          (one) => unfinished(db, company, one),
        )}
        <ul class="contacts">
          ${repeat(
            contacts ?? [],
            ({ contact }) => contact.id,
            (found) => contactCard(db, company, found),
          )}
        </ul>
        <p class="none">${contacts?.length === 0 ? say('noContacts') : ''}</p>`,
      section,
    );
  draw(null, []);
  watch(
    async () => ({ contacts: await find(db, company), drafts: await findDrafts(db, company) }),
    ({ contacts, drafts }) => draw(contacts, drafts),
    signal,
  );
  return section;
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

/**
 * @typedef {{ key: string, title: string, contact: any, lost: string | null }} Unfinished what was typed and not saved;
 *   contact: null for a new one, and for a lost one, of which the draft alone is left
 */

/** @param {import('../state/replica.js').Replica} db @param {string} company @returns {Promise<Unfinished[]>} */
async function findDrafts(db, company) {
  const contacts = await db.contacts.where('company').equals(company).toArray();
  const byKey = new Map(contacts.map((contact) => [draftKey('contacts', contact.id), contact]));
  const own = [];
  for (const { key, title, href } of await allDrafts(db)) {
    const contact = byKey.get(key) ?? null;
    const isLost = href === to('companies', company) && (await goneOf(db, key)) === 'contact';
    const lost = isLost ? idOf(key) : null;
    if (contact || lost || key === newContactKey(company)) own.push({ key, title, contact, lost });
  }
  return own;
}

/** @param {import('../state/replica.js').Replica} db @param {string} company @param {Unfinished} draft */
const unfinished = (db, company, { key, title, contact, lost }) =>
  html`<div class="state">
    <p>${say(lost ? 'unfinishedLost' : 'unfinishedContact', { title: apart(title) })}</p>
    <button
      type="button"
      aria-label=${say('continueOf', { title: apart(title) })}
      @click=${() => editContact(db, company, { contact, lost })}
    >
      ${icon('edit')}${say('continue')}
    </button>
    <button
      type="button"
      aria-label=${say('discardOf', { title: apart(title) })}
      @click=${() => discardDraft(db, key)}
    >
      ${icon('undo')}${say('discard')}
    </button>
  </div>`;

/** @param {import('../state/replica.js').Replica} db @param {string} company @param {Found} found */
const contactCard = (db, company, { contact, mark }) =>
  html`<li class="card contact">
    <div>
      <h3 dir="auto">${contact.name}</h3>
      <p class="role" dir="auto">${contact.role ?? ''}</p>
      ${badge(mark)}
    </div>
    <ul class="reach">
      ${contact.phone ? reach(telTo(contact.phone), contact.phone) : nothing}
      ${contact.email ? reach(mailTo(contact.email), contact.email) : nothing}
    </ul>
    <div class="actions">
      <button
        type="button"
        aria-label=${say('editOf', { title: apart(contact.name) })}
        @click=${() => editContact(db, company, { contact })}
      >
        ${icon('edit')}${say('edit')}
      </button>
      <button
        type="button"
        class="plain"
        aria-label=${say('deleteOf', { title: apart(contact.name) })}
        @click=${() => drop(db, contact)}
      >
        ${icon('trash')}
      </button>
    </div>
  </li>`;

/** @param {string} href @param {string} text */
const reach = (href, text) =>
  html`<li>
    <a href=${href}><bdi>${text}</bdi></a>
  </li>`;

/** @param {import('../state/replica.js').Replica} db @param {any} contact */
const drop = (db, contact) =>
  askToDelete(
    db,
    () => contactRecords(db, contact.id),
    () => say('deleteContactHint'),
  );
