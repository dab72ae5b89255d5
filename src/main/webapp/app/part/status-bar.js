/**
 * The strip under the header: network, what waits, last sync, the Sync button; and the banner for what needs the user.
 */
import { fill, h } from './element.js';
import { banner } from './banner.js';
import { icon } from './icon.js';
import { done, notice, say } from './notice.js';
import { offlineSwitch } from './offline-switch.js';
import { worksOffline } from '../state/network.js';
import { current, go, onRoute, to } from '../state/route.js';
import { pauseFact, serverFact, workFacts } from '../state/standing.js';
import { followTide } from '../state/sync-status.js';
import { nextTry, time } from './time.js';

const phases = /** @type {Record<string, string>} */ ({ push: 'Sending', pull: 'Receiving' });

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {import('../state/session.js').Session} session
 * @param {(tide: import('../state/sync-status.js').Tide) => void} also
 */
export function syncStrip(db, session, also) {
  const status = h('div', { class: 'status' });
  const waterline = h('progress', {
    class: 'waterline',
    'aria-label': 'Progress of the synchronisation',
    hidden: true,
  });
  const label = h('span', {}, 'Sync');
  const sync = h(
    'button',
    { type: 'button', class: 'sync', on: { click: () => syncNow(db) } },
    icon('sync'),
    label,
  );
  let shown = '';
  /** @type {string | null} */
  let said = null;
  const show = (/** @type {import('../state/sync-status.js').Tide} */ tide) => {
    const { isRunning, progress } = tide.connection;
    const server = serverFact(tide);
    const facts = [server, ...workFacts(tide)];
    // What has not changed keeps its elements, and with them the keyboard's place.
    const seal = JSON.stringify([facts, progress, tide.lastSync, pauseFact(tide)]);
    if (seal !== shown) fill(status, ...facts.map(factOf), lastFact(tide));
    shown = seal;
    if (said !== null && said !== server.text) say(server.text);
    said = server.text;
    sync.classList.toggle('running', isRunning);
    label.textContent = isRunning ? 'Syncing' : 'Sync';
    waterline.hidden = !isRunning;
    if (progress?.total) Object.assign(waterline, { max: progress.total, value: progress.done });
    else waterline.removeAttribute('value');
    banner(tide, db, session);
    also(tide);
  };
  const set = followTide(db, show, tell);
  onRoute(({ page }) => (done(page), set({}))); // what a page shows itself, the banner does not repeat
  const strip = h(
    'section',
    { class: 'strip', 'aria-label': 'Synchronisation' },
    status,
    offlineSwitch(),
    sync,
  );
  return { strip, waterline, set };
}

/** Whoever presses the button is told also why nothing was sent. @param {import('../state/replica.js').Replica} db */
async function syncNow(db) {
  const { status, open } = await db.tidemark.sync();
  if (status === 'blocked')
    notice('Sending and receiving go on when the conflicts are decided.', { key: 'pressed' });
  if (status === 'offline') notice(notSent(worksOffline(), open?.pending ?? 0), { key: 'pressed' });
}

/** @param {boolean} isChosen @param {number} pending */
function notSent(isChosen, pending) {
  const why = isChosen
    ? 'You chose to work offline. Switch “Work offline” off to sync.'
    : 'No connection to the server.';
  return pending ? `${why} ${pending === 1 ? 'Your change waits' : 'Your changes wait'} here.` : why;
}

/** @param {import('../state/standing.js').Fact} fact */
function factOf({ text, icon: picture, tone, href, at, isTrying }) {
  const next = isTrying ? 'trying now' : at && ['next try ', nextTry(at)];
  const content = [icon(picture), h('span', {}, text), next && h('span', {}, next)];
  return href
    ? h('a', { class: `fact fact-${tone}`, href }, content)
    : h('span', { class: `fact fact-${tone}` }, content);
}

/** @param {import('../state/sync-status.js').Tide} tide */
function lastFact({ connection: { progress, server }, counts, lastSync }) {
  if (server === 'revoked' && !lastSync) return null; // it was, but that is gone with the data
  if (!progress)
    return h(
      'span',
      { class: 'fact' },
      lastSync ? ['Synced ', time(lastSync), pauseFact({ counts })] : 'Never synced',
    );
  const { phase, done, total } = progress;
  return h('span', { class: 'fact' }, `${phases[phase] ?? 'Working'} ${done}${total ? ` of ${total}` : ''}`);
}

/** Says how a sync ended, if there is something to say. @param {any} report */
function tell({ status, pushed, pulled, removed, conflicts, rejected }) {
  if (status === 'conflicts' && current().page !== 'conflicts') {
    const text =
      conflicts === 1
        ? 'Somebody else changed the same record. Both sides are kept.'
        : `${conflicts} records were changed by somebody else too. Both sides are kept.`;
    // At the top of the page the banner says it already.
    if (window.scrollY < 100) say(text);
    else
      notice(`${text} Sending and receiving pause until you decide.`, {
        tone: 'bad',
        key: 'conflicts',
        action: { label: 'Compare', run: () => go(to('conflicts')) },
      });
  }
  if (rejected && current().page !== 'refused') {
    const text =
      rejected === 1
        ? 'One change was refused and is kept.'
        : `${rejected} changes were refused and are kept.`;
    notice(text, { tone: 'bad', key: 'refused', action: { label: 'See why', run: () => go(to('refused')) } });
  }
  if (status === 'synced') say(`Synchronised: ${pushed} sent, ${pulled + removed} received.`);
}
