/** One conflict of this browser, to be decided by the user whose change it is. */
import { html, nothing, render } from 'lit';
import { collections } from '../conflict/collections.js';
import { decisionDeed } from '../conflict/decided.js';
import { keptPicks } from '../conflict/kept-picks.js';
import { leftWords } from '../conflict/left-words.js';
import { titleOf } from '../state/title.js';
import { askDesk } from '../part/ask-desk.js';
import { drawn } from '../part/draw.js';
import { icon } from '../part/icon.js';
import { offerUndo } from '../part/undo-offer.js';
import { draftKey } from '../state/drafts.js';
import { watch } from '../state/replica.js';
import { go, to } from '../state/route.js';
import { say } from '../texts/texts.js';

/** @typedef {import('../../components/elements.js').TidemarkEvents} Events */

/** @type {import('../main.js').Page} */
export async function conflictPage({ db, signal }, id) {
  if (id === 'next') return nextConflict(db);
  const find = () => db.tidemark.conflict(id);
  const first = await find();
  const key = draftKey('conflicts', id);
  if (!first || first.resolution) return settled(await leftWords(db, key));
  let title = titleOf(first);
  const { collection } = first;
  const kept = await keptPicks(db, key, { title, href: to('conflicts', id), collection });
  const picks = kept.of(first);
  const keep = (/** @type {Events['tidemark-picks']} */ { detail }) =>
    kept.keep(detail.conflict, new Map(detail.picks));
  const show = (/** @type {Events['tidemark-show']} */ event) => {
    event.preventDefault();
    go(to('conflicts', event.detail.id));
  };
  const decided = (/** @type {Events['tidemark-decided']} */ event) => {
    event.preventDefault();
    const answers = kept.content();
    void kept.drop();
    const { conflict, choice, next } = event.detail;
    go(next ? to('conflicts', next) : to('conflicts'));
    void tell(db, conflict, choice, answers);
  };
  // Drawn once: lit would set the picks again with each draw, and what was chosen since would go.
  /** @type {HTMLElementTagNameMap['tidemark-conflict']} */
  const element = drawn(
    html`<tidemark-conflict
      .db=${db}
      .collections=${collections}
      .conflictId=${id}
      .untitled=${true}
      .picks=${picks}
      @tidemark-picks=${keep}
      @tidemark-show=${show}
      @tidemark-decided=${decided}
    ></tidemark-conflict>`,
  );
  const desk = await askDesk(db, id, title);
  const page = drawn(html`<article class="wide-page conflict-page"></article>`);
  let restored = kept.restored(picks, (now) => {
    restored = nothing;
    element.picks = now;
    draw();
  });
  let isOpen = true;
  const draw = (/** @type {unknown} */ left = nothing) =>
    render(
      html`<a class="back" href=${to('conflicts')}>${icon('back')}${say('conflicts')}</a>
        <h1>${title}</h1>
        <div>${restored}</div>
        ${element}${left}${isOpen ? desk : nothing}`,
      page,
    );
  draw();
  watch(
    find,
    (conflict) => {
      isOpen = Boolean(conflict);
      if (conflict) {
        title = titleOf(conflict);
        draw();
      } else void kept.leave().then(async () => draw(await leftWords(db, key)));
    },
    signal,
  );
  return page;
}

/** The way from a badge that says "1 conflict": to that one. @param {import('../state/replica.js').Replica} db */
async function nextConflict(db) {
  const [next] = (await db.tidemark.conflicts()).filter(({ resolution }) => !resolution);
  location.replace(next ? to('conflicts', next.id) : to('conflicts'));
  return html`<article><h1>${say('conflicts')}</h1></article>`;
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

/** @param {unknown} left */
const settled = (left) =>
  html`<article class="empty">
    <h1>${say('isDecided')}</h1>
    <p>${say('isDecidedHint')}</p>
    ${left}
    <a class="button primary" href=${to('conflicts')}>${say('allConflicts')}</a>
  </article>`;
