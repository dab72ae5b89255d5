/** The guide through a conflict, on every page until it is over: the reader edits, and somebody else does too. */
import { html, nothing, render } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { ref } from 'lit/directives/ref.js';
import { drawn } from './draw.js';
import { icon } from './icon.js';
import { notice } from './notice.js';
import { steady } from './steady.js';
import { onNetwork, pushAs, workOffline, worksOffline } from '../state/network.js';
import { watch } from '../state/replica.js';
import { current, go, onRoute, to } from '../state/route.js';
import { onTour, otherIn, setTour, stepOf, tourOf } from '../state/tour.js';
import { apart, say } from '../texts/texts.js';

/** @typedef {import('../state/replica.js').Replica} Replica */
/** @typedef {import('../state/tour.js').Tour} Tour */

/** @type {Record<string, number>} */
const numbers = { edit: 1, other: 2, online: 3, decide: 4, done: 4 };

/**
 * @param {Replica} db
 * @param {string} user
 * @returns {Promise<boolean>} false: there is no company yet to show it with
 */
export async function beginTour(db, user) {
  for (const company of await db.companies.orderBy('name').limit(500).toArray()) {
    const other = otherIn(user, company.region);
    const status = await db.tidemark.status('companies', company.id);
    if (!other || !status?.isFromServer || status.isModified || status.conflict) continue;
    workOffline(true);
    setTour(user, { company: company.id, name: company.name, other, isMet: false });
    go(to('companies', company.id, 'edit'));
    return true;
  }
  return false;
}

/** @param {Replica} db @param {string} user @param {Element} after the place on the page, below the banner */
export function keepTour(db, user, after) {
  const place = drawn(html`<div id="tour"></div>`);
  after.after(place);
  let stop = new AbortController();
  let redraw = () => Promise.resolve();
  const begin = () => {
    stop.abort();
    stop = new AbortController();
    render(nothing, place);
    const tour = tourOf(user);
    if (!tour) return;
    let shown = '';
    let isAsking = false;
    const draw = async () => {
      const state = await stateOf(db, tour);
      const step = stepOf(tour, state);
      const isThere = step === 'decide' && current().page === 'conflicts' && current().id === state.conflict;
      const seal = `${step} ${worksOffline()} ${isThere}`;
      if (seal === shown || stop.signal.aborted) return;
      shown = seal;
      render(keyed(seal, panel(db, user, tour, step, isThere ? '' : state.conflict)), place);
      if (step !== 'other' || isAsking) return;
      isAsking = true;
      await letOtherEdit(db, user, tour);
      isAsking = false;
    };
    watch(
      () => stateOf(db, tour),
      () => void draw(),
      stop.signal,
    );
    onNetwork(() => void draw(), stop.signal);
    redraw = draw;
  };
  onTour(begin);
  onRoute(() => void redraw());
  begin();
}

/** @param {Replica} db @param {Tour} tour */
async function stateOf(db, { company }) {
  const [status, conflicts] = [await db.tidemark.status('companies', company), await db.tidemark.conflicts()];
  const conflict = conflicts.find(({ record }) => record === company);
  return {
    isModified: Boolean(status?.isModified),
    isOpen: Boolean(conflict && !conflict.resolution),
    conflict: conflict?.id ?? '',
    isDecided: Boolean(conflict?.resolution),
  };
}

/**
 * As from another device: with the version that the reader has edited, so that it is a change of its own.
 *
 * @param {Replica} db
 * @param {string} user
 * @param {Tour} tour
 */
async function letOtherEdit(db, user, tour) {
  const status = await db.tidemark.status('companies', tour.company);
  const phone = `+47 ${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
  const modified = [{ id: tour.company, version: status?.version, fields: { phone } }];
  const push = await pushAs(tour.other, { companies: { modified } });
  if (push?.applied?.length) return setTour(user, { ...tour, isMet: true });
  notice(say('tourFailed', { who: apart(tour.other) }), { tone: 'bad' });
  setTour(user, null);
}

/**
 * @param {Replica} db
 * @param {string} user
 * @param {Tour} tour
 * @param {import('../state/tour.js').Step} step
 * @param {string} conflict to go to; empty: there is none, or it is on the screen, where its question comes first
 */
function panel(db, user, { company, name, other }, step, conflict) {
  const end = () => {
    setTour(user, null);
    if (worksOffline()) workOffline(false);
  };
  const goOnline = () => {
    workOffline(false);
    void db.tidemark.sync();
  };
  const actions = {
    edit: html`<a class="button" href=${to('companies', company, 'edit')}
      >${icon('edit')}${say('tourEdit')}</a
    >`,
    other: nothing,
    online: worksOffline()
      ? html`<button type="button" class="primary" @click=${goOnline}>${say('goOnline')}</button>`
      : nothing,
    decide: conflict
      ? html`<a class="button primary" href=${to('conflicts', conflict)}>${say('compareAndDecide')}</a>`
      : nothing,
    done: nothing,
  };
  const isThere = step === 'decide' && !conflict;
  return html`<section class=${isThere ? 'tour tour-there' : 'tour'} aria-label=${say('tour')} ${ref(steady)}>
    <strong>${say('tourStep', { at: numbers[step] ?? 1 })}</strong>
    <p role="status" dir="auto">${say(`tour_${step}`, { title: apart(name), who: apart(other) })}</p>
    ${actions[step]}
    <button type="button" class="link" @click=${end}>${say(step === 'done' ? 'close' : 'tourEnd')}</button>
  </section>`;
}
