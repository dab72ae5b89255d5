/** The steward's desk: open conflicts of every scope the steward may read, and the register of those decided. */
import { caseOf, titleOf } from '../conflict/case.js';
import { deskConflicts } from '../state/desk.js';
import { fill, h } from '../part/element.js';
import { icon } from '../part/icon.js';
import { onNetwork } from '../state/network.js';
import { to } from '../state/route.js';
import { time } from '../part/time.js';

/** @type {import('../main.js').Page} */
export function deskList({ signal }) {
  const open = h('div', { 'aria-live': 'polite' });
  const register = h(
    'details',
    { class: 'register' },
    h('summary', {}, 'Register of decided conflicts'),
    h('div', {}),
  );
  const load = async () => {
    const found = await deskConflicts('open');
    fill(
      open,
      'trouble' in found
        ? h('p', { class: 'empty' }, found.trouble)
        : found.conflicts.length
          ? h(
              'ul',
              { class: 'cases' },
              found.conflicts.map((conflict) => caseOf(conflict, to('desk', conflict.id))),
            )
          : h('p', { class: 'empty' }, 'No open conflicts in your regions.'),
    );
  };
  register.addEventListener('toggle', async () => {
    if (!register.open) return;
    const found = await deskConflicts('settled');
    fill(
      /** @type {HTMLElement} */ (register.lastElementChild),
      'trouble' in found ? h('p', {}, found.trouble) : settledTable(found.conflicts),
    );
  });
  onNetwork(() => void load(), signal);
  void load();
  return h(
    'article',
    {},
    h(
      'div',
      { class: 'head' },
      h('h1', {}, 'Conflict desk'),
      h('button', { type: 'button', on: { click: load } }, icon('sync'), 'Look again'),
    ),
    h(
      'p',
      { class: 'lead' },
      'Open conflicts of everybody in your regions. What you decide here reaches the person with their next synchronisation.',
    ),
    open,
    register,
  );
}

const outcomes = /** @type {Record<string, string>} */ ({
  client: 'the client’s',
  server: 'the server’s',
  merged: 'a mix',
});

/** @param {import('../state/desk.js').DeskConflict[]} conflicts */
function settledTable(conflicts) {
  if (!conflicts.length) return h('p', { class: 'none' }, 'Nothing has been decided yet.');
  const row = (/** @type {import('../state/desk.js').DeskConflict} */ conflict) =>
    h(
      'tr',
      {},
      h('th', { scope: 'row' }, titleOf(conflict)),
      h('td', {}, conflict.user ?? ''),
      h('td', {}, outcomes[conflict.outcome ?? ''] ?? ''),
      h('td', {}, conflict.resolvedBy ?? ''),
      h('td', {}, time(conflict.resolvedAt)),
    );
  return h(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Decided conflicts' },
    h(
      'table',
      {},
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Record', 'Change of', 'Kept', 'Decided by', 'When'].map((label) =>
            h('th', { scope: 'col' }, label),
          ),
        ),
      ),
      h('tbody', {}, conflicts.map(row)),
    ),
  );
}
