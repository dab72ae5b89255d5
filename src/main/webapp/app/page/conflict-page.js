/** One conflict of this browser, to be decided by the user whose change it is. */
import { collections } from '../conflict/collections.js';
import { decisionDeed } from '../conflict/decided.js';
import { keptPicks } from '../conflict/kept-picks.js';
import { titleOf } from '../state/title.js';
import { askDesk } from '../part/ask-desk.js';
import { fill, h } from '../part/element.js';
import { icon } from '../part/icon.js';
import { offerUndo } from '../part/undo-offer.js';
import { Draft, draftKey } from '../state/drafts.js';
import { watch } from '../state/replica.js';
import { go, to } from '../state/route.js';
import { say } from '../texts/texts.js';

/** @typedef {import('@tidemark/client').Conflict} OwnConflict */

/** @type {import('../main.js').Page} */
export async function conflictPage({ db, signal }, id) {
  if (id === 'next') return nextConflict(db);
  const find = () => db.tidemark.conflict(id);
  const first = await find();
  if (!first || first.resolution) {
    void new Draft(db, draftKey('conflicts', id)).drop();
    return settled();
  }
  const kept = await keptPicks(db, draftKey('conflicts', id), {
    title: titleOf(first),
    href: to('conflicts', id),
  });
  const element = document.createElement('tidemark-conflict');
  const picks = kept.of(first);
  Object.assign(element, { db, collections, conflictId: id, untitled: true, picks });
  element.addEventListener('tidemark-picks', ({ detail }) =>
    kept.keep(detail.conflict, new Map(detail.picks)),
  );
  element.addEventListener('tidemark-show', (event) => {
    event.preventDefault();
    go(to('conflicts', event.detail.id));
  });
  element.addEventListener('tidemark-decided', (event) => {
    event.preventDefault();
    const answers = kept.content();
    void kept.drop();
    const { conflict, choice, next } = event.detail;
    go(next ? to('conflicts', next) : to('conflicts'));
    void tell(db, conflict, choice, answers);
  });
  const name = h('h1', {}, titleOf(first));
  const restored = h('div', {});
  fill(
    restored,
    kept.restored(picks, (now) => (fill(restored), (element.picks = now))),
  );
  watch(
    find,
    (conflict) => {
      if (!conflict) return void kept.drop();
      if (name.textContent !== titleOf(conflict)) fill(name, titleOf(conflict));
    },
    signal,
  );
  return h(
    'article',
    { class: 'wide-page conflict-page' },
    h('a', { class: 'back', href: to('conflicts') }, icon('back'), say('conflicts')),
    name,
    restored,
    element,
    await askDesk(db, id, titleOf(first)),
  );
}

/** The way from a badge that says "1 conflict": to that one. @param {import('../state/replica.js').Replica} db */
async function nextConflict(db) {
  const [next] = (await db.tidemark.conflicts()).filter(({ resolution }) => !resolution);
  location.replace(next ? to('conflicts', next.id) : to('conflicts'));
  return h('article', {}, h('h1', {}, say('conflicts')));
}

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {import('../conflict/difference.js').Conflict} conflict
 * @param {import('../conflict/difference.js').Choice} choice
 * @param {import('../state/drafts.js').Content | null} answers for the case that it is taken back
 */
async function tell(db, conflict, choice, answers) {
  const title = titleOf(conflict);
  const deed = { ...decisionDeed(conflict, choice, title), ...(answers && { answers }) };
  await offerUndo(db, deed, () => decidedText(db, title));
}

/** @param {import('../state/replica.js').Replica} db @param {string} title */
async function decidedText(db, title) {
  const { conflicts: count } = await db.tidemark.pending();
  if (count) return say('decidedLeft', { title, count });
  return say(db.tidemark.connection.server === 'reached' ? 'decidedOnline' : 'decidedOffline', { title });
}

const settled = () =>
  h(
    'article',
    { class: 'empty' },
    h('h1', {}, say('isDecided')),
    h('p', {}, say('isDecidedHint')),
    h('a', { class: 'button primary', href: to('conflicts') }, say('allConflicts')),
  );
