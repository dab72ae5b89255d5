/** The way out of this browser: nothing that exists here alone goes without a word of whose it is. */
import { html, nothing } from 'lit';
import { ask } from './dialog.js';
import { notice } from './notice.js';
import { time } from './time.js';
import { allDrafts } from '../state/drafts.js';
import { to } from '../state/route.js';
import { signOut } from '../state/session.js';
import { forgetAllDeeds } from '../state/undo.js';
import { apart, say } from '../texts/texts.js';

/** Drafts that are named; the others stand on a page of their own. */
const MOST = 5;

/** @param {import('../state/replica.js').Replica} db @param {import('../state/session.js').Session} session */
export async function leaveBrowser(db, session) {
  const answer = await settle(db);
  if (!answer || !(await clear(db))) return;
  forgetAllDeeds();
  // First the session, which sends the other tabs away from the data, then the data.
  const provider = await signOut();
  const { status, pending } = await db.tidemark.signOut({ discard: answer === 'discard' });
  if (status === 'refused' && (await givesUp(session, pending))) await db.tidemark.signOut({ discard: true });
  location.hash = '';
  if (provider) location.assign(provider);
  else location.reload();
}

/**
 * What exists here alone is sent or thrown away as its user says. A sync sends no draft: what is left of them is asked
 * about once more.
 *
 * @param {import('../state/replica.js').Replica} db
 * @returns {Promise<'sent' | 'discard' | null>} null: the user stays
 */
async function settle(db) {
  for (let isSent = false; ; isSent = true) {
    const [{ total }, drafts] = [await db.tidemark.pending(), await allDrafts(db)];
    if (!total && !drafts.length) return 'sent';
    if (total && isSent) {
      notice(say('staysSignedIn'), { tone: 'bad' });
      return null;
    }
    const answer = await ask(
      say(total ? 'signOutUnsent' : 'signOutDrafts'),
      html`${total ? html`<p>${say('unsentCount', { count: total })}</p>` : nothing}
      ${drafts.length ? named(drafts) : nothing}`,
      [
        ...(total ? [{ label: say('syncFirst'), value: 'sync' }] : []),
        { label: say('throwAndLeave'), value: 'discard', danger: true },
      ],
    );
    if (answer !== 'sync') return answer ? 'discard' : null;
    await db.tidemark.sync();
  }
}

/** Each leads to where it can be saved. @param {import('../state/drafts.js').Stored[]} drafts */
const named = (drafts) => html`
  <p>${say('draftCount', { count: drafts.length })}</p>
  <ul class="drafts">
    ${drafts.slice(0, MOST).map(
      ({ title, href, at }) =>
        html`<li>
          <a href=${href}><bdi>${title}</bdi></a> · ${time(at)}
        </li>`,
    )}
    ${drafts.length > MOST ? html`<li><a href=${to('outbox')}>${say('draftsMore', { count: drafts.length - MOST })}</a></li>` : nothing}
  </ul>
`;

/**
 * What others have left here goes with this user, unless it exists nowhere else: then somebody has to say so.
 *
 * @param {import('../state/replica.js').Replica} db
 * @returns {Promise<boolean>} false: the user backed out
 */
async function clear(db) {
  for (const { user, pending } of await db.tidemark.others()) {
    if (!pending) continue;
    const text = say('othersWork', { who: apart(user), count: pending });
    const answer = await ask(say('keepWorkOf', { who: apart(user) }), html`<p>${text}</p>`, [
      { label: say('keepFor', { who: apart(user) }), value: 'keep' },
      { label: say('removeIt'), value: 'discard', danger: true },
    ]);
    if (!answer) return false;
    if (answer === 'discard') await db.tidemark.forget(user, { discard: true });
  }
  return true;
}

/**
 * What was written while the session ended, by a form say, is kept until somebody says that it need not be.
 *
 * @param {import('../state/session.js').Session} session
 * @param {number} pending
 * @returns {Promise<boolean>}
 */
async function givesUp({ user }, pending) {
  const text = say('madeMeanwhile', { who: apart(user), count: pending });
  const answer = await ask(say('stillHere'), html`<p>${text}</p>`, [
    { label: say('keepIt'), value: 'keep' },
    { label: say('throwAway'), value: 'discard', danger: true },
  ]);
  return answer === 'discard';
}
