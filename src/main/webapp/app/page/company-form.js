/** Adding a company, and editing one. */
import { h } from '../part/element.js';
import { icon } from '../part/icon.js';
import { notice } from '../part/notice.js';
import { recordForm } from '../part/record-form.js';
import { explain, refusalOf } from '../state/rejection.js';
import { watch } from '../state/replica.js';
import { go, to } from '../state/route.js';
import { missing } from './company-page.js';

/** @type {import('../main.js').Page} */
export async function companyForm({ db, session, signal }, id) {
  const fresh = id === 'new';
  const record = fresh ? null : ((await db.companies.get(id)) ?? null);
  if (!fresh && !record) return missing();
  const refusal = fresh ? null : await refusalOf(db, 'companies', id);
  const back = fresh ? to('companies') : to('companies', id);
  const { element, refresh } = recordForm({
    collection: 'companies',
    record,
    violations: refusal?.violations,
    preset: { region: session.user === 'dave' ? 'apac' : 'emea' },
    cancel: () => go(back),
    save: async (changes) => {
      const key = fresh ? db.tidemark.newId() : id;
      if (fresh) await db.companies.add({ id: key, ...changes });
      else if (Object.keys(changes).length) await db.companies.update(id, changes);
      notice(fresh ? 'Company added.' : 'Changes saved.', { tone: 'good', key: 'saved' });
      go(to('companies', key));
    },
  });
  if (!fresh)
    watch(
      () => db.companies.get(id),
      (now) => now && refresh(now),
      signal,
    );
  return h(
    'article',
    { class: 'narrow' },
    h('a', { class: 'back', href: back }, icon('back'), fresh ? 'Companies' : record.name),
    h('h1', {}, fresh ? 'Add company' : `Edit ${record.name}`),
    refusal && h('p', { class: 'refusal' }, icon('refused'), explain(refusal)),
    h('div', { class: 'card' }, element),
  );
}
