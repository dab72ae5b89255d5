/** The contacts of one company: shown, added, edited and deleted where the company is. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { chooseCompany } from './company-choice.js';
import { askToDelete } from './deletion.js';
import { dialog } from './dialog.js';
import { discardDraft } from './draft-discard.js';
import { drawn, redraw } from './draw.js';
import { goneMeanwhile } from './gone.js';
import { icon } from './icon.js';
import { lastChanged } from './last-changed.js';
import { mailTo, telTo } from './mail.js';
import { badge, markOf } from './record-badge.js';
import { notice } from './notice.js';
import { recordForm } from './record-form.js';
import { offerUndo } from './undo-offer.js';
import { Draft, draftKey } from '../state/drafts.js';
import { explain, refusalOf } from '../state/rejection.js';
import { amend, contactRecords } from '../state/records.js';
import { watch } from '../state/replica.js';
import { to } from '../state/route.js';
import { apart, say } from '../texts/texts.js';

/** @typedef {import('../state/values.js').Values} Values */

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
          <button type="button" @click=${() => edit(db, company, null)}>
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

/** @typedef {{ key: string, title: string, contact: any }} Unfinished what was typed and not saved; contact: null for a new one */

/** @param {import('../state/replica.js').Replica} db @param {string} company @returns {Promise<Unfinished[]>} */
async function findDrafts(db, company) {
  const contacts = await db.contacts.where('company').equals(company).sortBy('name');
  const all = [...contacts, null].map((contact) => ({ key: keyOf(company, contact), contact }));
  const drafts = await db.drafts.bulkGet(all.map(({ key }) => key));
  return all.flatMap((one, at) => (drafts[at] ? [{ ...one, title: drafts[at].title }] : []));
}

/** @param {import('../state/replica.js').Replica} db @param {string} company @param {Unfinished} draft */
const unfinished = (db, company, { key, title, contact }) =>
  html`<div class="state">
    <p>${say('unfinishedContact', { title: apart(title) })}</p>
    <button
      type="button"
      aria-label=${say('continueOf', { title: apart(title) })}
      @click=${() => edit(db, company, contact)}
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

/** @param {string} company @param {any} contact null for a new one */
const keyOf = (company, contact) => draftKey('contacts', contact?.id ?? `new in ${company}`);

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
        @click=${() => edit(db, company, contact)}
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

/** @param {import('../state/replica.js').Replica} db @param {string} company @param {any} contact null for a new one */
async function edit(db, company, contact) {
  const refusal = contact && (await refusalOf(db, 'contacts', contact.id));
  const store = new Draft(db, keyOf(company, contact));
  const [stored, described] = [await store.read(), await db.tidemark.description()];
  const status = contact && (await db.tidemark.status('contacts', contact.id));
  if (document.querySelector('dialog[open]')) return; // the second half of a double click
  const left = new AbortController();
  const changed = contact && lastChanged(db, 'contacts', contact.id, left.signal);
  changed?.follow(status?.version ?? null);
  const saved = (
    /** @type {'added' | 'edited'} */ done,
    /** @type {Values | null} */ before,
    /** @type {Values} */ after,
  ) => {
    box.close();
    const steps = [{ collection: /** @type {const} */ ('contacts'), id: after['id'], before, after }];
    void offerUndo(db, { done, title: after['name'], steps });
  };
  const add = async (/** @type {Values} */ values) => {
    const added = await addContact(db, values);
    if (added) saved('added', null, added);
    return added !== null;
  };
  const change = async (/** @type {import('../state/records.js').Edit[]} */ edits) => {
    const done = await amend(db.contacts, contact.id, edits);
    if (done.outcome === 'saved' && edits.length) saved('edited', done.before, done.after);
    else if (done.outcome === 'saved') {
      box.close();
      notice(say('noChanges'), { key: 'saved' });
    }
    return done;
  };
  const { element, refresh } = recordForm({
    collection: 'contacts',
    record: contact,
    without: ['company'],
    preset: { company: contact?.company ?? company },
    violations: refusal?.violations,
    described,
    cancel: () => box.close(),
    change,
    add,
    draft: {
      store,
      stored,
      place: { title: contact?.name ?? say('newContact'), href: to('companies', company) },
    },
    gone: {
      why: () =>
        contact ? goneMeanwhile(db, 'contacts', contact.id) : goneMeanwhile(db, 'companies', company),
      keep: say(contact ? 'saveAsContact' : 'saveElsewhere'),
      discard: () => box.close(),
    },
  });
  const box = dialog(
    contact ? say('editOf', { title: apart(contact.name) }) : say('addContact'),
    html`${changed?.element}
    ${refusal ? html`<p class="refusal">${icon('refused')}${explain(refusal)}</p>` : nothing} ${element}`,
  );
  box.addEventListener('close', () => left.abort());
  if (contact) watch(() => db.contacts.get(contact.id), refresh, left.signal);
  else watch(async () => ((await db.companies.get(company)) ? {} : undefined), refresh, left.signal);
}

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {Values} values
 * @returns {Promise<Values | null>} as added; null: its company has gone, and the user chose no other
 */
async function addContact(db, values) {
  const id = db.tidemark.newId();
  const add = (/** @type {string} */ company) =>
    db.transaction('rw', db.companies, db.contacts, async () => {
      if (!(await db.companies.get(company))) return null;
      const contact = { id, ...values, company };
      await db.contacts.add(contact);
      return contact;
    });
  for (let company = values['company']; ;) {
    const added = await add(company);
    if (added) return added;
    const text = say('homeGone', { title: apart(values['name']) });
    const chosen = await chooseCompany(db, text);
    if (!chosen) return null;
    company = chosen;
  }
}

/** @param {import('../state/replica.js').Replica} db @param {any} contact */
const drop = (db, contact) =>
  askToDelete(
    db,
    () => contactRecords(db, contact.id),
    () => say('deleteContactHint'),
  );
