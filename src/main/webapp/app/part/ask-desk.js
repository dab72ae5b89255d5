/** The way to somebody who decides for others: with a note, and without giving the decision away. */
import { html, render } from 'lit';
import { drawn } from './draw.js';
import { notice } from './notice.js';
import { deskConflict, send } from '../state/desk.js';
import { Draft, draftKey } from '../state/drafts.js';
import { to } from '../state/route.js';
import { say } from '../texts/texts.js';

/** Whoever may decide for others, as the server calls them all. */
export const DESK = 'steward';

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} id of an open conflict of the user's own
 * @param {string} title
 * @returns {Promise<HTMLElement>}
 */
export async function askDesk(db, id, title) {
  /** @type {HTMLDetailsElement} */
  const root = drawn(html`<details class="ask-desk"></details>`);
  const store = new Draft(db, draftKey('follow-up', id));
  const stored = await store.read();
  /** @type {string | undefined} what was typed and not sent */
  let typed = stored?.values?.note;
  /** @type {string | undefined} the note that it was typed over, which may be an older one than the server's */
  let over = stored?.shown?.note;
  /** @type {import('../state/desk.js').FollowUp} */
  let followUp = {};
  let trouble = '';
  /** What is asked last counts: an answer may be overtaken. */
  let number = 0;
  const keep = (/** @type {string} */ note, base = over ?? followUp.note ?? '') => {
    const isSame = note === (followUp.note ?? '');
    [typed, over] = [note, isSame ? undefined : base];
    const place = { title, href: to('register', id), shown: { note: base } };
    void store.keep(isSame ? null : { ...place, values: { note } });
  };
  const input = (/** @type {Event} */ event) => keep(/** @type {HTMLTextAreaElement} */ (event.target).value);
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    number += 1;
    const was = over ?? followUp.note ?? '';
    const sent = typed;
    const what = { assignee: DESK, ...(typed !== undefined && { note: lines(typed), was }) };
    const answer = await send(`api/conflicts/${encodeURIComponent(id)}/follow-up`, 'POST', what);
    trouble = answer.trouble ?? '';
    if ('followUp' in answer) ({ followUp } = answer);
    if (answer.conflict?.followUp && typed !== undefined) {
      // Somebody else was faster: nobody's words go.
      ({ followUp } = answer.conflict);
      trouble = say('desk_noteMoved');
      keep([followUp.note, typed].filter(Boolean).join('\n'), followUp.note ?? '');
    }
    if (!trouble) {
      // What was typed while it was under way stays.
      if (typed === sent) {
        [typed, over] = [undefined, undefined];
        await store.keep(null);
      } else if (typed !== undefined) keep(typed, followUp.note ?? '');
      notice(say('desk_askedNow'), { tone: 'good', key: 'follow-up' });
    }
    draw();
  };
  const draw = () =>
    render(
      html`<summary>${say('desk_ask')}</summary>
        <form class="desk-follow-up" @submit=${submit} @input=${input}>
          <p class="hint">${say('desk_askHint')}</p>
          ${followUp.assignee === DESK ? html`<p role="status">${say('desk_askedNow')}</p>` : ''}
          ${followUp.notedBy ? html`<p class="hint">${say('desk_notedBy', { name: followUp.notedBy })}</p>` : ''}
          <label
            ><span>${say('desk_askNote')}</span
            ><textarea
              name="note"
              maxlength="4000"
              rows="2"
              dir="auto"
              .value=${typed ?? followUp.note ?? ''}
            ></textarea>
          </label>
          <p class="trouble" role="alert">${trouble}</p>
          <div class="actions"><button type="submit">${say('desk_askSend')}</button></div>
        </form>`,
      root,
    );
  draw();
  root.addEventListener('toggle', async () => {
    if (!root.open) return;
    const own = ++number;
    const found = await deskConflict(id);
    if (own !== number) return;
    if ('trouble' in found) trouble = found.trouble;
    else [trouble, followUp] = ['', found.conflict.followUp ?? {}];
    draw();
  });
  root.open = typed !== undefined;
  return root;
}

/** A form gives its lines with other ends than the server does. @param {string} text */
export const lines = (text) => text.replaceAll('\r\n', '\n');
