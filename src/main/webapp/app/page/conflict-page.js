/** One conflict of this browser, side by side, to be decided by the user whose change it is. */
import { comparison } from '../conflict/comparison.js';
import { titleOf } from '../conflict/case.js';
import { fill, h } from '../part/element.js';
import { nounOf } from '../part/field.js';
import { icon } from '../part/icon.js';
import { notice } from '../part/notice.js';
import { offer } from '../part/offer.js';
import { watch } from '../state/replica.js';
import { go, to } from '../state/route.js';
import { time } from '../part/time.js';

/** @typedef {import('@tidemark/client').Conflict} OwnConflict */

/** @type {import('../main.js').Page} */
export async function conflictPage({ db, session, signal }, id) {
  const page = h('article', { class: 'wide-page' });
  const find = () => db.tidemark.conflict(id);
  /** @type {string} what is on screen; a decision must be one about exactly this */
  let seen = '';
  let leaving = false;
  const written = new Map();
  const draw = (/** @type {OwnConflict | null} */ conflict) => {
    const fresh = JSON.stringify(conflict && [conflict.client, conflict.server]);
    if (leaving || fresh === seen) return;
    const again = seen !== '';
    seen = fresh;
    if (!conflict || conflict.resolution) return fill(page, settled());
    const client = { modifiedBy: session.user, ...conflict.client };
    fill(
      page,
      h('a', { class: 'back', href: to('conflicts') }, icon('back'), 'Conflicts'),
      h('h1', {}, titleOf(conflict)),
      again &&
        h(
          'p',
          { class: 'refusal', role: 'alert' },
          icon('warning'),
          'One of the sides has just changed. This is the fresh state. ',
          written.size > 0 && 'What you wrote yourself is still there.',
        ),
      h('p', { class: 'lead' }, leadOf(conflict)),
      comparison({
        conflict: { ...conflict, client },
        words: { client: 'Yours', keep: 'Keep mine', whose: 'your' },
        decide,
        written,
      }),
    );
  };
  const decide = async (/** @type {import('../conflict/comparison.js').Choice} */ choice) => {
    const now = await find();
    if (JSON.stringify(now && [now.client, now.server]) !== seen) return draw(now);
    leaving = true; // what follows is the decision itself, not news about the conflict
    const taken = await db.tidemark.resolve(id, choice, { version: now?.server.version });
    leaving = taken;
    if (!taken) throw new Error('a decision is being sent already.');
    const [next] = (await db.tidemark.conflicts()).filter((other) => !other.resolution);
    go(next ? to('conflicts', next.id) : to('conflicts'));
    await offerUndo(db, id, now ? titleOf(now) : 'the conflict');
  };
  draw(await find());
  watch(find, draw, signal);
  return page;
}

/**
 * Offered as long as it works: not once the decision is on its way, from whichever tab.
 *
 * @param {import('../state/replica.js').Replica} db
 * @param {string} id
 * @param {string} title
 */
async function offerUndo(db, id, title) {
  const action = { label: 'Undo', run: () => takeBack(db, id) };
  offer(`Decided: ${title}. ${await whenSent(db)}`, { tone: 'good', key: 'decided', action }, () =>
    db.tidemark.canUndo(id),
  );
}

/** @param {OwnConflict} conflict @returns {import('../part/element.js').Child[]} */
function leadOf({ collection, kind, client, server, detectedAt }) {
  const noun = nounOf[collection] ?? 'record';
  const other = server.modifiedBy ?? 'somebody else';
  const at = server.modifiedAt ? [' (', time(server.modifiedAt), ')'] : [];
  if (client.deleted)
    return [`You deleted this ${noun}; ${other} changed it`, ...at, '. Keep it or delete it?'];
  if (server.deleted)
    return [`You changed this ${noun}; ${other} deleted it`, ...at, '. Keep it or delete it?'];
  return [
    `You and ${other} ${kind === 'added-added' ? 'added' : 'changed'} this ${noun}. Found `,
    time(detectedAt),
    '. The fields that differ are marked.',
  ];
}

/** @param {import('../state/replica.js').Replica} db */
async function whenSent(db) {
  const { waiting, conflicts } = await db.tidemark.pending();
  if (waiting && conflicts) return `${conflicts} left; all are sent when the last is decided.`;
  return db.tidemark.connection.server === 'reached'
    ? 'It is sent in a moment.'
    : 'It is sent as soon as the server can be reached.';
}

/** @param {import('../state/replica.js').Replica} db @param {string} id */
export async function takeBack(db, id) {
  const done = await db.tidemark.undo(id);
  notice(
    done
      ? 'Taken back; the conflict is open again.'
      : 'Too late: the decision has been sent, or you went on editing.',
    { tone: done ? 'plain' : 'bad', key: 'decided' },
  );
  if (done) go(to('conflicts', id));
}

const settled = () =>
  h(
    'article',
    { class: 'empty' },
    h('h1', {}, 'This conflict is decided'),
    h('p', {}, 'Here, in another tab, or by a steward.'),
    h('a', { class: 'button primary', href: to('conflicts') }, 'All conflicts'),
  );
