/** A conflict in one line of a list: which record, what happened to it, who and when on the server. */
import { h } from '../part/element.js';
import { capital, nounOf } from '../part/field.js';
import { icon } from '../part/icon.js';
import { time } from '../part/time.js';

/** @param {import('./difference.js').Conflict} conflict */
export const titleOf = ({ client, server, base }) =>
  (client.fields ?? server.fields ?? base?.fields)?.name ?? 'Unnamed';

/** @type {Record<string, (one: string, other: string) => string>} */
const stories = {
  'modified-modified': (one, other) => `${one} and ${other} changed it`,
  'modified-deleted': (one, other) => `${one} changed it, ${other} deleted it`,
  'deleted-modified': (one, other) => `${one} deleted it, ${other} changed it`,
  'added-added': (one, other) => `${one} and ${other} added it`,
};

/**
 * @param {import('./difference.js').Conflict & { user?: string }} conflict with a `user` it is told about somebody else
 * @param {string} href
 */
export function caseOf(conflict, href) {
  const { collection, kind, server, user = 'you' } = conflict;
  const story = stories[kind]?.(user, server.modifiedBy ?? 'somebody else') ?? kind;
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'case', href },
      icon('conflict'),
      h('span', { class: 'case-name' }, titleOf(conflict)),
      h('span', { class: 'case-kind' }, `${capital(nounOf[collection] ?? collection)}: ${story}`),
      h('span', { class: 'case-when' }, time(server.modifiedAt ?? conflict.detectedAt)),
      icon('chevron'),
    ),
  );
}
