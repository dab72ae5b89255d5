/**
 * The companies of this browser, found by name, city or VAT number, with the mark of what became of each local change.
 */
import { fill, h, keyed } from '../part/element.js';
import { regions } from '../part/field.js';
import { icon } from '../part/icon.js';
import { badge, markOf } from '../part/record-badge.js';
import { watch } from '../state/replica.js';
import { to } from '../state/route.js';
import { read } from '../state/values.js';
import { welcome } from './welcome.js';

/** Rows shown at once: the list stays quick with tens of thousands of companies. */
const step = 60;

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
    'Show more',
  );
  const show = (/** @type {Found} */ { rows, total, all, synced }) => {
    keyed(list, rows, (row) => row.id, companyRow);
    fill(
      summary,
      total
        ? total > rows.length
          ? `${rows.length} of ${total} companies`
          : `${total} ${total === 1 ? 'company' : 'companies'}`
        : '',
    );
    more.hidden = total <= rows.length;
    empty.hidden = total > 0;
    if (!total)
      fill(
        empty,
        all
          ? 'No company matches. Search for part of a name, a city or a VAT number.'
          : synced
            ? 'No companies yet. Add the first one.'
            : 'Your companies arrive with the first synchronisation.',
      );
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
      h('h1', {}, 'Companies'),
      h('a', { class: 'button primary', href: to('companies', 'new') }, icon('add'), 'Add company'),
    ),
    welcome(session),
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
    placeholder: 'Name, city or VAT number',
  });
  const region = h(
    'select',
    { id: 'region', value: wanted.region },
    h('option', { value: '' }, 'All regions'),
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
    h('div', { class: 'search-text' }, h('label', { for: 'search' }, 'Search'), icon('search'), text),
    h('div', {}, h('label', { for: 'region' }, 'Region'), region),
  );
}

/** @typedef {{ id: string, name: string, city: string, region: string, vat: string, mark: import('../part/record-badge.js').Mark | null }} Row */
/** @typedef {{ rows: Row[], total: number, all: number, synced: boolean }} Found */

/**
 * @param {import('../state/replica.js').Replica} db
 * @returns {Promise<Found>}
 */
async function find(db) {
  const words = wanted.text.toLowerCase();
  const matches = (/** @type {any} */ company) =>
    [company.name, company.vatNumber, read(company, 'address.city')].some((value) =>
      String(value ?? '')
        .toLowerCase()
        .includes(words),
    );
  const { region, rows } = wanted;
  const ordered = region
    ? db.companies.where('[region+name]').between([region, ''], [region, '\uffff'])
    : db.companies.orderBy('name');
  const found = words ? await ordered.filter(matches).toArray() : await ordered.limit(rows).toArray();
  const all = await db.companies.count();
  const total = words
    ? found.length
    : region
      ? await db.companies.where('[region+name]').between([region, ''], [region, '\uffff']).count()
      : all;
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

/** @param {Row} row */
function companyRow({ id, name, city, region, vat, mark }) {
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'record', href: to('companies', id) },
      h('span', { class: 'record-name' }, name),
      h('span', { class: 'record-city' }, city),
      h('span', { class: 'record-vat' }, vat),
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
