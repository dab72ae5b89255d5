/** Adding a contact, and editing one, over the page of its company; and what was typed over one that has gone. */
import { html, nothing } from 'lit';
import { chooseCompany } from './company-choice.js';
import { dialog } from './dialog.js';
import { goneMeanwhile } from './gone.js';
import { icon } from './icon.js';
import { lastChanged } from './last-changed.js';
import { notice } from './notice.js';
import { recordForm } from './record-form.js';
import { offerUndo } from './undo-offer.js';
import { Draft, draftKey, newContactKey, typedOver } from '../state/drafts.js';
import { explain, refusalOf } from '../state/rejection.js';
import { amend } from '../state/records.js';
import { watch } from '../state/replica.js';
import { to } from '../state/route.js';
import { apart, say } from '../texts/texts.js';

/** @typedef {import('../state/values.js').Values} Values */

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} company
 * @param {{ contact?: any, lost?: string | null }} [which] contact: none for a new one; lost: the id of one of which a
 *   draft alone is left
 */
export async function editContact(db, company, { contact = null, lost = null } = {}) {
  const refusal = contact && (await refusalOf(db, 'contacts', contact.id));
  const id = contact?.id ?? lost;
  const store = new Draft(db, id ? draftKey('contacts', id) : newContactKey(company));
  const [stored, described] = [await store.read(), await db.tidemark.description()];
  const status = contact && (await db.tidemark.status('contacts', contact.id));
  const isGone = lost !== null;
  if (isGone && !stored) return; // discarded in another tab
  /** @type {Values} */
  const preset = { company: contact?.company ?? company, ...(isGone && { name: stored?.title }) };
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
    preset,
    violations: refusal?.violations,
    described,
    cancel: () => box.close(),
    change,
    add,
    draft: {
      store,
      stored: isGone && stored ? typedOver(stored, preset) : stored,
      place: {
        title: contact?.name ?? (isGone ? stored?.title : say('newContact')),
        href: to('companies', company),
      },
    },
    gone: {
      why: () => (id ? goneMeanwhile(db, 'contacts', id) : goneMeanwhile(db, 'companies', company)),
      keep: say(id ? 'saveAsContact' : 'saveElsewhere'),
      discard: () => box.close(),
    },
  });
  const box = dialog(
    id ? say('editOf', { title: apart(contact?.name ?? stored?.title) }) : say('addContact'),
    html`${changed?.element}
    ${refusal ? html`<p class="refusal">${icon('refused')}${explain(refusal)}</p>` : nothing} ${element}`,
  );
  box.addEventListener('close', () => left.abort());
  // What was typed outlives the record that it was typed over.
  if (isGone) refresh(undefined);
  else if (contact) watch(() => db.contacts.get(contact.id), refresh, left.signal);
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
