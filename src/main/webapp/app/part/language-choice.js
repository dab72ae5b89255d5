/** The language, each by its own name. */
import { h } from './element.js';
import { choose, chosen, languages, say } from '../texts/texts.js';

/** @returns {HTMLElement} */
export function languageChoice() {
  const select = h(
    'select',
    { id: 'language', on: { change: () => choose(select.value) } },
    h('option', { value: '' }, say('languageOfBrowser')),
    Object.entries(languages).map(([lang, name]) => h('option', { value: lang, lang }, name)),
  );
  select.value = chosen() ?? '';
  return h('span', { class: 'language' }, h('label', { for: 'language' }, say('language')), select);
}
