/** What a decision has done, so that it can be taken back: before it is sent, and after. Pure. */

/** @typedef {import('./difference.js').Conflict} Conflict */
/** @typedef {import('./difference.js').Choice} Choice */

/**
 * @param {Conflict} conflict as it was on screen
 * @param {Choice} choice
 * @param {string} title
 * @returns {Omit<import('../state/undo.js').Deed, 'id' | 'at'>} taken back later, it gives the side that was not kept
 */
export function decisionDeed({ id: conflict, collection, record: id, client, server }, choice, title) {
  const whole = (/** @type {import('./difference.js').Side} */ { fields }) =>
    fields ? { id, ...fields } : null;
  const kept =
    choice === 'client' || choice === 'server'
      ? whole(choice === 'client' ? client : server)
      : { id, ...server.fields, ...choice.fields };
  const before = whole(choice === 'server' ? client : server);
  const step = { collection: /** @type {any} */ (collection), id, before, after: kept };
  return { done: 'decided', title, conflicts: [conflict], steps: [step] };
}
