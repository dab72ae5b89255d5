/** What this browser keeps for the user: how much, how safely, what has not left it yet; and the way out. */
import { html } from 'lit';
import { drawn, redraw } from '../part/draw.js';
import { icon } from '../part/icon.js';
import { installButton } from '../part/install.js';
import { languageChoice } from '../part/language-choice.js';
import { leaveBrowser } from '../part/leave.js';
import { notice } from '../part/notice.js';
import { offlineSwitch } from '../part/offline-switch.js';
import { watch } from '../state/replica.js';
import { to } from '../state/route.js';
import { time } from '../part/time.js';
import { locale, say } from '../texts/texts.js';

/** @type {import('../main.js').Page} */
export function browserPage({ db, session, signal }) {
  const state = drawn(html`<dl class="facts card"></dl>`);
  const fact = (/** @type {string} */ label, /** @type {unknown} */ value) =>
    html`<div class="fact-row">
      <dt>${label}</dt>
      <dd>${value}</dd>
    </div>`;
  const draw = (/** @type {any} */ { pending, storage, ...counts }) =>
    redraw(
      html`${fact(say('signedInAs'), html`<bdi>${session.user}</bdi>`)}
      ${fact(say('keptHere'), keptText(counts))}
      ${fact(
        say('notSentYet'),
        html`<a href=${to('outbox')}
          >${pending.total ? say('changesCount', { count: pending.total }) : say('nothing')}</a
        >`,
      )}
      ${fact(say('lastSynced'), db.tidemark.lastSync ? time(db.tidemark.lastSync) : say('neverSynced'))}
      ${fact(say('storage'), say(storage.durable ? 'isProtected' : 'isNotProtected'))}
      ${fact(say('spaceUsed'), size(storage.usage, storage.quota))}`,
      state,
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
  /** @type {HTMLInputElement} */
  const file = drawn(html`<input type="file" hidden accept="application/json,.json" />`);
  file.addEventListener('change', () => file.files?.[0] && load(db, file.files[0]));
  return html`<article class="narrow">
    <h1>${say('thisBrowser')}</h1>
    ${state}
    <section class="card" aria-labelledby="network">
      <h2 id="network">${say('network')}</h2>
      <p>${say('offlineHint')}</p>
      ${offlineSwitch()}
    </section>
    <section class="card" aria-labelledby="app">
      <h2 id="app">${say('application')}</h2>
      <p>${languageChoice()}</p>
      ${installButton(signal)}
    </section>
    <section class="card" aria-labelledby="safety">
      <h2 id="safety">${say('unsentWork')}</h2>
      <p>${say('fileHint')}</p>
      <div class="actions">
        <button type="button" @click=${() => keep(db)}>${say('protect')}</button>
        <button type="button" @click=${() => save(db, session)}>${icon('save')}${say('saveFile')}</button>
        <button type="button" @click=${() => file.click()}>${say('loadFile')}</button>
        ${file}
      </div>
    </section>
    <section class="card" aria-labelledby="leave">
      <h2 id="leave">${say('signOut')}</h2>
      <p>${say('signOutHint')}</p>
      <button type="button" @click=${() => leaveBrowser(db, session)}>${say('signOut')}</button>
    </section>
  </article>`;
}

/** @param {{ companies: number, contacts: number }} counts */
const keptText = ({ companies, contacts }) =>
  say('keptCounts', {
    companies: say('companiesCount', { count: companies }),
    contacts: say('contactsCount', { count: contacts }),
  });

/** @param {number | undefined} usage @param {number | undefined} quota */
function size(usage, quota) {
  if (usage === undefined) return say('unknown');
  return quota ? say('sizeOf', { used: bytes(usage), all: bytes(quota) }) : bytes(usage);
}

/** In the unit that people count in. @param {number} count */
function bytes(count) {
  const units = /** @type {const} */ (['kilobyte', 'megabyte', 'gigabyte', 'terabyte']);
  const step = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(count, 1)) / 3) - 1));
  const value = count / 1000 ** (step + 1);
  return new Intl.NumberFormat(locale, {
    ...{ style: 'unit', unit: units[step], unitDisplay: 'short' },
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}

/** @param {import('../state/replica.js').Replica} db */
async function keep(db) {
  const durable = await db.tidemark.persist();
  notice(durable ? say('protected') : say('notProtected'), { tone: durable ? 'good' : 'plain' });
}

/** @param {import('../state/replica.js').Replica} db @param {import('../state/session.js').Session} session */
async function save(db, session) {
  const address = URL.createObjectURL(await db.tidemark.exportOutbox());
  drawn(html`<a href=${address} download=${`tidemark-${session.user}.json`}></a>`).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** @param {import('../state/replica.js').Replica} db @param {File} file */
async function load(db, file) {
  try {
    const { imported, skipped } = await db.tidemark.importOutbox(file);
    const left = skipped ? ` ${say('loadedNot', { count: skipped })}` : '';
    notice(`${say('loaded', { count: imported })}${left}`, { tone: 'good' });
    await db.tidemark.sync();
  } catch (error) {
    notice(say('notLoaded', { reason: error instanceof Error ? error.message : error }), {
      tone: 'bad',
    });
  }
}
