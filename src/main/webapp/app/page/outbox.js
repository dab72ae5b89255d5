/**
 * What waits to be sent, each change as before and after; what was typed and not saved; and what was done here lately.
 * All of it can be given up or taken back.
 */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { changedValues, typedValues } from '../part/changed-values.js';
import { editContact } from '../part/contact-form.js';
import { discardDraft } from '../part/draft-discard.js';
import { askToDiscard } from '../part/discard.js';
import { drawn, redraw } from '../part/draw.js';
import { nameOfCollection } from '../part/field.js';
import { icon } from '../part/icon.js';
import { time } from '../part/time.js';
import { undo } from '../part/undo-offer.js';
import { allDrafts, goneOf, idOf } from '../state/drafts.js';
import { userOf, watch } from '../state/replica.js';
import { read, to } from '../state/route.js';
import { canTakeBack, deedsOf, onDeeds } from '../state/undo.js';
import { say } from '../texts/texts.js';

/** @typedef {import('../state/replica.js').Replica} Replica */

/** Rows of each list that are shown: a day without a network is no longer. */
const MOST = 200;

/** @type {import('../main.js').Page} */
export function outbox({ db, signal }) {
  const page = drawn(html`<article></article>`);
  /** @type {{ changes: Found[] | null, drafts: Typed[], deeds: Lately[] }} */
  const here = { changes: null, drafts: [], deeds: [] };
  const draw = (/** @type {Partial<typeof here>} */ news) => {
    const { changes, drafts, deeds } = Object.assign(here, news);
    const count = changes?.length;
    redraw(
      html`<h1>${say('waitingTitle')}</h1>
        <p class="lead" role="status">
          ${count ? say('waitingLead', { count }) : changes ? say('waitingNone') : ''}
        </p>
        ${list(
          (changes ?? []).slice(0, MOST),
          ({ collection, id }) => `${collection} ${id}`,
          (one) => changeRow(db, one),
        )}
        <section ?hidden=${!drafts.length} aria-labelledby="drafts">
          <h2 id="drafts">${say('draftsTitle')}</h2>
          ${list(
            drafts,
            ({ key }) => key,
            (one) => draftRow(db, one),
          )}
        </section>
        <section ?hidden=${!deeds.length} aria-labelledby="deeds">
          <h2 id="deeds">${say('deedsTitle')}</h2>
          ${list(
            deeds,
            ({ deed }) => deed.id,
            (one) => deedRow(db, one),
          )}
        </section>`,
      page,
    );
  };
  draw({});
  watch(
    () => find(db),
    (changes) => draw({ changes }),
    signal,
  );
  watch(
    () => findDrafts(db),
    (drafts) => draw({ drafts }),
    signal,
  );
  followDeeds(db, (deeds) => draw({ deeds }), signal);
  return page;
}

/**
 * @template I
 * @param {I[]} items
 * @param {(item: I) => string} key
 * @param {(item: I) => unknown} row
 */
const list = (items, key, row) =>
  html`<ul class="cases">
    ${repeat(items, key, row)}
  </ul>`;

/** @typedef {import('@tidemark/client').LocalChange & { title: string, company: string, names: Record<string, string> }} Found */

/** @param {Replica} db @returns {Promise<Found[]>} */
async function find(db) {
  const changes = await db.tidemark.changes();
  const companies = await db.companies.bulkGet([...new Set(changes.flatMap(companiesOf))]);
  const names = Object.fromEntries(companies.flatMap((one) => (one ? [[one.id, one.name]] : [])));
  const titled = changes.map((change) => {
    const title = String((change.after ?? change.before)?.['name'] ?? say('unnamed'));
    const [company = ''] = companiesOf(change).filter((id) => names[id]);
    return { ...change, title, company, names };
  });
  return titled.sort((one, other) => one.title.localeCompare(other.title));
}

/** @param {import('@tidemark/client').LocalChange} change @returns {string[]} the company that it is, or is of */
const companiesOf = ({ collection, id, before, after }) =>
  collection === 'companies' ? [id] : [after?.['company'], before?.['company']].filter(Boolean);

