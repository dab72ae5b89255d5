/** Adding a company, and editing one. */
import { h } from '../part/element.js';
import { goneMeanwhile } from '../part/gone.js';
import { icon } from '../part/icon.js';
import { notice } from '../part/notice.js';
import { recordForm } from '../part/record-form.js';
import { explain, refusalOf } from '../state/rejection.js';
import { amend } from '../state/records.js';
import { watch } from '../state/replica.js';
import { go, to } from '../state/route.js';
import { missing } from './company-page.js';

/** @typedef {import('../state/values.js').Values} Values */

/** @type {import('../main.js').Page} */
export async function companyForm({ db, session, signal }, id) {
  const fresh = id === 'new';
  const record = fresh ? null : ((await db.companies.get(id)) ?? null);
  if (!fresh && !record) return missing();
  const refusal = fresh ? null : await refusalOf(db, 'companies', id);
  const back = fresh ? to('companies') : to('companies', id);
  const add = async (/** @type {Values} */ values) => {
    const key = db.tidemark.newId();
    await db.companies.add({ id: key, ...values });
    notice('Company added.', { tone: 'good', key: 'saved' });
    go(to('companies', key));
    return true;
  };
  const change = async (/** @type {import('../state/records.js').Edit[]} */ edits) => {
    const done = await amend(db.companies, id, edits);
    if (done.outcome !== 'saved') return done;
    const any = edits.length > 0;
    notice(any ? 'Changes saved.' : 'Nothing was changed.', { tone: any ? 'good' : 'plain', key: 'saved' });
    go(to('companies', id));
    return done;
  };
  const { element, refresh } = recordForm({
    collection: 'companies',
    record,
    violations: refusal?.violations,
    preset: { region: session.user === 'dave' ? 'apac' : 'emea' },
    cancel: () => go(back),
    change,
    add,
    gone: {
      why: () => goneMeanwhile(db, 'companies', id),
      keep: 'Save as a new company',
      discard: () => go(to('companies')),
    },
  });
  if (!fresh) watch(() => db.companies.get(id), refresh, signal);
  return h(
    'article',
    { class: 'narrow' },
    h('a', { class: 'back', href: back }, icon('back'), fresh ? 'Companies' : record.name),
    h('h1', {}, fresh ? 'Add company' : `Edit ${record.name}`),
    refusal && h('p', { class: 'refusal' }, icon('refused'), explain(refusal)),
    h('div', { class: 'card' }, element),
  );
}
