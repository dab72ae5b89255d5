/** The changes that the server refused, each with its reason: to fix, or to give up. */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { chooseCompany } from '../part/company-choice.js';
import { askToDiscard } from '../part/discard.js';
import { drawn, redraw } from '../part/draw.js';
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
  const page = drawn(html`<article></article>`);
  /** @type {Found[] | null} */
  let found = null;
  let rest = 0;
  const draw = () =>
    redraw(
      html`<h1>${say('refusedTitle')}</h1>
        <p class="lead" ?hidden=${!found?.length}>${say('refusedLead')} ${restOf(rest)}</p>
        <ul class="cases">
          ${repeat(
            found ?? [],
            ({ refusal }) => `${refusal.collection} ${refusal.id}`,
            (one) => refusedCase(db, one),
          )}
        </ul>
        <p class="empty" ?hidden=${found?.length !== 0}>${say('refusedNone')}</p>`,
      page,
    );
  draw();
  watch(
    () => db.tidemark.pending(),
    ({ toSend, waiting }) => {
      rest = toSend + waiting;
      draw();
    },
    signal,
  );
  watch(
    () => find(db),
    (now) => {
      found = now;
      draw();
    },
    signal,
  );
  return page;
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
  const reason = (/** @type {{ field: string, message: string }} */ { field, message }) => {
    const label = labels.find(({ path }) => within(field, path))?.label ?? field;
    return html`<li><strong>${label}</strong>: ${plain(message, label)}</li>`;
  };
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
  const title = apart(name);
  return html`<li class="case case-refused">
    ${icon('refused')}
    <bdi class="case-name">${name}</bdi>
    <span class="case-kind">${`${nameOfCollection(refusal.collection)}. ${explain(refusal)}`}</span>
    <div class="case-why">
      ${
        refusal.violations?.length
          ? html`<ul>
              ${refusal.violations.map(reason)}
            </ul>`
          : nothing
      }
    </div>
    <div class="actions">
      ${
        orphanOf === null
          ? nothing
          : html`<button
              type="button"
              class="primary"
              aria-label=${say('chooseOtherFor', { title })}
              @click=${rehouse}
            >
              ${icon('company')}${say('chooseOther')}
            </button>`
      }
      ${
        company
          ? html`<a class="button" href=${fix} aria-label=${say('fixOf', { title })}
              >${icon('edit')}${say('fix')}</a
            >`
          : nothing
      }
      <button type="button" aria-label=${say('discardOf', { title })} @click=${discard}>
        ${icon('undo')}${say('discard')}
      </button>
    </div>
  </li>`;
}
