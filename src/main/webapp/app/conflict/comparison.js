/** A conflict side by side: base, client and server in columns, a row per field, and the ways to decide. */
import { deletedBy } from '../part/deleted.js';
import { fill, h } from '../part/element.js';
import { differences, dropped, matters } from './difference.js';
import { show } from '../part/field.js';
import { icon } from '../part/icon.js';
import { mixRow } from './merge-row.js';
import { steady } from '../part/steady.js';
import { write } from '../state/values.js';
import { time } from '../part/time.js';

/** @typedef {'client' | 'server' | { fields: import('../part/field.js').Values }} Choice */
/** @typedef {{ client: string, keep: string, whose: string }} Words `client` names the column, `keep` its button, `whose` a sentence's subject */

/**
 * @param {object} options
 * @param {import('./difference.js').Conflict} options.conflict
 * @param {Words} options.words
 * @param {(choice: Choice) => Promise<unknown>} options.decide
 * @param {Map<string, string>} options.written the user's own words, kept by whoever draws this anew
 */
export function comparison({ conflict, words, decide, written }) {
  const list = differences(conflict);
  const whole = Boolean(conflict.client.deleted || conflict.server.deleted);
  const isAsked = (/** @type {import('./difference.js').Difference} */ one) =>
    matters(conflict, one) || (!whole && written.has(one.field.path));
  const rows = list
    .filter(isAsked)
    .map((difference) => mixRow(difference, words, () => count(), whole ? conflict : null, written));
  // An id of another record tells nobody anything.
  const alike = list.filter((one) => !isAsked(one) && one.field.kind !== 'reference');
  const left = h('p', { class: 'left', role: 'status' });
  const trouble = h('p', { class: 'trouble', role: 'alert' });
  const save = h(
    'button',
    { type: 'button', class: 'primary', on: { click: () => mix() } },
    icon('save'),
    'Save the mix',
  );
  const open = () => rows.filter((row) => !row.decided());
  const count = () => {
    const number = open().length;
    fill(
      left,
      number
        ? `${number} disputed ${number === 1 ? 'field' : 'fields'} left to choose`
        : 'Every field is chosen',
    );
    if (!number) fill(trouble);
  };
  let isDeciding = false;
  const run = async (/** @type {Choice} */ choice) => {
    if (isDeciding) return;
    isDeciding = true;
    await decide(choice).catch((error) => fill(trouble, `That did not work: ${error.message}`));
    isDeciding = false;
  };
  const mix = () => {
    const [first] = open();
    if (first)
      return (fill(trouble, 'Choose a side for every disputed field, or write your own.'), first.focus());
    /** @type {import('../part/field.js').Values} */
    const fields = structuredClone(conflict.server.fields ?? {});
    for (const row of rows) {
      const { wrong, value } = row.result();
      if (wrong) return row.focus();
      write(fields, fields, row.path, value);
    }
    void run({ fields });
  };
  count();
  const section = h(
    'section',
    { class: `comparison${whole ? ' comparison-whole' : ''}`, 'aria-label': 'Both sides' },
    h(
      'div',
      { class: 'sides' },
      side('base', 'Before', conflict.base, [
        h(
          'p',
          { class: 'hint' },
          conflict.base ? 'What both sides started from.' : 'Neither side knew the record.',
        ),
      ]),
      side('client', words.client, conflict.client, [
        button('client', words.keep, () => run('client')),
        consequence(conflict, list, 'client', words),
      ]),
      side('server', 'The server’s', conflict.server, [
        button('server', 'Take the server’s', () => run('server')),
        consequence(conflict, list, 'server', words),
      ]),
      !whole &&
        h(
          'div',
          { class: 'side side-result' },
          h('h2', {}, icon('edit'), 'Or a mix'),
          h('p', { class: 'hint' }, 'Pick a side field by field, or write your own words, and save.'),
        ),
    ),
    h(
      'div',
      { class: 'mix' },
      h('h2', {}, whole ? 'What is kept or lost' : 'Field by field'),
      rows.map(({ element }) => element),
      alike.length > 0 &&
        h(
          'details',
          { class: 'alike' },
          h(
            'summary',
            {},
            whole
              ? `${alike.length} fields that nobody changed`
              : `${alike.length} fields that are the same on both sides`,
          ),
          h(
            'dl',
            { class: 'facts' },
            alike.map(({ field, server, base }) =>
              h(
                'div',
                { class: 'fact-row' },
                h('dt', {}, field.label),
                h('dd', {}, show(field, whole ? base : server) || h('span', { class: 'none' }, 'empty')),
              ),
            ),
          ),
        ),
    ),
    whole ? trouble : h('div', { class: 'decide' }, left, trouble, save),
  );
  return steady(section);
}

/**
 * @param {'base' | 'client' | 'server'} name
 * @param {string} title
 * @param {import('./difference.js').Side | null} state
 * @param {import('../part/element.js').Child[]} actions
 */
function side(name, title, state, actions) {
  const by = state?.modifiedBy;
  const at = state?.modifiedAt && time(state.modifiedAt);
  const who = state?.deleted
    ? h('span', {}, icon('trash'), deletedBy(state))
    : [by && h('span', {}, `by ${by}`), at, !by && !at && state?.version && `version ${state.version}`];
  return h(
    'div',
    { class: `side side-${name}` },
    h('h2', {}, icon(name === 'client' ? 'person' : name), title),
    h('p', { class: 'who' }, who),
    actions,
  );
}

/** @param {'client' | 'server'} name @param {string} label @param {() => unknown} click */
const button = (name, label, click) =>
  h('button', { type: 'button', class: `pick pick-${name}`, on: { click } }, label);

/**
 * @param {import('./difference.js').Conflict} conflict
 * @param {import('./difference.js').Difference[]} list
 * @param {'client' | 'server'} chosen
 * @param {Words} words
 */
function consequence({ client, server }, list, chosen, words) {
  const [kept, other] = chosen === 'client' ? [client, server] : [server, client];
  const whose = chosen === 'client' ? `${server.modifiedBy ?? 'the server'}’s` : words.whose;
  if (kept.deleted) return h('p', { class: 'hint' }, `Deletes the record; ${whose} changes go with it.`);
  if (other.deleted) return h('p', { class: 'hint' }, 'The record stays; the deletion is undone.');
  const fields = dropped(list, chosen);
  return h(
    'p',
    { class: 'hint' },
    fields.length
      ? `Drops ${whose} ${fields.slice(0, 3).join(', ')}${fields.length > 3 ? ` and ${fields.length - 3} more` : ''}.`
      : 'Drops nothing.',
  );
}
