/**
 * What people add to a conflict: a note, that they have looked at it, whom they ask. What is typed is kept until it is
 * saved, since a decision goes on to the next conflict.
 */
import { html, render } from 'lit';
import { DESK, lines } from './ask-desk.js';
import { offered } from './desk-filter.js';
import { drawn } from './draw.js';
import { notice } from './notice.js';
import { peopleFor } from '../state/asked.js';
import { send } from '../state/desk.js';
import { Draft, draftKey } from '../state/drafts.js';
import { to } from '../state/route.js';
import { say } from '../texts/texts.js';

/** @typedef {import('../state/desk.js').DeskConflict} DeskConflict */
/** @typedef {{ note?: string, assignee?: string }} Typed only what differs from what is stored */
/** @typedef {{ typed: Typed, over: string | undefined, keep: (typed: Typed, over: string) => void }} Kept `over`: the note that another one was typed over */

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} id of the conflict
 * @param {string} title
 * @returns {Promise<(conflict: DeskConflict, changed: (conflict: DeskConflict) => void) => import('lit').TemplateResult>}
 */
export async function followUp(db, id, title) {
  const store = new Draft(db, draftKey('follow-up', id));
  const place = { title, href: to('register', id) };
  const stored = await store.read();
  /** @type {Kept} */
  const kept = {
    typed: stored?.values ?? {},
    over: stored?.shown?.note,
    keep: (typed, over) => {
      kept.typed = typed;
      kept.over = typed.note === undefined ? undefined : over;
      const shown = typed.note === undefined ? {} : { note: over };
      void store.keep(Object.keys(typed).length ? { ...place, values: { ...typed }, shown } : null);
    },
  };
  /** Filled by who types a name: it belongs to that. */
  const people = drawn(html`<datalist id="people"></datalist>`);
  return (conflict, changed) => form(conflict, kept, people, changed);
}

/**
 * @param {DeskConflict} conflict
 * @param {Kept} kept
 * @param {HTMLElement} people
 * @param {(conflict: DeskConflict) => void} changed
 */
