/** What this browser keeps for the user: how much, how safely, what has not left it yet; and the way out. */
import { ask } from '../part/dialog.js';
import { fill, h } from '../part/element.js';
import { icon } from '../part/icon.js';
import { notice } from '../part/notice.js';
import { offlineSwitch } from '../part/offline-switch.js';
import { watch } from '../state/replica.js';
import { signOut } from '../state/session.js';
import { time } from '../part/time.js';

/** @type {import('../main.js').Page} */
export function browserPage({ db, session, signal }) {
  const state = h('dl', { class: 'facts card' });
  const fact = (/** @type {string} */ label, /** @type {import('../part/element.js').Child} */ value) =>
    h('div', { class: 'fact-row' }, h('dt', {}, label), h('dd', {}, value));
  const draw = (/** @type {any} */ { pending, companies, contacts, storage }) =>
    fill(
      state,
      fact('Signed in as', `${session.user}${session.roles.length ? ` (${session.roles.join(', ')})` : ''}`),
      fact('Kept here', `${companies} companies, ${contacts} contacts`),
      fact(
        'Not sent yet',
        pending.total ? `${pending.total} ${pending.total === 1 ? 'change' : 'changes'}` : 'nothing',
      ),
      fact('Last synchronisation', db.tidemark.lastSync ? time(db.tidemark.lastSync) : 'none yet'),
      fact('Storage', storage.durable ? 'durable' : 'the browser may clear it when space runs out'),
      fact('Space used', size(storage.usage, storage.quota)),
    );
  watch(
    async () => ({
      pending: await db.tidemark.pending(),
      companies: await db.companies.count(),
      contacts: await db.contacts.count(),
      storage: await db.tidemark.storage(),
    }),
    draw,
    signal,
  );
  const file = h('input', {
    type: 'file',
    hidden: true,
    accept: 'application/json,.json',
    on: { change: () => file.files?.[0] && load(db, file.files[0]) },
  });
  return h(
    'article',
    { class: 'narrow' },
    h('h1', {}, 'This browser'),
    state,
    h(
      'section',
      { class: 'card', 'aria-labelledby': 'network' },
      h('h2', { id: 'network' }, 'Network'),
      h('p', {}, 'Switched on, nothing is sent or fetched, as on a train. Your work goes on.'),
      offlineSwitch(),
    ),
    h(
      'section',
      { class: 'card', 'aria-labelledby': 'safety' },
      h('h2', { id: 'safety' }, 'Unsent work'),
      h(
        'p',
        {},
        'A browser about to lose its data? Save what was not sent as a file and load it elsewhere under the same name.',
      ),
      h(
        'div',
        { class: 'actions' },
        h('button', { type: 'button', on: { click: () => keep(db) } }, 'Keep durably'),
        h(
          'button',
          { type: 'button', on: { click: () => save(db, session) } },
          icon('save'),
          'Save as a file',
        ),
        h('button', { type: 'button', on: { click: () => file.click() } }, 'Load a file'),
        file,
      ),
    ),
    h(
      'section',
      { class: 'card', 'aria-labelledby': 'leave' },
      h('h2', { id: 'leave' }, 'Sign out'),
      h('p', {}, 'Removes your data from this browser, so that the next person finds nothing of it.'),
      h('button', { type: 'button', on: { click: () => leave(db, session) } }, 'Sign out'),
    ),
  );
}

/** @param {number | undefined} usage @param {number | undefined} quota */
function size(usage, quota) {
  const megabytes = (/** @type {number} */ bytes) =>
    `${(bytes / 1048576).toFixed(bytes < 10485760 ? 1 : 0)} MB`;
  return usage === undefined ? 'unknown' : `${megabytes(usage)}${quota ? ` of ${megabytes(quota)}` : ''}`;
}

