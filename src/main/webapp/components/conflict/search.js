/** Finds conflicts among many: by words, by who changed the record, by collection and by what happened. Pure. */

/** @typedef {import('./difference.js').Conflict} Conflict */
/** @typedef {{ text: string, person: string, collection: string, kind: string }} Filter empty: all */

/** Without accents and case: who searches for `tromso` finds Tromsø only by its o, and `fuhr` finds Führ. */
const plain = (/** @type {unknown} */ value) =>
  String(value ?? '')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase();

/** @param {any} value @returns {unknown[]} every value in it */
const leaves = (value) =>
  value !== null && typeof value === 'object' ? Object.values(value).flatMap(leaves) : [value];

/**
 * @param {Conflict} conflict
 * @param {Filter} filter
 * @param {(string | undefined)[]} [names] of the record, and of the records that it belongs to
 */
export function matches(conflict, { text, person, collection, kind }, names = []) {
  const { client, server, base } = conflict;
  if (person && server.modifiedBy !== person) return false;
  if (collection && conflict.collection !== collection) return false;
  if (kind && conflict.kind !== kind) return false;
  const words = plain(text).split(/\s+/).filter(Boolean);
  if (!words.length) return true;
  const sides = [client.fields, server.fields, client.fields && server.fields ? null : base?.fields];
  const all = plain([...names, server.modifiedBy, ...leaves(sides)].join(' \n'));
  return words.every((word) => all.includes(word));
}

/**
 * @param {Conflict[]} conflicts
 * @returns {{ people: string[], collections: string[], kinds: string[] }} what there is to choose from
 */
export const choices = (conflicts) => ({
  people: sorted(conflicts.map(({ server }) => server.modifiedBy ?? '')),
  collections: sorted(conflicts.map(({ collection }) => collection)),
  kinds: sorted(conflicts.map(({ kind }) => kind)),
});

/** @param {string[]} names */
const sorted = (names) => [...new Set(names)].filter(Boolean).sort((one, other) => one.localeCompare(other));
