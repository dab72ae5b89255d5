/** Starts the application: whose data, which page, and the shell that opens without a network. */
import { render } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { emptyFrame, showFrame } from './part/frame.js';
import { heedInstall } from './part/install.js';
import { notice } from './part/notice.js';
import { openReplica } from './state/replica.js';
import { current, onRoute } from './state/route.js';
import { onOtherTab, remember, remembered, whoIsSignedIn } from './state/session.js';
import { sayLoading, titleOnTheWay } from './part/loading.js';
import { findPlace, keepScroll } from './part/scroll.js';
import { keepSteady } from './part/steady.js';
import { tellAsked } from './part/asked-notice.js';
import { comeBack } from './part/provider.js';
import { tellLost } from './part/lost-notice.js';
import { keepShell } from './part/shell.js';
import { keepTour } from './part/tour.js';
import { hasEnded, leave } from './part/unsaved.js';
import { administrationPage } from './page/administration-page.js';
import { browserPage } from './page/browser-page.js';
import { companyList } from './page/company-list.js';
import { companyForm } from './page/company-form.js';
import { companyPage } from './page/company-page.js';
import { conflictList } from './page/conflict-list.js';
import { conflictPage } from './page/conflict-page.js';
import { deskList } from './page/desk-list.js';
import { deskPage } from './page/desk-page.js';
import { devicesPage } from './page/devices-page.js';
import { historyPage } from './page/history-page.js';
import { lostPage } from './page/lost-page.js';
import { brokenPage, missingPage } from './page/missing-page.js';
import { outbox } from './page/outbox.js';
import { registerPage } from './page/register-page.js';
import { refusedList } from './page/rejected-list.js';
import { rulesPage } from './page/rules-page.js';
import { statisticsPage } from './page/statistics-page.js';
import { keepTime } from './part/time.js';
import { say, sayLanguage } from './texts/texts.js';
import { signInPage } from './part/sign-in-page.js';

/** @typedef {{ db: import('./state/replica.js').Replica, session: import('./state/session.js').Session, signal: AbortSignal }} Context */
/** @typedef {HTMLElement | import('lit').TemplateResult} Drawn an element that the page itself draws again, or what never changes */
/** @typedef {(context: Context, id: string) => Drawn | Promise<Drawn>} Page */

const main = /** @type {HTMLElement} */ (document.getElementById('main'));

/** @type {Record<string, Page>} */
const pages = {
  administration: administrationPage,
  devices: devicesPage,
  history: historyPage,
  lost: lostPage,
  rules: rulesPage,
  statistics: statisticsPage,
};

/** Pages of one kind, of which no part is told. */
const single = ['refused', 'outbox', 'browser', 'administration', 'devices', 'lost', 'rules', 'statistics'];

/** @param {import('./state/route.js').Route} route @returns {Page} */
function pageOf({ page, id, verb, rest }) {
  const isWhole = page === 'history' ? verb : !verb || (page === 'companies' && verb === 'edit');
  if (rest || !isWhole || (id && single.includes(page))) return missingPage;
  if (page === 'conflicts') return id ? conflictPage : conflictList;
  if (page === 'desk') return id ? deskPage : deskList;
  if (page === 'register') return id ? deskPage : registerPage;
  const other = pages[page];
  if (other) return other;
  if (page === 'refused') return refusedList;
  if (page === 'outbox') return outbox;
  if (page === 'browser') return browserPage;
  if (page !== 'companies') return missingPage;
  if (id) return id === 'new' || verb === 'edit' ? companyForm : companyPage;
  return companyList;
}

/**
 * @param {import('./state/route.js').Route} route
 * @param {Context} context
 * @returns {Promise<Drawn>}
 */
async function build(route, context) {
  try {
    return await pageOf(route)(context, route.id ?? '');
  } catch (fault) {
    return brokenPage(fault);
  }
}

/** @param {import('./state/session.js').Session} session */
function open(session) {
  remember(session);
  const db = openReplica(session.user);
  // Closed for good, or a query of this tab would open again what the other tab has just deleted.
  onOtherTab(() => (db.close(), leave()));
  let left = new AbortController();
  let arrive = () => {};
  const draw = async (/** @type {boolean} */ moved) => {
    left.abort();
    arrive();
    const here = (left = new AbortController());
    const route = current();
    arrive = sayLoading(main, titleOnTheWay(route.page), () => introduce(moved));
    const page = await build(route, { db, session, signal: here.signal });
    if (here.signal.aborted) return;
    arrive();
    // Who has gone on meanwhile, to a menu say, stays there.
    const isWaiting = !main.querySelector('.loading') || main.contains(document.activeElement);
    // A page never takes over what another one of its kind has left.
    render(keyed(here, page), main);
    introduce(moved && isWaiting);
    findPlace();
  };
  const frame = showFrame(db, session);
  keepTour(db, session.user, /** @type {HTMLElement} */ (document.getElementById('banner')));
  onRoute(() => (hasEnded() ? location.reload() : void draw(true)));
  void draw(false);
  void meetServer(session, db, frame.set);
}

/** The page that stands there now gives the window its title, and takes whoever came by a link to its heading. */
function introduce(/** @type {boolean} */ isFocused) {
  const heading = main.querySelector('h1');
  document.title = `${heading?.textContent ?? say('companies')} · Tidemark`;
  if (!isFocused) return;
  heading?.setAttribute('tabindex', '-1');
  heading?.focus({ preventScroll: true });
}

/**
 * The local data opens without asking anybody; what is sent, only after the server has said who is signed in.
 *
 * @param {import('./state/session.js').Session} session
 * @param {import('./state/replica.js').Replica} db
 * @param {(change: Partial<import('./state/sync-status.js').Tide>) => void} tell
 */
async function meetServer(session, db, tell) {
  const found = await whoIsSignedIn();
  tellLost(session.user, db);
  tellAsked(db, session, (asked) => tell({ asked }));
  // The library asks too, says how the server stands, and tries again in time. It sends nothing as somebody else's.
  if (found === 'unreachable') return void (await db.tidemark.sync());
  if (found === 'unauthenticated') return tell({ need: 'signedOut' });
  remember(found);
  if (found.user !== session.user || String(found.roles) !== String(session.roles)) leave();
  else await db.tidemark.sync();
}

async function start() {
  sayLanguage();
  keepSteady();
  keepScroll();
  keepTime();
  heedInstall();
  keepShell();
  emptyFrame();
  comeBack();
  const known = remembered();
  if (known) return open(known);
  const found = await whoIsSignedIn();
  if (typeof found === 'object') return open(found);
  const waits = new AbortController();
  onOtherTab(() => location.reload(), waits.signal);
  render(
    signInPage((session) => (waits.abort(), open(session))),
    main,
  );
}

window.addEventListener('unhandledrejection', ({ reason }) =>
  notice(say('didNotWork', { reason: reason?.message ?? reason }), { tone: 'bad' }),
);
void start();