/** @param {import('../state/replica.js').Replica} db */
async function keep(db) {
  const durable = await db.tidemark.persist();
  notice(
    durable
      ? 'The browser keeps this data until you remove it.'
      : 'The browser did not promise it. Installing the application often helps.',
    { tone: durable ? 'good' : 'plain' },
  );
}

/** @param {import('../state/replica.js').Replica} db @param {import('../state/session.js').Session} session */
async function save(db, session) {
  const address = URL.createObjectURL(await db.tidemark.exportOutbox());
  h('a', { href: address, download: `tidemark-${session.user}.json` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** @param {import('../state/replica.js').Replica} db @param {File} file */
async function load(db, file) {
  try {
    const { imported, skipped } = await db.tidemark.importOutbox(file);
    const left = skipped ? `; ${skipped} stayed as they are, because they are edited here too` : '';
    notice(`${imported} ${imported === 1 ? 'change is' : 'changes are'} loaded${left}.`, { tone: 'good' });
    await db.tidemark.sync();
  } catch (error) {
    notice(`That file could not be loaded: ${error instanceof Error ? error.message : error}`, {
      tone: 'bad',
    });
  }
}

/**
 * What others have left here goes with this user, unless it exists nowhere else: then somebody has to say so.
 *
 * @param {import('../state/replica.js').Replica} db
 * @returns {Promise<boolean>} false: the user backed out
 */
async function clear(db) {
  for (const { user, pending } of await db.tidemark.others()) {
    if (!pending) continue;
    const text = `${user} has left ${pending} unsent ${pending === 1 ? 'change' : 'changes'} in this browser. Whoever uses it next can read them. Removed, they are lost; kept, ${user} can sign in here and send them.`;
    const answer = await ask(`Keep the work of ${user}?`, h('p', {}, text), [
      { label: `Keep it for ${user}`, value: 'keep' },
      { label: 'Remove it', value: 'discard', danger: true },
    ]);
    if (!answer) return false;
    if (answer === 'discard') await db.tidemark.forget(user, { discard: true });
  }
  return true;
}

/** @param {import('../state/replica.js').Replica} db @param {import('../state/session.js').Session} session */
async function leave(db, session) {
  const { total } = await db.tidemark.pending();
  const text = `${total} ${total === 1 ? 'change has' : 'changes have'} not been sent.`;
  const answer =
    total &&
    (await ask(
      'Sign out with unsent work?',
      h('p', {}, `${text} Sync first, or ${total === 1 ? 'it is' : 'they are'} lost.`),
      [
        { label: 'Sync first', value: 'sync' },
        { label: 'Throw away and sign out', value: 'discard', danger: true },
      ],
    ));
  if (total && !answer) return;
  if (answer === 'sync') await db.tidemark.sync();
  if (answer === 'sync' && (await db.tidemark.pending()).total)
    return void notice('Not everything could be sent, so you stay signed in.', { tone: 'bad' });
  if (!(await clear(db))) return;
  // First the session, which sends the other tabs away from the data, then the data.
  await signOut();
  const { status, pending } = await db.tidemark.signOut({ discard: answer === 'discard' });
  if (status === 'refused' && (await givesUp(session, pending))) await db.tidemark.signOut({ discard: true });
  location.hash = '';
  location.reload();
}

/**
 * What was written while the session ended, by a form say, is kept until somebody says that it need not be.
 *
 * @param {import('../state/session.js').Session} session
 * @param {number} pending
 * @returns {Promise<boolean>}
 */
async function givesUp({ user }, pending) {
  const one = pending === 1;
  const text = `${pending} ${one ? 'change was' : 'changes were'} made while you signed out. ${one ? 'It has' : 'They have'} not been sent, so your data stays in this browser. Sign in again as ${user} to send ${one ? 'it' : 'them'}.`;
  const answer = await ask('Signed out, but your data is still here', h('p', {}, text), [
    { label: 'Keep it', value: 'keep' },
    { label: 'Throw away', value: 'discard', danger: true },
  ]);
  return answer === 'discard';
}
