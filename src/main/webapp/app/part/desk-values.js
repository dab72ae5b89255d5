/** What a conflict of the desk is about, in a few words: its record, and the fields in dispute with both values. */
import { html } from 'lit';
import { fieldsOf, show } from './field.js';
import { differences } from './desk-rule.js';
import { equal, read } from '../state/values.js';
import { say } from '../texts/texts.js';

/** @typedef {import('../state/desk.js').DeskConflict} DeskConflict */

/** @type {Record<string, import('../texts/texts.js').Key>} */
const stories = {
  'modified-modified': 'desk_story_modified_modified',
  'modified-deleted': 'desk_story_modified_deleted',
  'deleted-modified': 'desk_story_deleted_modified',
  'added-added': 'desk_story_added_added',
};

/** @param {DeskConflict} conflict */
export const storyOf = ({ kind, user, server }) =>
  say(stories[kind] ?? 'desk_conflict', {
    one: user ?? say('desk_somebody'),
    other: server.modifiedBy ?? say('desk_somebody'),
  });

/** The fields that both sides changed, in the order of the forms. @param {DeskConflict} conflict */
export function disputedFields({ collection, disputed = [], client, server }) {
  const known = fieldsOf[collection] ?? [];
  const top = (/** @type {string} */ path) => path.split('.')[0] ?? path;
  const others = disputed.filter((name) => !known.some(({ path }) => top(path) === name));
  return [
    ...known.filter(
      ({ path }) =>
        disputed.includes(top(path)) && !equal(read(client.fields, path), read(server.fields, path)),
    ),
    ...others.map((path) => ({ path, label: path, kind: /** @type {const} */ ('text') })),
  ];
}

/**
 * Everything that the two sides, or what was written, differ in: also what one side alone had changed can be dropped.
 *
 * @param {DeskConflict} conflict
 * @param {import('../state/values.js').Values} [written]
 */
export function differingFields(conflict, written) {
  const known = fieldsOf[conflict.collection] ?? [];
  const isOther = (/** @type {any} */ value, /** @type {string} */ path) =>
    written !== undefined && !equal(read(written, path), value);
  const paths = differences(conflict)
    .filter((one) => one.kind !== 'agreed' || isOther(one.client, one.field.path))
    .map(({ field }) => field.path);
  return paths.map(
    (path) =>
      known.find((field) => field.path === path) ?? {
        path,
        label: path,
        kind: /** @type {const} */ ('text'),
      },
  );
}

const most = 4;

/** @param {DeskConflict} conflict */
export function valuesOf(conflict) {
  const { client, server } = conflict;
  if (client.deleted || server.deleted) return html`<span class="none">${say('desk_deletion')}</span>`;
  const fields = disputedFields(conflict);
  return html`<dl class="desk-values">
    ${fields.slice(0, most).map(
      (field) =>
        html`<div>
          <dt>${field.label}</dt>
          <dd>
            <bdi>${show(field, read(client.fields, field.path)) || say('empty')}</bdi>
            <span class="unseen">${say('desk_against')}</span><span aria-hidden="true">⇄</span>
            <bdi>${show(field, read(server.fields, field.path)) || say('empty')}</bdi>
          </dd>
        </div>`,
    )}
    ${
      fields.length > most
        ? html`<div class="none">${say('desk_moreFields', { count: fields.length - most })}</div>`
        : ''
    }
  </dl>`;
}
