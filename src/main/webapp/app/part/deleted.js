/** Who deleted a record, and when, as far as that is known. */
import { h } from './element.js';
import { time } from './time.js';
import { parts, say } from '../texts/texts.js';

/**
 * @param {{ modifiedBy?: string, modifiedAt?: string }} side
 * @returns {(Node | string)[]} "Deleted by bob, 20:03"
 */
export function deletedBy({ modifiedBy, modifiedAt }) {
  const who = h(
    'strong',
    { class: 'deleted' },
    modifiedBy ? parts('deletedBy', { who: h('bdi', {}, modifiedBy) }) : say('deletedMark'),
  );
  return modifiedAt ? [who, ', ', time(modifiedAt)] : [who];
}
