/**
 * The strip under the header: network, what waits, last sync, the Sync button; and the banner for what needs the user.
 */
import { html, nothing } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { banner } from './banner.js';
import { icon } from './icon.js';
import { done, notice, speak } from './notice.js';
import { offlineSwitch } from './offline-switch.js';
import { worksOffline } from '../state/network.js';
import { current, go, onRoute, to } from '../state/route.js';
import { pauseFact, serverFact, toConflicts, workFacts } from '../state/standing.js';
import { followTide } from '../state/sync-status.js';
import { signInAgain } from './sign-in-page.js';
import { parts, say } from '../texts/texts.js';
import { nextTry, time } from './time.js';

const phases = /** @type {const} */ ({ push: 'phase_push', pull: 'phase_pull' });

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {import('../state/session.js').Session} session
 * @param {(strip: import('lit').TemplateResult, tide: import('../state/sync-status.js').Tide) => void} draw called with
 *   each change, and when another page is shown
 */
export function syncStrip(db, session, draw) {
  const offline = offlineSwitch();
  /** @type {string | null} */
  let said = null;
  const show = (/** @type {import('../state/sync-status.js').Tide} */ tide) => {
    const server = serverFact(tide);
    const [stands, ...work] = [server, ...workFacts(tide)].map((fact) =>
      factOf(fact, () => signInAgain(db, session)),
    );
    draw(
      strip(
        db,
        tide,
        html`${stands}<span class="work">${retryFact(server)}${work}${lastFact(tide)}</span>`,
        offline,
      ),
      tide,
    );
    if (said !== null && said !== server.text) speak(server.text);
    said = server.text;
    banner(tide, db, session);
  };
  const set = followTide(db, show, tell);
  onRoute(({ page }) => (done(page), set({}))); // what a page shows itself, the banner does not repeat
  return set;
}

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {import('../state/sync-status.js').Tide} tide
 * @param {unknown} facts how the server stands, and apart from that, for a phone, what there is to do
 * @param {HTMLElement} offline
 */
function strip(db, tide, facts, offline) {
  const isRunning = tide.connection.isRunning && !tide.chosen;
  const { done: value, total: max } = tide.connection.progress ?? {};
  return html`<section class="strip" aria-label=${say('synchronisation')}>
      <div class="status">${facts}</div>
      ${offline}
      <button type="button" class=${isRunning ? 'sync running' : 'sync'} @click=${() => syncNow(db)}>
        ${icon('sync')}<span>${say(isRunning ? 'syncing' : 'sync')}</span>
      </button>
    </section>
    <progress
      class="waterline"
      aria-label=${say('progress')}
      ?hidden=${!isRunning}
      max=${max || 1}
      value=${ifDefined(max ? value : undefined)}
    ></progress>`;
}

/** Whoever presses the button is told also why nothing was sent. @param {import('../state/replica.js').Replica} db */
async function syncNow(db) {
  const { status, open } = await db.tidemark.sync();
  if (status === 'blocked') notice(say('goesOn'), { key: 'pressed' });
  if (status === 'offline') notice(notSent(worksOffline(), open?.pending ?? 0), { key: 'pressed' });
}

/** @param {boolean} isChosen @param {number} pending */
function notSent(isChosen, pending) {
  const why = say(isChosen ? 'choseOffline' : 'noConnection');
  return pending ? `${why} ${say('changesWait', { count: pending })}` : why;
}

/**
 * @param {import('../state/standing.js').Fact} fact
 * @param {() => void} signIn
 */
function factOf({ text, icon: picture, tone, href, isSignIn }, signIn) {
  const content = html`${icon(picture)}<span>${text}</span>`;
  if (isSignIn)
    return html`<button type="button" class="link fact fact-${tone}" @click=${signIn}>${content}</button>`;
  return href
    ? html`<a class="fact fact-${tone}" href=${href}>${content}</a>`
    : html`<span class="fact fact-${tone}">${content}</span>`;
}

/** When a server that did not answer is asked again. @param {import('../state/standing.js').Fact} server */
function retryFact({ at, isTrying, href, tone }) {
  if (!isTrying && !at) return nothing;
  const text = isTrying ? say('tryingNow') : parts('nextTry', { when: nextTry(/** @type {string} */ (at)) });
  return html`<a class=${`fact fact-${tone}`} href=${ifDefined(href)}><span>${text}</span></a>`;
}

/** @param {import('../state/sync-status.js').Tide} tide */
function lastFact({ connection: { progress, server }, counts, lastSync, chosen }) {
  if (server === 'revoked' && !lastSync) return nothing; // it was, but that is gone with the data
  if (!progress || chosen)
    return html`<a class="fact fact-last" href=${to('browser')}
      ><span
        >${lastSync ? parts('synced', { when: time(lastSync) }) : say('neverSynced')}
        ${pauseFact({ counts })}</span
      ></a
    >`;
  const { phase, done, total } = progress;
  const count = total ? say('doneOf', { done, total }) : String(done);
  return html`<a class="fact" href=${to('outbox')}>${say(phases[phase] ?? 'working')} ${count}</a>`;
}

/** Says how a sync ended, if there is something to say. @param {any} report */
function tell({ status, pushed, pulled, removed, conflicts, rejected }) {
  if (status === 'conflicts' && current().page !== 'conflicts') {
    const text = say('conflictsFound', { count: conflicts });
    // At the top of the page the banner says it already.
    if (window.scrollY < 100) speak(text);
    else
      notice(`${text} ${say('pausedUntil')}`, {
        tone: 'bad',
        key: 'conflicts',
        action: { label: say('compare'), run: () => go(toConflicts(conflicts)) },
      });
  }
  if (rejected && current().page !== 'refused') {
    const text = say('refusedFound', { count: rejected });
    notice(text, {
      tone: 'bad',
      key: 'refused',
      action: { label: say('seeWhy'), run: () => go(to('refused')) },
    });
  }
  if (status === 'synced') speak(say('syncedCounts', { pushed, pulled: pulled + removed }));
}
