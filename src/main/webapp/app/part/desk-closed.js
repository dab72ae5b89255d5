/** A conflict that is decided: what each side had, what was written, by whom; and the way to open it again. */
import { html } from 'lit';
import { differingFields } from './desk-values.js';
import { table } from './desk-table.js';
import { show } from './field.js';
import { read } from '../state/values.js';
import { say } from '../texts/texts.js';
import { time } from './time.js';

/** @typedef {import('../state/desk.js').DeskConflict} DeskConflict */

/** @param {DeskConflict} conflict @returns {string} */
export function outcomeOf({ status, outcome, user, server, resolvedBy }) {
  if (status === 'open') return say('desk_outcome_open');
  if (status === 'superseded') return say('desk_outcome_superseded');
  const by = resolvedBy === 'rule' ? say('desk_aRule') : (resolvedBy ?? say('desk_somebody'));
  const whose = (outcome === 'client' ? user : server.modifiedBy) ?? say('desk_somebody');
  return outcome === 'merged' ? say('desk_outcome_merged', { by }) : say('desk_outcome_side', { by, whose });
}

/** @param {DeskConflict} conflict */
export const writtenOf = ({ outcome, client, server, resolution }) =>
  outcome === 'server'
    ? server.fields
    : outcome === 'client'
      ? client.fields
      : resolution && { ...server.fields, ...resolution };

/**
 * @param {DeskConflict} conflict
 * @param {() => void} reopen
 */
export function closedConflict(conflict, reopen) {
  const { user, server, base, client, resolvedAt } = conflict;
  const result = writtenOf(conflict);
  const cell = (/** @type {any} */ side, /** @type {import('./field.js').Field} */ field) =>
    side && !side.deleted && !side.fields
      ? html`<span class="none">${say('desk_notKnown')}</span>`
      : side?.deleted
        ? html`<span class="none">${say('desk_isDeleted')}</span>`
        : html`<bdi>${show(field, read(side?.fields, field.path)) || say('empty')}</bdi>`;
  return html`
    <p class="lead" role="status">${outcomeOf(conflict)} ${resolvedAt ? time(resolvedAt) : ''}</p>
    ${table(
      say('desk_sides'),
      [
        { label: say('desk_field') },
        { label: say('before') },
        { label: say('desk_versionOf', { name: user ?? say('desk_somebody') }) },
        { label: say('desk_versionOf', { name: server.modifiedBy ?? say('desk_somebody') }) },
        { label: say('desk_written') },
      ],
      differingFields(conflict, result).map((field) => ({
        cells: [
          field.label,
          cell(base, field),
          cell(client, field),
          cell(server, field),
          conflict.status === 'settled' ? cell(result ? { fields: result } : { deleted: true }, field) : '–',
        ],
      })),
    )}
    ${
      conflict.status === 'settled'
        ? html`<p class="hint">${say('desk_reopenHint')}</p>
            <div class="actions"><button type="button" @click=${reopen}>${say('desk_reopen')}</button></div>`
        : ''
    }
  `;
}
