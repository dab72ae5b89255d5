/** Adding a company, and editing one. */
import { html, nothing } from 'lit';
import { goneMeanwhile } from '../part/gone.js';
import { icon } from '../part/icon.js';
import { notice } from '../part/notice.js';
import { recordForm } from '../part/record-form.js';
import { offerUndo } from '../part/undo-offer.js';
import { Draft, draftKey, typedOver } from '../state/drafts.js';
import { explain, refusalOf } from '../state/rejection.js';
import { amend } from '../state/records.js';
import { watch } from '../state/replica.js';
import { go, to } from '../state/route.js';
import { apart, say } from '../texts/texts.js';
import { missing } from './company-page.js';

/** @typedef {import('../state/values.js').Values} Values */

/** @type {import('../main.js').Page} */
export async function companyForm({ db, session, signal }, id) {
  const fresh = id === 'new';
  const record = fresh ? null : ((await db.companies.get(id)) ?? null);
  const store = new Draft(db, draftKey('companies', id));
  const stored = await store.read();
  const isGone = !fresh && !record;
  if (isGone && !stored) return missing();
  const refusal = fresh ? null : await refusalOf(db, 'companies', id);
  const title = record?.name ?? stored?.title;
  /** @type {Values} */
  const preset = { region: session.user === 'dave' ? 'apac' : 'emea', ...(isGone && { name: title }) };
  const back = fresh ? to('companies') : to('companies', id);
  // Who has pressed a link meanwhile is where they want to be.
  const leave = (/** @type {string} */ hash) => signal.aborted || go(hash);
  const add = async (/** @type {Values} */ values) => {
    const key = db.tidemark.newId();
    const after = { id: key, ...values };
    await db.companies.add(after);
    const steps = [{ collection: /** @type {const} */ ('companies'), id: key, before: null, after }];
    void offerUndo(db, { done: 'added', title: values['name'], steps });
    leave(to('companies', key));
    return true;
  };
  const change = async (/** @type {import('../state/records.js').Edit[]} */ edits) => {
    const done = await amend(db.companies, id, edits);
    if (done.outcome !== 'saved') return done;
    const { before, after } = done;
    const steps = [{ collection: /** @type {const} */ ('companies'), id, before, after }];
    if (edits.length) void offerUndo(db, { done: 'edited', title: after['name'], steps });
    else notice(say('noChanges'), { key: 'saved' });
    leave(to('companies', id));
    return done;
  };
  const { element, refresh } = recordForm({
    collection: 'companies',
    record,
    violations: refusal?.violations,
    described: await db.tidemark.description(),
    preset,
    cancel: () => leave(back),
    change,
    add,
    draft: {
      store,
      stored: isGone && stored ? typedOver(stored, preset) : stored,
      place: fresh
        ? { title: say('newCompany'), href: to('companies', 'new') }
        : { title, href: to('companies', id, 'edit') },
    },
    gone: {
      why: () => goneMeanwhile(db, 'companies', id),
      keep: say('saveAsCompany'),
      discard: () => leave(to('companies')),
    },
  });
  // What was typed outlives the record that it was typed over.
  if (isGone) refresh(undefined);
  else if (!fresh) watch(() => db.companies.get(id), refresh, signal);
  return html`<article class="narrow">
    <a class="back" href=${back}>${icon('back')}${fresh ? say('companies') : html`<bdi>${title}</bdi>`}</a>
    <h1 dir="auto">${fresh ? say('addCompany') : say('editOf', { title: apart(title) })}</h1>
    ${refusal ? html`<p class="refusal">${icon('refused')}${explain(refusal)}</p>` : nothing}
    <div class="card">${element}</div>
  </article>`;
}
