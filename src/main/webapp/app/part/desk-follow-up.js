/**
 * What people add to a conflict: a note, that they have looked at it, whom they ask. What is typed is kept until it is
 * saved, since a decision goes on to the next conflict.
 */
import { html } from 'lit';
import { DESK, lines } from './ask-desk.js';
import { notice } from './notice.js';
import { send } from '../state/desk.js';
import { Draft, draftKey } from '../state/drafts.js';
import { to } from '../state/route.js';
import { say } from '../texts/texts.js';

/** @typedef {import('../state/desk.js').DeskConflict} DeskConflict */
/** @typedef {{ note?: string, assignee?: string }} Typed only what differs from what is stored */

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} id of the conflict
 * @param {string} title
 * @returns {Promise<(conflict: DeskConflict, changed: (conflict: DeskConflict) => void) => import('lit').TemplateResult>}
 */
export async function followUp(db, id, title) {
  const store = new Draft(db, draftKey('follow-up', id));
  const place = { title, href: to('register', id) };
  /** @type {Typed} */
  let typed = (await store.read())?.values ?? {};
  const keep = (/** @type {Typed} */ now) => {
    typed = now;
    void store.keep(Object.keys(now).length ? { ...place, values: { ...now }, shown: {} } : null);
  };
  return (conflict, changed) => form(conflict, typed, keep, changed);
}

/**
 * @param {DeskConflict} conflict
 * @param {Typed} typed
 * @param {(typed: Typed) => void} keep
 * @param {(conflict: DeskConflict) => void} changed
 */
function form(conflict, typed, keep, changed) {
  const { note = '', notedBy, reviewedBy, assignee = '' } = conflict.followUp ?? {};
  const asked = assignee === DESK ? '' : assignee;
  const save = async (
    /** @type {Typed & { reviewed?: boolean, was?: string }} */ what,
    /** @type {string} */ text,
  ) => {
    if (what.note !== undefined) Object.assign(what, { note: lines(what.note), was: note });
    const answer = await send(`api/conflicts/${conflict.id}/follow-up`, 'POST', what);
    if (answer.conflict?.followUp && what.note !== undefined) {
      // Somebody else was faster: nobody's words go.
      keep({
        ...(what.assignee !== undefined && { assignee: what.assignee }),
        note: [answer.conflict.followUp.note, what.note].filter(Boolean).join('\n'),
      });
      notice(say('desk_noteMoved'), { tone: 'bad', key: 'follow-up' });
      return changed({ ...conflict, followUp: answer.conflict.followUp });
    }
    if ('trouble' in answer) return notice(answer.trouble, { tone: 'bad', key: 'follow-up' });
    if (!('reviewed' in what)) keep({});
    notice(text, { tone: 'good', key: 'follow-up' });
    changed({ ...conflict, followUp: answer.followUp });
  };
  const read = (/** @type {HTMLFormElement} */ element) => {
    const data = new FormData(element);
    const [written, name] = [String(data.get('note')), String(data.get('assignee')).trim()];
    return {
      ...(lines(written) !== lines(note) && { note: written }),
      ...(name !== asked && { assignee: name }),
    };
  };
  const input = (/** @type {Event} */ event) =>
    keep(read(/** @type {HTMLFormElement} */ (event.currentTarget)));
  // Only what was changed is sent: a note does not take back whom somebody has asked.
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const what = read(/** @type {HTMLFormElement} */ (event.target));
    if (Object.keys(what).length) void save(what, say('desk_noted'));
    else notice(say('noChanges'), { key: 'follow-up' });
  };
  const ask = (/** @type {Event} */ event) => {
    const { form: element } = /** @type {HTMLButtonElement} */ (event.currentTarget);
    const { note: written } = element ? read(element) : {};
    void save({ ...(written !== undefined && { note: written }), assignee: DESK }, say('desk_askedNow'));
  };
  return html`<section class="card" aria-labelledby="follow-up">
    <h2 id="follow-up">${say('desk_followUp')}</h2>
    <form class="desk-follow-up" @submit=${submit} @input=${input}>
      <label
        ><span>${say('desk_note')}</span
        ><textarea name="note" maxlength="4000" rows="2" dir="auto" .value=${typed.note ?? note}></textarea>
      </label>
      ${notedBy ? html`<p class="hint">${say('desk_notedBy', { name: notedBy })}</p>` : ''}
      <label
        ><span>${say('desk_assignee')}</span
        ><input name="assignee" maxlength="200" autocomplete="off" .value=${typed.assignee ?? asked}
      /></label>
      ${assignee === DESK ? html`<p class="hint">${say('desk_askedDesk')}</p>` : ''}
      <div class="actions">
        <button type="submit">${say('desk_saveNote')}</button>
        <button type="button" @click=${() => save({ reviewed: !reviewedBy }, say('desk_noted'))}>
          ${say(reviewedBy ? 'desk_unreview' : 'desk_review')}
        </button>
        <button type="button" @click=${ask} ?hidden=${conflict.status !== 'open' || assignee === DESK}>
          ${say('desk_ask')}
        </button>
      </div>
      ${reviewedBy ? html`<p class="hint">${say('desk_reviewedBy', { name: reviewedBy })}</p>` : ''}
    </form>
  </section>`;
}
