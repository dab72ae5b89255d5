/** The question to which company something belongs, when its own has gone. */
import { dialog } from './dialog.js';
import { fill, h } from './element.js';
import { watch } from '../state/replica.js';
import { read } from '../state/values.js';
import { say } from '../texts/texts.js';

/** Enough to choose from; who looks for another one types more of its name. */
const shown = 6;

/**
 * @param {import('../state/replica.js').Replica} db
 * @param {string} text what it is for
 * @returns {Promise<string | null>} the company's id; null when the user backed out
 */
export function chooseCompany(db, text) {
  const closed = new AbortController();
  const list = h('div', { class: 'choices' });
  const search = h('input', {
    id: 'choice',
    type: 'search',
    autocomplete: 'off',
    placeholder: say('label_name'),
  });
  const element = dialog(
    say('chooseCompany'),
    h('p', {}, text),
    h('div', { class: 'field' }, h('label', { for: 'choice' }, say('label_company')), search),
    list,
    h(
      'div',
      { class: 'actions' },
      h('button', { type: 'button', on: { click: () => element.close() } }, say('cancel')),
    ),
  );
  const show = (/** @type {any[]} */ companies) =>
    fill(
      list,
      companies.length
        ? companies.map((company) =>
            h(
              'button',
              { type: 'button', on: { click: () => element.close(company.id) } },
              h('bdi', {}, [company.name, read(company, 'address.city')].filter(Boolean).join(', ')),
            ),
          )
        : h('p', { class: 'none' }, say('noCompany')),
    );
  let stop = new AbortController();
  const look = () => {
    stop.abort();
    stop = new AbortController();
    const words = search.value.trim().toLowerCase();
    const matches = (/** @type {any} */ { name }) => String(name).toLowerCase().includes(words);
    const find = () => db.companies.orderBy('name').filter(matches).limit(shown).toArray();
    watch(find, show, AbortSignal.any([stop.signal, closed.signal]));
  };
  search.addEventListener('input', look);
  look();
  return new Promise((resolve) =>
    element.addEventListener('close', () => {
      closed.abort();
      resolve(element.returnValue || null);
    }),
  );
}
