/** The strip under the header: network, what waits, last sync, the Sync button; and the banner for what needs the user. */
import { fill, h } from './element.js';
import { banner } from './banner.js';
import { icon } from './icon.js';
import { onNetwork } from './network.js';
import { done, notice, say } from './notice.js';
import { offlineSwitch } from './offline-switch.js';
import { current, go, onRoute, to } from './route.js';
import { followTide, network } from './tide.js';
import { time } from './time.js';

const networks = { online: 'Online', offline: 'Offline', chosen: 'Working offline' };
const phases = /** @type {Record<string, string>} */ ({ push: 'Sending', pull: 'Receiving' });

/**
 * @param {import('./replica.js').Replica} db
 * @param {import('./session.js').Session} session
 * @param {(tide: import('./tide.js').Tide) => void} also
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
  const show = (/** @type {import('./tide.js').Tide} */ tide) => {
    fill(status, statusOf(tide));
    sync.classList.toggle('running', tide.running);
    label.textContent = tide.running ? 'Syncing' : 'Sync';
    waterline.hidden = !tide.running;
    if (tide.progress?.total)
      Object.assign(waterline, { max: tide.progress.total, value: tide.progress.done });
    else waterline.removeAttribute('value');
    banner(tide, db, session);
    also(tide);
  };
  const set = followTide(db, show, tell);
  onNetwork(() => say(networks[network()]));
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

/** Whoever presses the button is told also why nothing was sent. @param {import('./replica.js').Replica} db */
async function syncNow(db) {
  const { status } = await db.tidemark.sync();
  if (status === 'blocked') notice('Sending goes on when the conflicts are decided.', { key: 'pressed' });
  if (status === 'offline')
    notice('No connection to the server. Your changes wait here.', { key: 'pressed' });
}

/** @param {import('./tide.js').Tide} tide */
function statusOf(tide) {
  const { progress } = tide;
  const network = h(
    'span',
    { class: `fact network-${tide.network}` },
    icon(tide.network === 'online' ? 'online' : 'offline'),
    networks[tide.network],
  );
  const held = tide.conflicts + tide.refused;
  const pending = tide.pending
    ? h('span', { class: 'fact waiting' }, icon('pending'), `${tide.pending} to send`)
    : held
      ? h(
          'span',
          { class: 'fact waiting' },
          icon('warning'),
          `${held} ${held === 1 ? 'waits' : 'wait'} for you`,
        )
      : h('span', { class: 'fact' }, icon('decided'), 'All sent');
  const last = progress
    ? h(
        'span',
        { class: 'fact' },
        `${phases[progress.phase] ?? 'Working'} ${progress.done}${progress.total ? ` of ${progress.total}` : ''}`,
      )
    : h('span', { class: 'fact' }, tide.lastSync ? ['Synced ', time(tide.lastSync)] : 'Never synced');
  return [network, pending, last];
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
      notice(text, {
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
