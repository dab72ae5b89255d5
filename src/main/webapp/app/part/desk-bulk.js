/** Decides several conflicts by one rule, after a look at what comes of it. One by one: each may have moved on. */
import { html } from 'lit';
import { titleAtDesk } from '../state/title.js';
import { ask } from './dialog.js';
import { show } from './field.js';
import { notice } from './notice.js';
import { bulkOutcome, differences } from './desk-rule.js';
import { decideAtDesk } from '../state/desk.js';
import { listed, say } from '../texts/texts.js';

/** @typedef {import('../state/desk.js').DeskConflict} DeskConflict */
/** @typedef {import('./desk-rule.js').Rule} Rule */
/** @typedef {import('./desk-rule.js').Outcome & { conflict: DeskConflict }} Planned */

const leads = /** @type {const} */ ({
  combine: 'desk_bulkBoth',
  client: 'desk_bulkClient',
  server: 'desk_bulkServer',
});

/**
 * @param {DeskConflict[]} conflicts
 * @param {Rule} rule
 * @param {(done: number) => void} progress
 * @returns {Promise<string[]>} those that are decided now
 */
export async function decideMany(conflicts, rule, progress) {
  const planned = conflicts.map((conflict) => ({ conflict, ...bulkOutcome(conflict, rule) }));
  const count = planned.filter(({ choice }) => choice).length;
  const list = html`<div class="desk-preview" tabindex="0">${preview(planned, rule)}</div>`;
  const danger = planned.some(({ what }) => what === 'deleted');
  const decide = { label: say('desk_bulkDo', { count }), value: 'yes', danger };
  const answer = await ask(say('desk_bulkTitle', { count }), list, count ? [decide] : []);
  if (answer !== 'yes') return [];
  /** @type {string[]} */
  const decided = [];
  let moved = 0;
  /** @type {string[]} */
  const refused = [];
  for (const { conflict, choice } of planned) {
    if (!choice) continue;
    const result = await decideAtDesk(conflict, choice);
    if ('trouble' in result) {
      refused.push(`${titleAtDesk(conflict)}: ${result.trouble}`);
      // What is refused of one says nothing of the others; without a server none can be decided.
      if (!isOfOne(result)) break;
    } else if (result.moved) moved += 1;
    else decided.push(conflict.id);
    progress(decided.length + moved + refused.length);
  }
  if (refused[0]) {
    const more = refused.length > 1 ? ` ${say('desk_bulkRefused', { count: refused.length - 1 })}` : '';
    notice(refused[0] + more, { tone: 'bad', key: 'bulk-refused' });
  }
  const text = say('desk_bulkDone', { count: decided.length });
  notice(moved ? `${text} ${say('desk_bulkMoved', { count: moved })}` : text, { tone: 'good', key: 'bulk' });
  return decided;
}

/** @param {import('../state/desk.js').Trouble} trouble */
const isOfOne = ({ status = 0 }) => status === 400 || status === 403 || status === 404;

/** @param {Planned[]} planned @param {Rule} rule */
const preview = (planned, rule) => html`
  <p>${say(leads[rule])}</p>
  <ul>
    ${planned.map(
      (one) =>
        html`<li>
          <b><bdi>${titleAtDesk(one.conflict)}</bdi></b
          >: ${comesOf(one)}
        </li>`,
    )}
  </ul>
`;

/** @param {Planned} planned */
function comesOf({ conflict, what, taken, drops }) {
  if (what === 'deleted') return say('desk_isDeleted');
  if (what === 'kept') return say('desk_stays');
  if (what === 'deletion') return html`<span class="none">${say('desk_staysOpenDeletion')}</span>`;
  if (what === 'asked') {
    const both = differences(conflict).filter(({ kind }) => kind === 'both');
    const fields = listed(both.map(({ field }) => field.label));
    return html`<span class="none">${say('desk_staysOpen', { fields })}</span>`;
  }
  const written = taken.map(({ difference, side }) => {
    const field = /** @type {import('./field.js').Field} */ (difference.field);
    return `${field.label} ${show(field, difference[side]) || say('empty')}`;
  });
  return html`${written.join(', ')}
  ${drops.length ? html`<span class="trouble">${say('desk_drops', { fields: listed(drops) })}</span>` : ''}`;
}
