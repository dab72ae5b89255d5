/** One conflict of the desk: decided on the server at once while it is open, and a page of the register afterwards. */
import { html, nothing, render } from 'lit';
import { titleAtDesk } from '../state/title.js';
import { collections } from '../conflict/collections.js';
import { keptPicks } from '../conflict/kept-picks.js';
import { leftWords } from '../conflict/left-words.js';
import { closedConflict } from '../part/desk-closed.js';
import { drawn } from '../part/draw.js';
import { followUp } from '../part/desk-follow-up.js';
import { icon } from '../part/icon.js';
import { notice } from '../part/notice.js';
import { decideAtDesk, deskConflict, send } from '../state/desk.js';
import { after, decided, placeOf } from '../state/desk-queue.js';
import { deviceName } from '../state/device.js';
import { draftKey } from '../state/drafts.js';
import { current, go, to } from '../state/route.js';
import { say } from '../texts/texts.js';

/** @typedef {import('../state/desk.js').DeskConflict} DeskConflict */
/** @typedef {import('../../components/elements.js').TidemarkEvents} Events */

/** @type {import('../main.js').Page} */
export async function deskPage({ db }, id) {
  const page = drawn(html`<article class="wide-page conflict-page desk"></article>`);
  const found = await deskConflict(id);
  if ('trouble' in found) {
    render(
      html`${back(current().page === 'desk')}
        <h1>${say('desk_conflict')}</h1>
        <p class="empty">${found.trouble}</p>`,
      page,
    );
    return page;
  }
  let { conflict } = found;
  const words = () => leftWords(db, draftKey('desk', id));
  const ended = async (/** @type {DeskConflict} */ now) => {
    upper = await words();
    draw(now);
  };
  /** The comparison; of what is decided, words that were left. @type {unknown} */
  let upper = conflict.status === 'open' ? await openConflict(db, conflict, ended) : await words();
  const notes = await followUp(db, id, titleAtDesk(conflict));
  const draw = (/** @type {DeskConflict} */ now) => {
    conflict = now;
    const isOpen = now.status === 'open';
    render(
      html`${back(isOpen)}${isOpen ? steps(id) : ''}
        <h1><bdi>${titleAtDesk(now)}</bdi></h1>
        ${now.device ? html`<p class="lead">${say(isOpen ? 'desk_from' : 'desk_wasFrom', { device: deviceName(now.device) })}</p>` : ''}
        ${upper}${isOpen ? '' : closedConflict(now, () => reopen(now))} ${notes(now, (fresh) => draw(fresh))}
        <p>
          <a href=${to('history', now.collection, now.record)}>${say('desk_history')}</a>
          ${now.reopens ? html` · <a href=${to('register', now.reopens)}>${say('desk_earlier')}</a>` : ''}
        </p>`,
      page,
    );
  };
  draw(conflict);
  return page;
}

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {DeskConflict} conflict
 * @param {(conflict: DeskConflict) => void} ended somebody else was faster
 */
async function openConflict(db, conflict, ended) {
  const { id } = conflict;
  const title = titleAtDesk(conflict);
  const kept = await keptPicks(db, draftKey('desk', id), {
    ...{ title, href: to('desk', id) },
    collection: conflict.collection,
  });
  const picks = kept.of(conflict);
  const decide = async (
    /** @type {import('../conflict/difference.js').Conflict} */ shown,
    /** @type {import('../conflict/difference.js').Choice} */ choice,
  ) => {
    const answer = await decideAtDesk(shown, choice);
    if ('trouble' in answer) throw new Error(answer.trouble);
    if (!answer.moved) return true;
    if (answer.conflict.status !== 'open') ended(answer.conflict);
    else element.conflict = answer.conflict;
    return false;
  };
  const person = conflict.user ?? conflict.client.modifiedBy ?? say('desk_somebody');
  const keep = (/** @type {Events['tidemark-picks']} */ { detail }) =>
    kept.keep(detail.conflict, new Map(detail.picks));
  const goOn = () => {
    void kept.drop();
    notice(say('desk_decided', { title }), { tone: 'good' });
    const next = after(id);
    decided(id);
    go(next ? to('desk', next) : to('desk'));
    void db.tidemark.sync();
  };
  /** @type {HTMLElementTagNameMap['tidemark-conflict']} */
  const element = drawn(
    html`<tidemark-conflict
      .db=${db}
      .collections=${collections}
      .conflict=${conflict}
      .person=${person}
      .decide=${decide}
      .untitled=${true}
      .picks=${picks}
      @tidemark-picks=${keep}
      @tidemark-decided=${goOn}
    ></tidemark-conflict>`,
  );
  const restored = drawn(html`<div></div>`);
  const note = kept.restored(picks, (now) => (render(nothing, restored), (element.picks = now)));
  render(note, restored);
  return html`${restored}${element}`;
}

/** @param {DeskConflict} conflict */
async function reopen(conflict) {
  const answer = await send(`api/conflicts/${conflict.id}/reopening`, 'POST', {});
  if ('trouble' in answer) return notice(answer.trouble, { tone: 'bad', key: 'reopen' });
  notice(say('desk_reopened'), { tone: 'good', key: 'reopen' });
  go(to('desk', answer.id));
}

/** What is decided stands in the register. @param {boolean} isOpen */
const back = (isOpen) =>
  isOpen
    ? html`<a class="back" href=${to('desk')}>${icon('back')}${say('desk_page_desk')}</a>`
    : html`<a class="back" href=${to('register')}>${icon('back')}${say('desk_page_register')}</a>`;

/** Where it stands among the others. @param {string} id */
function steps(id) {
  const { at, of, previous, next } = placeOf(id);
  if (!at || of < 2) return '';
  return html`<div class="desk-steps" role="navigation" aria-label=${say('desk_steps')}>
    ${previous ? html`<a href=${to('desk', previous)}>${say('desk_previous')}</a>` : ''}
    <span>${say('desk_position', { at, of })}</span>
    ${next ? html`<a href=${to('desk', next)}>${say('desk_next')}</a>` : ''}
  </div>`;
}
