/**
 * What waits to be sent, each change as before and after; what was typed and not saved; and what was done here lately.
 * All of it can be given up or taken back.
 */
import { changedValues, typedValues } from '../part/changed-values.js';
import { discardDraft } from '../part/draft-discard.js';
import { askToDiscard } from '../part/discard.js';
import { fill, h, keyed } from '../part/element.js';
import { nameOfCollection } from '../part/field.js';
import { icon } from '../part/icon.js';
import { time } from '../part/time.js';
import { undo } from '../part/undo-offer.js';
import { allDrafts } from '../state/drafts.js';
import { userOf, watch } from '../state/replica.js';
import { to } from '../state/route.js';
import { canTakeBack, deedsOf, onDeeds } from '../state/undo.js';
import { say } from '../texts/texts.js';

/** @typedef {import('../state/replica.js').Replica} Replica */

/** Rows of each list that are shown: a day without a network is no longer. */
const MOST = 200;

/** @type {import('../main.js').Page} */
export function outbox({ db, signal }) {
  const [changes, drafts, deeds] = [list(), list(), list()];
  const lead = h('p', { class: 'lead', role: 'status' });
  const draftPart = part('drafts', say('draftsTitle'), drafts);
  const deedPart = part('deeds', say('deedsTitle'), deeds);
  watch(
    () => find(db),
    (found) => {
      fill(lead, found.length ? say('waitingLead', { count: found.length }) : say('waitingNone'));
      keyed(
        changes,
        found.slice(0, MOST),
        ({ collection, id }) => `${collection} ${id}`,
        (one) => changeRow(db, one),
      );
    },
    signal,
  );
  watch(
    () => allDrafts(db),
    (found) => {
      draftPart.hidden = !found.length;
      keyed(
        drafts,
        found,
        ({ key }) => key,
        (draft) => draftRow(db, draft),
      );
    },
    signal,
  );
  followDeeds(
    db,
    (found) => {
      deedPart.hidden = !found.length;
      keyed(
        deeds,
        found,
        ({ deed }) => deed.id,
        (one) => deedRow(db, one),
      );
    },
    signal,
  );
  return h('article', {}, h('h1', {}, say('waitingTitle')), lead, changes, draftPart, deedPart);
}

const list = () => h('ul', { class: 'cases' });

/** @param {string} id @param {string} title @param {HTMLElement} content */
const part = (id, title, content) =>
  h('section', { hidden: true, 'aria-labelledby': id }, h('h2', { id }, title), content);

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
  const label = say('discardOf', { title });
  const act =
    state === 'conflict' && conflict
      ? h('a', { class: 'button', href: to('conflicts', conflict) }, say('decideNow'))
      : kind === 'decided'
        ? h('a', { class: 'button', href: to('conflicts') }, say('look'))
        : state !== 'sending' &&
          h(
            'button',
            { type: 'button', 'aria-label': label, on: { click: discard } },
            icon('undo'),
            say('discard'),
          );
  return h(
    'li',
    { class: `case case-change case-${state}` },
    icon(state === 'conflict' ? 'conflict' : state === 'rejected' ? 'refused' : 'pending'),
    h(
      'span',
      { class: 'case-name' },
      company ? h('a', { href: to('companies', company) }, h('bdi', {}, title)) : h('bdi', {}, title),
    ),
    h(
      'span',
      { class: 'case-kind' },
      `${nameOfCollection(collection)} · ${say(`kind_${kind}`)} · ${say(`state_${state}`)}`,
    ),
    h('div', { class: 'case-why' }, changedValues(change)),
    h(
      'div',
      { class: 'actions' },
      state === 'rejected' && h('a', { class: 'button', href: to('refused') }, say('seeWhy')),
      act,
    ),
  );
}

/** @param {Replica} db @param {import('../state/drafts.js').Stored} draft */
const draftRow = (db, { key, title, href, at, values }) =>
  h(
    'li',
    { class: 'case case-change' },
    icon('edit'),
    h('span', { class: 'case-name' }, h('bdi', {}, title)),
    h('span', { class: 'case-kind' }, say('draftKind'), ' ', time(at)),
    h('div', { class: 'case-why' }, typedValues(key, values)),
    h(
      'div',
      { class: 'actions' },
      h(
        'a',
        { class: 'button', href, 'aria-label': say('continueOf', { title }) },
        icon('edit'),
        say('continue'),
      ),
      h(
        'button',
        {
          type: 'button',
          'aria-label': say('discardOf', { title }),
          on: { click: () => discardDraft(db, key) },
        },
        icon('undo'),
        say('discard'),
      ),
    ),
  );

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
  h(
    'li',
    { class: 'case case-decided' },
    icon('decided'),
    h('span', { class: 'case-name' }, h('bdi', {}, deed.title)),
    h('span', { class: 'case-kind' }, say(`deed_${deed.done}`), ' ', time(deed.at)),
    isOpen
      ? h(
          'button',
          {
            type: 'button',
            'aria-label': say('undoOf', { title: deed.title }),
            on: { click: () => undo(db, deed) },
          },
          icon('undo'),
          say('undo'),
        )
      : h('span', { class: 'case-when' }, say(isDisputed ? 'mark_conflict' : 'changedSince')),
  );
