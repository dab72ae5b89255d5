/**
 * The companies of this browser, found by any of their words, with the mark of what became of each local change.
 */
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { drawn, redraw } from '../part/draw.js';
import { regions } from '../part/field.js';
import { icon } from '../part/icon.js';
import { badge, markOf } from '../part/record-badge.js';
import { watch } from '../state/replica.js';
import { to } from '../state/route.js';
import { searchFor } from '../state/search.js';
import { read } from '../state/values.js';
import { locale, say } from '../texts/texts.js';
import { welcome } from './welcome.js';

/** Rows shown at once: the list stays quick with tens of thousands of companies. */
const step = 60;

/** Above, the index's own order has to do. */
const MOST_SORTED = 20_000;

const byName = new Intl.Collator(locale, { numeric: true });

/** What the user looked for, kept while the page is left for a company and come back to. */
const wanted = { text: '', region: '', rows: step };

/** @type {import('../main.js').Page} */
export function companyList({ db, session, signal }) {
  const page = drawn(html`<article></article>`);
  const hello = welcome(db, session);
  let stop = new AbortController();
  const look = () => {
    stop.abort();
    stop = new AbortController();
    watch(() => find(db), draw, AbortSignal.any([stop.signal, signal]));
  };
  const more = () => ((wanted.rows += step), look());
  const form = searchForm(look);
  const draw = (/** @type {Found | null} */ found) => {
    const { rows = [], total = 0 } = found ?? {};
    redraw(
      html`<div class="head">
          <h1>${say('companies')}</h1>
          <a class="button primary" href=${to('companies', 'new')}>${icon('add')}${say('addCompany')}</a>
        </div>
        ${hello}${form}
        <p class="summary" role="status">${total ? countText(rows.length, total) : ''}</p>
        <ul class="records">
          ${repeat(rows, ({ id }) => id, companyRow)}
        </ul>
        <div class="empty" ?hidden=${!found || total}>${found && !total ? emptyText(found) : nothing}</div>
        <button type="button" ?hidden=${total <= rows.length} @click=${more}>${say('showMore')}</button>`,
      page,
    );
  };
  draw(null);
  look();
  return page;
}

/** @param {number} shown @param {number} count */
const countText = (shown, count) =>
  count > shown ? say('companiesOf', { shown, count }) : say('companiesCount', { count });

/** @param {Found} found */
const emptyText = ({ all, synced }) =>
  all ? say('noMatch') : say(synced ? 'noCompanies' : 'companiesArrive');

/** Drawn once: what is typed stands there alone. @param {() => void} look */
function searchForm(look) {
  let timer = 0;
  const type = (/** @type {any} */ { target }) => {
    Object.assign(wanted, { text: target.value.trim(), rows: step });
    clearTimeout(timer);
    timer = window.setTimeout(look, 150);
  };
  const choose = (/** @type {any} */ { target }) => {
    Object.assign(wanted, { region: target.value, rows: step });
    look();
  };
  const submit = (/** @type {Event} */ event) => (event.preventDefault(), look());
  return drawn(
    html`<form class="search" role="search" @submit=${submit}>
      <div class="search-text">
        <label for="search">${say('search')}</label>${icon('search')}<input
          id="search"
          type="search"
          value=${wanted.text}
          autocomplete="off"
          placeholder=${say('searchHint')}
          @input=${type}
        />
      </div>
      <div>
        <label for="region">${say('label_region')}</label
        ><select id="region" @change=${choose}>
          <option value="">${say('allRegions')}</option>
          ${Object.entries(regions).map(
            ([value, label]) =>
              html`<option value=${value} ?selected=${value === wanted.region}>${label}</option>`,
          )}
        </select>
      </div>
    </form>`,
  );
}

/** @typedef {{ id: string, name: string, city: string, region: string, vat: string, mark: import('../part/record-badge.js').Mark | null }} Row */
/** @typedef {{ rows: Row[], total: number, all: number, synced: boolean }} Found */

/**
 * @param {import('../state/replica.js').Replica} db
 * @returns {Promise<Found>}
 */
async function find(db) {
  const { region, rows } = wanted;
  const matches = searchFor(wanted.text);
  const all = await db.companies.count();
  const { found, total } = matches
    ? await search(db, region, matches)
    : await inOrder(db, region, rows, all > MOST_SORTED);
  const shown = await Promise.all(
    found.slice(0, rows).map(async (company) => ({
      id: company.id,
      name: company.name,
      city: read(company, 'address.city') ?? '',
      region: company.region,
      vat: company.vatNumber ?? '',
      mark: markOf(await db.tidemark.status('companies', company.id)),
    })),
  );
  return { rows: shown, total, all, synced: Boolean(db.tidemark.lastSync) };
}

/**
 * By their names alone, which the index has: a name beginning with Å stands where its reader looks for it.
 *
 * @param {import('../state/replica.js').Replica} db
 * @param {string} region
 * @param {number} rows
 * @param {boolean} isLarge
 * @returns {Promise<{ found: any[], total: number }>}
 */
async function inOrder(db, region, rows, isLarge) {
  const ordered = () =>
    region
      ? db.companies.where('[region+name]').between([region, ''], [region, '\uffff'])
      : db.companies.orderBy('name');
  if (isLarge) return { found: await ordered().limit(rows).toArray(), total: await ordered().count() };
  const [ids, keys] = await Promise.all([ordered().primaryKeys(), ordered().keys()]);
  const named = ids.map((id, at) => ({
    id,
    name: String(region ? /** @type {any} */ (keys[at])?.[1] : keys[at]),
  }));
  named.sort((one, other) => byName.compare(one.name, other.name));
  const found = await db.companies.bulkGet(named.slice(0, rows).map(({ id }) => id));
  return { found: found.filter(Boolean), total: named.length };
}

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} region
 * @param {(company: any, contacts: any[]) => boolean} matches
 * @returns {Promise<{ found: any[], total: number }>}
 */
async function search(db, region, matches) {
  /** @type {Map<string, any[]>} */
  const contacts = new Map();
  for (const contact of await db.contacts.toArray())
    contacts.set(contact.company, [...(contacts.get(contact.company) ?? []), contact]);
  const found = await db.companies
    .filter((one) => (!region || one.region === region) && matches(one, contacts.get(one.id) ?? []))
    .toArray();
  found.sort((one, other) => byName.compare(one.name, other.name));
  return { found, total: found.length };
}

/** @param {Row} row */
const companyRow = ({ id, name, city, region, vat, mark }) =>
  html`<li>
    <a class="record" href=${to('companies', id)}>
      <bdi class="record-name">${name}</bdi>
      <bdi class="record-city">${city}</bdi>
      <bdi class="record-vat">${vat}</bdi>
      <span class="record-region"
        ><span class="region">${regions[/** @type {keyof typeof regions} */ (region)] ?? region}</span></span
      >
      <span class="record-mark">${badge(mark)}</span>
      ${icon('chevron')}
    </a>
  </li>`;
