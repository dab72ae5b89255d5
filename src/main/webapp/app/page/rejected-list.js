/** The changes that the server refused, each with its reason: to mend, or to give up. */
import { chooseCompany } from '../part/company-choice.js';
import { ask } from '../part/dialog.js';
import { fill, h, keyed } from '../part/element.js';
import { capital, fieldsOf, nounOf } from '../part/field.js';
import { icon } from '../part/icon.js';
import { notice } from '../part/notice.js';
import { within } from '../part/field-row.js';
import { explain, plain } from '../state/rejection.js';
import { amend } from '../state/records.js';
import { watch } from '../state/replica.js';
import { to } from '../state/route.js';

/** @type {import('../main.js').Page} */
export function refusedList({ db, signal }) {
  const list = h('ul', { class: 'cases' });
  const none = h(
    'p',
    { class: 'empty', hidden: true },
    'Nothing was refused. A change that breaks a rule on the server is kept and listed here.',
  );
  const rest = h('p', { class: 'lead' });
  watch(
    () => db.tidemark.pending(),
    ({ toSend, waiting }) => fill(rest, `The server did not take these. ${restOf(toSend + waiting)}`),
    signal,
  );
  watch(
    () => find(db),
    (found) => {
      keyed(
        list,
        found,
        ({ refusal }) => `${refusal.collection} ${refusal.id}`,
        (one) => refusedCase(db, one),
      );
      none.hidden = found.length > 0;
    },
    signal,
  );
  return h('article', {}, h('h1', {}, 'Refused changes'), rest, list, none);
}

/** @param {number} count of the changes that were not refused */
const restOf = (count) =>
  count
    ? `They are kept as you wrote them. ${count} other ${count === 1 ? 'change waits' : 'changes wait'} to be sent.`
    : 'They are kept as you wrote them; everything else was sent.';

/** @typedef {{ refusal: import('../state/rejection.js').Refusal, name: string, company: string, orphanOf: string | null }} Found `orphanOf`: a company that is not there */

/** @param {import('../state/replica.js').Replica} db @returns {Promise<Found[]>} */
async function find(db) {
  const refusals = /** @type {import('../state/rejection.js').Refusal[]} */ (await db.tidemark.rejected());
  return Promise.all(
    refusals.map(async (refusal) => {
      const record = await db.table(refusal.collection).get(refusal.id);
      const company = refusal.collection === 'companies' ? refusal.id : (record?.company ?? '');
      const isThere = Boolean(company && (await db.companies.get(company)));
      return {
        refusal,
        name: record?.name ?? refusal.fields?.name ?? `A deleted ${nounOf[refusal.collection] ?? 'record'}`,
        company: isThere ? company : '',
        orphanOf: refusal.collection === 'contacts' && record && !isThere ? record.company : null,
      };
    }),
  );
}

const afterRehousing = {
  saved: 'Contact saved.',
  gone: 'This contact is not here any more.',
  moved: 'Somebody else has given this contact another company meanwhile.',
};

/** @param {import('../state/replica.js').Replica} db @param {Found} found */
function refusedCase(db, { refusal, name, company, orphanOf }) {
  const labels = fieldsOf[refusal.collection] ?? [];
  const label = (/** @type {string} */ field) =>
    labels.find(({ path }) => within(field, path))?.label ?? field;
  const discard = async () => {
    const answer = await ask(
      'Discard your change?',
      h('p', {}, `${name} goes back to what the server knows.`),
      [{ label: 'Discard', value: 'discard', danger: true }],
    );
    if (!answer) return;
    const done = await db.tidemark.discard(refusal.collection, refusal.id);
    notice(done ? 'Your change is discarded.' : 'There is nothing to discard any more.');
  };
  const rehouse = async () => {
    const chosen = await chooseCompany(db, `To which company does ${name} belong now?`);
    if (!chosen) return;
    const edit = { path: 'company', shown: orphanOf, value: chosen };
    const { outcome } = await amend(db.contacts, refusal.id, [edit]);
    notice(afterRehousing[outcome], { tone: outcome === 'saved' ? 'good' : 'bad', key: 'saved' });
  };
  const mend =
    refusal.collection === 'companies' ? to('companies', company, 'edit') : to('companies', company);
  return h(
    'li',
    { class: 'case case-refused' },
    icon('refused'),
    h('span', { class: 'case-name' }, name),
    h(
      'span',
      { class: 'case-kind' },
      `${capital(nounOf[refusal.collection] ?? refusal.collection)}. ${explain(refusal)}`,
    ),
    h(
      'div',
      { class: 'case-why' },
      Boolean(refusal.violations?.length) &&
        h(
          'ul',
          {},
          (refusal.violations ?? []).map(({ field, message }) =>
            h('li', {}, h('strong', {}, label(field)), ` ${plain(message)}`),
          ),
        ),
    ),
    h(
      'div',
      { class: 'actions' },
      orphanOf !== null &&
        h(
          'button',
          {
            type: 'button',
            class: 'primary',
            'aria-label': `Choose another company for ${name}`,
            on: { click: rehouse },
          },
          icon('company'),
          'Choose another company',
        ),
      company && h('a', { class: 'button', href: mend, 'aria-label': `Mend ${name}` }, icon('edit'), 'Mend'),
      h(
        'button',
        { type: 'button', 'aria-label': `Discard the change to ${name}`, on: { click: discard } },
        icon('undo'),
        'Discard',
      ),
    ),
  );
}
