/** The conflicts of this browser: those to decide, and those decided but not sent, which can be taken back. */
import { h, keyed } from '../part/element.js';
import { icon } from '../part/icon.js';
import { caseOf, titleOf } from '../conflict/case.js';
import { takeBack } from './conflict-page.js';
import { watch } from '../state/replica.js';
import { to } from '../state/route.js';
import { steady } from '../part/steady.js';

/** @type {import('../main.js').Page} */
export function conflictList({ db, signal }) {
  const open = steady(h('ul', { class: 'cases' }));
  const decided = steady(h('ul', { class: 'cases' }));
  const decidedPart = h(
    'section',
    { hidden: true, 'aria-labelledby': 'decided' },
    h('h2', { id: 'decided' }, 'Decided, not yet sent'),
    decided,
  );
  const none = h(
    'p',
    { class: 'empty', hidden: true },
    'No conflicts. When you and somebody else change the same record, both sides appear here.',
  );
  watch(
    () => db.tidemark.conflicts(),
    (conflicts) => {
      const isDecided = (/** @type {import('@tidemark/client').Conflict} */ conflict) =>
        Boolean(conflict.resolution);
      const waiting = conflicts.filter((conflict) => !isDecided(conflict));
      keyed(
        open,
        waiting,
        ({ id }) => id,
        (conflict) => caseOf(conflict, to('conflicts', conflict.id)),
      );
      keyed(
        decided,
        conflicts.filter(isDecided),
        ({ id }) => id,
        (conflict) => decidedCase(db, conflict),
      );
      decidedPart.hidden = waiting.length === conflicts.length;
      none.hidden = conflicts.length > 0;
    },
    signal,
  );
  return h(
    'article',
    {},
    h('h1', {}, 'Conflicts'),
    h(
      'p',
      { class: 'lead' },
      'Two people changed the same record. Nothing was overwritten: compare, then keep one side or mix them.',
    ),
    open,
    none,
    decidedPart,
  );
}

const outcomes = /** @type {Record<string, string>} */ ({
  client: 'Yours is kept',
  server: 'The server’s is taken',
  merged: 'A mix of both',
});

/** @param {import('../state/replica.js').Replica} db @param {any} conflict */
function decidedCase(db, conflict) {
  const { outcome } = conflict.resolution;
  return h(
    'li',
    { class: 'case case-decided' },
    icon('decided'),
    h('span', { class: 'case-name' }, titleOf(conflict)),
    h('span', { class: 'case-kind' }, outcomes[outcome] ?? 'Decided'),
    conflict.canUndo
      ? h('button', { type: 'button', on: { click: () => takeBack(db, conflict.id) } }, icon('undo'), 'Undo')
      : h('span', { class: 'case-when' }, 'Cannot be undone any more'),
  );
}
