/** A conflict in one line of a list: which record, what happened to it, who and when on the server. */
import { h } from './element.js';
import { nounOf } from './field.js';
import { icon } from './icon.js';
import { time } from './time.js';

/** @param {import('./difference.js').Conflict} conflict */
export const titleOf = ({ client, server, base }) =>
  (client.fields ?? server.fields ?? base?.fields)?.name ?? 'Unnamed';

const kinds = /** @type {Record<string, string>} */ ({
  'modified-modified': 'both sides changed it',
  'modified-deleted': 'you changed it, the server deleted it',
  'deleted-modified': 'you deleted it, the server changed it',
  'added-added': 'both sides added it',
});

/** @param {import('./difference.js').Conflict & { user?: string }} conflict @param {string} href @param {import('./element.js').Child} [more] */
export function caseOf(conflict, href, more) {
  const sentence = (kinds[conflict.kind] ?? conflict.kind).replaceAll(
    'you ',
    conflict.user ? `${conflict.user} ` : 'you ',
  );
  return h(
    'li',
    {},
    h(
      'a',
      { class: 'case', href },
      icon('conflict'),
      h('span', { class: 'case-name' }, titleOf(conflict)),
      h('span', { class: 'case-kind' }, `${nounOf[conflict.collection] ?? conflict.collection}: ${sentence}`),
      h(
        'span',
        { class: 'case-when' },
        conflict.server.modifiedBy ? `${conflict.server.modifiedBy}, ` : '',
        time(conflict.server.modifiedAt ?? conflict.detectedAt),
      ),
      more,
      icon('chevron'),
    ),
  );
}