function form(conflict, kept, people, changed) {
  const { note = '', notedBy, reviewedBy, assignee = '' } = conflict.followUp ?? {};
  const asked = nameOf(assignee);
  const save = async (
    /** @type {HTMLFormElement} */ element,
    /** @type {Typed & { reviewed?: boolean, was?: string }} */ what,
    /** @type {string} */ text,
  ) => {
    const sent = textOf(element);
    // Over what its writer has seen: a draft may be older than what stands there now.
    if (what.note !== undefined) Object.assign(what, { note: lines(what.note), was: kept.over ?? note });
    const answer = await send(`api/conflicts/${conflict.id}/follow-up`, 'POST', what);
    if (answer.conflict?.followUp && what.note !== undefined) {
      // Somebody else was faster: nobody's words go.
      const { note: theirs = '' } = answer.conflict.followUp;
      const own = [theirs, textOf(element).note].filter(Boolean).join('\n');
      kept.keep({ ...(what.assignee !== undefined && { assignee: what.assignee }), note: own }, theirs);
      notice(say('desk_noteMoved'), { tone: 'bad', key: 'follow-up' });
      return changed({ ...conflict, followUp: answer.conflict.followUp });
    }
    if ('trouble' in answer) return notice(answer.trouble, { tone: 'bad', key: 'follow-up' });
    // What was typed while it was under way stays.
    const isSame = JSON.stringify(textOf(element)) === JSON.stringify(sent);
    if (!('reviewed' in what))
      kept.keep(isSame ? {} : read(element, answer.followUp), answer.followUp.note ?? '');
    notice(text, { tone: 'good', key: 'follow-up' });
    changed({ ...conflict, followUp: answer.followUp });
  };
  const input = (/** @type {Event} */ event) =>
    kept.keep(
      read(/** @type {HTMLFormElement} */ (event.currentTarget), { note, assignee }),
      kept.over ?? note,
    );
  // Only what was changed is sent: a note does not take back whom somebody has asked.
  const submit = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const element = /** @type {HTMLFormElement} */ (event.target);
    const what = read(element, { note, assignee });
    if (!Object.keys(what).length) return notice(say('noChanges'), { key: 'follow-up' });
    void (what.assignee ? askPerson(element, what, what.assignee) : save(element, what, say('desk_noted')));
  };
  /** Nobody waits for somebody who does not exist, or who cannot look. */
  const askPerson = async (
    /** @type {HTMLFormElement} */ element,
    /** @type {Typed} */ what,
    /** @type {string} */ name,
  ) => {
    const found = await peopleFor(conflict.id, name);
    const [person] = found ?? [];
    if (person) return save(element, what, say(answers[String(person.sees)] ?? 'desk_askedMaybe', { name }));
    const trouble = found ? say('desk_askedUnknown', { name }) : say('desk_absent');
    notice(trouble, { tone: 'bad', key: 'follow-up' });
    /** @type {HTMLElement | null} */ (element.querySelector('[name=assignee]'))?.focus();
  };
  const offer = async (/** @type {Event} */ event) => {
    const place = /** @type {HTMLInputElement} */ (event.target).list;
    if (place && !place.hasChildNodes())
      render(
        ((await peopleFor(conflict.id)) ?? []).map(({ user }) => offered(user)),
        place,
      );
  };
  const ask = (/** @type {Event} */ event) => {
    const element = formOf(event);
    const { note: written } = read(element, { note, assignee });
    const what = { ...(written !== undefined && { note: written }), assignee: DESK };
    void save(element, what, say('desk_askedNow'));
  };
  const review = (/** @type {Event} */ event) =>
    void save(formOf(event), { reviewed: !reviewedBy }, say('desk_noted'));
  return html`<section class="card" aria-labelledby="follow-up">
    <h2 id="follow-up">${say('desk_followUp')}</h2>
    <form class="desk-follow-up" @submit=${submit} @input=${input}>
      <label
        ><span>${say('desk_note')}</span
        ><textarea
          name="note"
          maxlength="4000"
          rows="2"
          dir="auto"
          .value=${kept.typed.note ?? note}
        ></textarea>
      </label>
      ${notedBy ? html`<p class="hint">${say('desk_notedBy', { name: notedBy })}</p>` : ''}
      <label
        ><span>${say('desk_assignee')}</span
        ><input
          name="assignee"
          maxlength="200"
          autocomplete="off"
          list="people"
          @focus=${offer}
          .value=${kept.typed.assignee ?? asked}
      /></label>
      ${people} ${assignee === DESK ? html`<p class="hint">${say('desk_askedDesk')}</p>` : ''}
      <div class="actions">
        <button type="submit">${say('desk_saveNote')}</button>
        <button type="button" @click=${review}>${say(reviewedBy ? 'desk_unreview' : 'desk_review')}</button>
        <button type="button" @click=${ask} ?hidden=${conflict.status !== 'open' || assignee === DESK}>
          ${say('desk_ask')}
        </button>
      </div>
      ${reviewedBy ? html`<p class="hint">${say('desk_reviewedBy', { name: reviewedBy })}</p>` : ''}
    </form>
  </section>`;
}

/** By whether that person may see the conflict. @type {Record<string, import('../texts/texts.js').Key>} */
const answers = { true: 'desk_askedSees', false: 'desk_askedBlind' };

/** @param {string} [assignee] @returns {string} the person who is asked; empty where it is the desk */
const nameOf = (assignee = '') => (assignee === DESK ? '' : assignee);

/** @param {Event} event @returns {HTMLFormElement} */
const formOf = ({ currentTarget }) =>
  /** @type {HTMLFormElement} */ (/** @type {HTMLButtonElement} */ (currentTarget).form);

/** @param {HTMLFormElement} element @returns what stands in it */
function textOf(element) {
  const data = new FormData(element);
  return { note: lines(String(data.get('note'))), assignee: String(data.get('assignee')).trim() };
}

/** @param {HTMLFormElement} element @param {Typed} stored @returns {Typed} what differs from that */
function read(element, { note: storedNote = '', assignee: stored = '' }) {
  const { note, assignee } = textOf(element);
  return {
    ...(note !== lines(storedNote) && { note }),
    ...(assignee !== nameOf(stored) && { assignee }),
  };
}
