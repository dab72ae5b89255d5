/** The changes that the server refused, each with its reason: to fix, or to give up. */
import { chooseCompany } from '../part/company-choice.js';
import { askToDiscard } from '../part/discard.js';
import { fill, h, keyed } from '../part/element.js';
import { fieldsOf, nameOfCollection } from '../part/field.js';
import { icon } from '../part/icon.js';
import { notice } from '../part/notice.js';
import { within } from '../part/field-row.js';
import { offerUndo } from '../part/undo-offer.js';
import { explain, plain } from '../state/rejection.js';
import { amend } from '../state/records.js';
import { watch } from '../state/replica.js';
import { to } from '../state/route.js';
import { apart, say } from '../texts/texts.js';

/** @type {import('../main.js').Page} */
export function refusedList({ db, signal }) {
  const list = h('ul', { class: 'cases' });
  const none = h('p', { class: 'empty', hidden: true }, say('refusedNone'));
  const rest = h('p', { class: 'lead', hidden: true });
  watch(
    () => db.tidemark.pending(),
    ({ toSend, waiting }) => fill(rest, say('refusedLead'), ' ', restOf(toSend + waiting)),
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
      rest.hidden = !found.length;
    },
    signal,
  );
  return h('article', {}, h('h1', {}, say('refusedTitle')), rest, list, none);
}

/** @param {number} count of the changes that were not refused */
const restOf = (count) => (count ? say('refusedRest', { count }) : say('refusedAlone'));

/** @typedef {{ refusal: import('../state/rejection.js').Refusal, name: string, company: string, orphanOf: string | null }} Found `orphanOf`: a company that is not there */

/** @param {import('../state/replica.js').Replica} db @returns {Promise<Found[]>} */
async function find(db) {
  const refusals = /** @type {import('../state/rejection.js').Refusal[]} */ (await db.tidemark.rejected());
  // What a record was called that has been deleted here, the change still knows.
  const before = new Map(
    (await db.tidemark.changes()).map((one) => [`${one.collection} ${one.id}`, one.before]),
  );
  return Promise.all(
    refusals.map(async (refusal) => {
      const record = await db.table(refusal.collection).get(refusal.id);
      const company = refusal.collection === 'companies' ? refusal.id : (record?.company ?? '');
      const isThere = Boolean(company && (await db.companies.get(company)));
      return {
        refusal,
        name:
          record?.name ??
          refusal.fields?.name ??
          before.get(`${refusal.collection} ${refusal.id}`)?.['name'] ??
          say(refusal.collection === 'contacts' ? 'deletedContact' : 'deletedCompany'),
        company: isThere ? company : '',
        orphanOf: refusal.collection === 'contacts' && record && !isThere ? record.company : null,
      };
    }),
  );
}

const afterRehousing = /** @type {const} */ ({ gone: 'contactGone', moved: 'contactMoved' });

/** @param {import('../state/replica.js').Replica} db @param {Found} found */
function refusedCase(db, { refusal, name, company, orphanOf }) {
  const labels = fieldsOf[refusal.collection] ?? [];
  const label = (/** @type {string} */ field) =>
    labels.find(({ path }) => within(field, path))?.label ?? field;
  const discard = () =>
    askToDiscard(db, /** @type {any} */ (refusal.collection), refusal.id, { title: name, isNew: false });
  const rehouse = async () => {
    const chosen = await chooseCompany(db, say('belongsWhere', { title: apart(name) }));
    if (!chosen) return;
    const edit = { path: 'company', shown: orphanOf, value: chosen };
    const done = await amend(db.contacts, refusal.id, [edit]);
    if (done.outcome !== 'saved')
      return void notice(say(afterRehousing[done.outcome]), { tone: 'bad', key: 'saved' });
    const { before, after } = done;
    const step = { collection: /** @type {const} */ ('contacts'), id: refusal.id, before, after };
    return void offerUndo(db, { done: 'edited', title: name, steps: [step] });
  };
  const fix =
    refusal.collection === 'companies' ? to('companies', company, 'edit') : to('companies', company);
  return h(
    'li',
    { class: 'case case-refused' },
    icon('refused'),
    h('bdi', { class: 'case-name' }, name),
    h('span', { class: 'case-kind' }, `${nameOfCollection(refusal.collection)}. ${explain(refusal)}`),
    h(
      'div',
      { class: 'case-why' },
      Boolean(refusal.violations?.length) &&
        h(
          'ul',
          {},
          (refusal.violations ?? []).map(({ field, message }) =>
            h('li', {}, h('strong', {}, label(field)), `: ${plain(message, label(field))}`),
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
            'aria-label': say('chooseOtherFor', { title: apart(name) }),
            on: { click: rehouse },
          },
          icon('company'),
          say('chooseOther'),
        ),
      company &&
        h(
          'a',
          { class: 'button', href: fix, 'aria-label': say('fixOf', { title: apart(name) }) },
          icon('edit'),
          say('fix'),
        ),
      h(
        'button',
        { type: 'button', 'aria-label': say('discardOf', { title: apart(name) }), on: { click: discard } },
        icon('undo'),
        say('discard'),
      ),
    ),
  );
}
