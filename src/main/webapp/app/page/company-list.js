/**
 * The companies of this browser, found by any of their words, with the mark of what became of each local change.
 */
import { fill, h, keyed } from '../part/element.js';
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
  const list = h('ul', { class: 'records' });
  const summary = h('p', { class: 'summary', role: 'status' });
  const empty = h('div', { class: 'empty', hidden: true });
  const more = h(
    'button',
    { type: 'button', hidden: true, on: { click: () => ((wanted.rows += step), look()) } },
    say('showMore'),
  );
  const show = (/** @type {Found} */ { rows, total, all, synced }) => {
    keyed(list, rows, (row) => row.id, companyRow);
    fill(
      summary,
      total
        ? total > rows.length
          ? say('companiesOf', { shown: rows.length, count: total })
          : say('companiesCount', { count: total })
        : '',
    );
    more.hidden = total <= rows.length;
    empty.hidden = total > 0;
    if (!total) fill(empty, all ? say('noMatch') : say(synced ? 'noCompanies' : 'companiesArrive'));
  };
  let stop = new AbortController();
  const look = () => {
    stop.abort();
    stop = new AbortController();
    watch(() => find(db), show, AbortSignal.any([stop.signal, signal]));
  };
  look();
  return h(
    'article',
    {},
    h(
      'div',
      { class: 'head' },
      h('h1', {}, say('companies')),
      h('a', { class: 'button primary', href: to('companies', 'new') }, icon('add'), say('addCompany')),
    ),
    welcome(db, session),
    searchForm(look),
    summary,
    list,
    empty,
    more,
  );
}

/** @param {() => void} look */
function searchForm(look) {
  let timer = 0;
  const text = h('input', {
    id: 'search',
    type: 'search',
    value: wanted.text,
    autocomplete: 'off',
    placeholder: say('searchHint'),
  });
  const region = h(
    'select',
    { id: 'region', value: wanted.region },
    h('option', { value: '' }, say('allRegions')),
    Object.entries(regions).map(([value, label]) => h('option', { value }, label)),
  );
  region.value = wanted.region;
  const changed = () => {
    Object.assign(wanted, { text: text.value.trim(), region: region.value, rows: step });
    look();
  };
  text.addEventListener('input', () => (clearTimeout(timer), (timer = window.setTimeout(changed, 150))));
  region.addEventListener('change', changed);
  return h(
    'form',
    { class: 'search', role: 'search', on: { submit: (event) => (event.preventDefault(), changed()) } },
    h('div', { class: 'search-text' }, h('label', { for: 'search' }, say('search')), icon('search'), text),
    h('div', {}, h('label', { for: 'region' }, say('label_region')), region),
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
function companyRow({ id, name, city, region, vat, mark }) {
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'record', href: to('companies', id) },
      h('bdi', { class: 'record-name' }, name),
      h('bdi', { class: 'record-city' }, city),
      h('bdi', { class: 'record-vat' }, vat),
      h(
        'span',
        { class: 'record-region' },
        h('span', { class: 'region' }, regions[/** @type {keyof typeof regions} */ (region)] ?? region),
      ),
      h('span', { class: 'record-mark' }, badge(mark)),
      icon('chevron'),
    ),
  );
}