/** @param {Replica} db @param {Found} change */
function changeRow(db, change) {
  const { collection, id, kind, state, title, company, conflict } = change;
  const discard = () =>
    askToDiscard(db, /** @type {any} */ (collection), id, { title, isNew: kind === 'added' });
  const name = html`<bdi>${title}</bdi>`;
  const kinds = [nameOfCollection(collection), say(`kind_${kind}`), say(`state_${state}`)];
  const act =
    state === 'conflict' && conflict
      ? html`<a class="button" href=${to('conflicts', conflict)}>${say('decideNow')}</a>`
      : kind === 'decided'
        ? html`<a class="button" href=${to('conflicts')}>${say('look')}</a>`
        : state === 'sending'
          ? nothing
          : discardButton(title, discard);
  return html`<li class=${`case case-change case-${state}`}>
    ${icon(state === 'conflict' ? 'conflict' : state === 'rejected' ? 'refused' : 'pending')}
    <span class="case-name">${company ? html`<a href=${to('companies', company)}>${name}</a>` : name}</span>
    <span class="case-kind">${kinds.join(' · ')}</span>
    <div class="case-why">${changedValues(change)}</div>
    <div class="actions">
      ${state === 'rejected' ? html`<a class="button" href=${to('refused')}>${say('seeWhy')}</a>` : nothing}
      ${act}
    </div>
  </li>`;
}

/** @param {string} title @param {() => unknown} discard */
const discardButton = (title, discard) =>
  html`<button type="button" aria-label=${say('discardOf', { title })} @click=${discard}>
    ${icon('undo')}${say('discard')}
  </button>`;

/** @typedef {import('../state/drafts.js').Stored & { gone: Awaited<ReturnType<typeof goneOf>> }} Typed */

/** @param {Replica} db @returns {Promise<Typed[]>} */
const findDrafts = async (db) =>
  Promise.all((await allDrafts(db)).map(async (draft) => ({ ...draft, gone: await goneOf(db, draft.key) })));

/** @param {Replica} db @param {Typed} draft */
const draftRow = (db, { key, title, href, at, values, gone }) =>
  html`<li class="case case-change">
    ${icon('edit')}
    <span class="case-name"><bdi>${title}</bdi></span>
    <span class="case-kind">${say(gone ? `draftOf_${gone}` : 'draftKind')} ${time(at)}</span>
    <div class="case-why">${typedValues(key, values)}</div>
    <div class="actions">
      ${
        gone === 'contact' || gone === 'home'
          ? html`<button
              type="button"
              aria-label=${say('continueOf', { title })}
              @click=${() => continueContact(db, key, href, gone)}
            >
              ${icon('edit')}${say('continue')}
            </button>`
          : html`<a class="button" href=${href} aria-label=${say('continueOf', { title })}
              >${icon('edit')}${say('continue')}</a
            >`
      }
      ${discardButton(title, () => discardDraft(db, key))}
    </div>
  </li>`;

/**
 * There may be no page any more that shows it. Its form offers to save it as a new contact, of whichever company.
 *
 * @param {Replica} db
 * @param {string} key
 * @param {string} href of the company's page
 * @param {'contact' | 'home'} gone
 */
const continueContact = (db, key, href, gone) =>
  editContact(db, read(href).id ?? '', { lost: gone === 'contact' ? idOf(key) : null });

/** @typedef {{ deed: import('../state/undo.js').Deed, isOpen: boolean, isDisputed: boolean }} Lately */

/** @param {Replica} db @param {(found: Lately[]) => void} show @param {AbortSignal} signal */
function followDeeds(db, show, signal) {
  let stop = new AbortController();
  const look = () => {
    stop.abort();
    stop = new AbortController();
    const deeds = deedsOf(userOf(db));
    const ask = async () => {
      const conflicts = await db.tidemark.conflicts();
      const disputed = new Set(conflicts.filter((one) => !one.resolution).map(({ record }) => record));
      const lately = async (/** @type {import('../state/undo.js').Deed} */ deed) => ({
        deed,
        isOpen: await canTakeBack(db, deed),
        isDisputed: deed.steps.some(({ id }) => disputed.has(id)),
      });
      return Promise.all(deeds.map(lately));
    };
    watch(ask, show, AbortSignal.any([stop.signal, signal]));
  };
  onDeeds(look, signal);
  look();
}

/** @param {Replica} db @param {Lately} lately */
const deedRow = (db, { deed, isOpen, isDisputed }) =>
  html`<li class="case case-decided">
    ${icon('decided')}
    <span class="case-name"><bdi>${deed.title}</bdi></span>
    <span class="case-kind">${say(`deed_${deed.done}`)} ${time(deed.at)}</span>
    ${
      isOpen
        ? html`<button
            type="button"
            aria-label=${say('undoOf', { title: deed.title })}
            @click=${() => undo(db, deed)}
          >
            ${icon('undo')}${say('undo')}
          </button>`
        : html`<span class="case-when">${say(isDisputed ? 'mark_conflict' : 'changedSince')}</span>`
    }
  </li>`;
