/** One conflict at the steward's desk, decided on the server at once. */
import { comparison } from '../conflict/comparison.js';
import { titleOf } from '../conflict/case.js';
import { decideAtDesk, deskConflict } from '../state/desk.js';
import { fill, h } from '../part/element.js';
import { icon } from '../part/icon.js';
import { notice } from '../part/notice.js';
import { go, to } from '../state/route.js';
import { time } from '../part/time.js';

/** @type {import('../main.js').Page} */
export async function deskPage({ db }, id) {
  const found = await deskConflict(id);
  const page = h('article', { class: 'wide-page' });
  const back = h('a', { class: 'back', href: to('desk') }, icon('back'), 'Conflict desk');
  if ('trouble' in found)
    return (fill(page, back, h('h1', {}, 'Conflict'), h('p', { class: 'empty' }, found.trouble)), page);
  const written = new Map();
  const draw = (
    /** @type {import('../state/desk.js').DeskConflict} */ conflict,
    /** @type {boolean} */ moved,
  ) => {
    const user = conflict.user ?? 'the user';
    const whose = `${user}’s`;
    const client = { modifiedBy: conflict.user, ...conflict.client };
    const lead = [`Change of ${user} against the server’s. Found `, time(conflict.detectedAt), '.'];
    const head = [back, h('h1', {}, titleOf(conflict))];
    if (conflict.status !== 'open') return fill(page, head, closed(conflict));
    fill(
      page,
      head,
      moved && movedOn(),
      h('p', { class: 'lead' }, lead),
      comparison({
        conflict: { ...conflict, client },
        words: { client: whose, keep: `Keep ${whose}`, whose },
        decide: (choice) => decide(conflict, choice),
        written,
      }),
    );
  };
  const decide = async (
    /** @type {import('../state/desk.js').DeskConflict} */ conflict,
    /** @type {import('../conflict/comparison.js').Choice} */ choice,
  ) => {
    const answer = await decideAtDesk(conflict, choice);
    if ('trouble' in answer) throw new Error(answer.trouble);
    if (answer.moved) return draw(answer.conflict, true);
    notice(`Decided: ${titleOf(conflict)}.`, { tone: 'good' });
    go(to('desk'));
    void db.tidemark.sync();
  };
  draw(found.conflict, false);
  return page;
}

const movedOn = () =>
  h(
    'p',
    { class: 'refusal', role: 'alert' },
    icon('warning'),
    'The record was changed again while you decided. This is the fresh state; choose once more.',
  );

/** @param {import('../state/desk.js').DeskConflict} conflict */
const closed = ({ resolvedBy, resolvedAt }) =>
  h(
    'p',
    { class: 'empty', role: 'alert' },
    `Decided already by ${resolvedBy ?? 'somebody'}, `,
    time(resolvedAt),
    '.',
  );
