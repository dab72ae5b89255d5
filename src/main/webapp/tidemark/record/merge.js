import { changedFields, equal, own, without } from './values.js';
import { ackedOf, fieldsOf } from './hidden-tables.js';

/**
 * Three states of one record, brought together. Pure.
 *
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../types.js').Meta} Meta
 * @typedef {import('../types.js').ServerSide} ServerSide
 * @typedef {import('./entry.js').Counts} Counts
 * @typedef {{entry: Entry | null, row: Fields | null, meta: Meta | null}} Outcome the state of a record after a decision
 */

/**
 * An edit that started from `base`, moved onto `onto`: what the edit changed stays, the rest follows.
 * Fields that the server does not take stay as they are.
 * @param {Fields | null} base
 * @param {Fields} local
 * @param {Fields} onto
 * @param {Counts} counts
 * @returns {Fields}
 */
export function rebase(base, local, onto, counts) {
  const edited = new Set(changedFields(base, local, counts));
  const mine = Object.entries(local).filter(
    ([name]) => edited.has(name) || !(counts(name) || Object.hasOwn(onto, name)),
  );
  // A field that the edit took away must not come back with the new base.
  const taken = [...edited].filter((name) => !Object.hasOwn(local, name));
  return { ...onto, ...Object.fromEntries(taken.map((name) => [name, null])), ...Object.fromEntries(mine) };
}

/**
 * Fields that both sides changed, differently. With one side deleted, every field is in dispute.
 * @param {Fields | null | undefined} base
 * @param {Fields | null | undefined} client null: deleted
 * @param {Fields | null | undefined} server null: deleted
 * @param {Counts} counts
 * @returns {string[]}
 */
export function disputed(base, client, server, counts) {
  if (!client || !server) return changedFields(client, server, counts);
  return changedFields(client, server, counts).filter(
    (name) =>
      !base || (!equal(own(base, name), own(client, name)) && !equal(own(base, name), own(server, name))),
  );
}

/**
 * What a merged resolution starts from: each side's undisputed changes, and the server's word in a dispute.
 * @param {Fields | null | undefined} base
 * @param {Fields | null | undefined} client
 * @param {Fields | null | undefined} server
 * @param {Counts} counts
 * @returns {Fields}
 */
export function merged(base, client, server, counts) {
  if (!client || !server) return { ...(server ?? client) };
  const open = new Set(disputed(base, client, server, counts));
  const onlyMine = changedFields(base, client, (name) => counts(name) && !open.has(name));
  return { ...server, ...Object.fromEntries(onlyMine.map((name) => [name, own(client, name) ?? null])) };
}

/**
 * The newer of two server sides. A side without a version came from a pull, later than any that has one.
 * @param {ServerSide | undefined} one
 * @param {ServerSide | undefined} other
 * @returns {ServerSide | undefined}
 */
export function newer(one, other) {
  if (!one || !other) return one ?? other;
  return (other.version ?? Infinity) > (one.version ?? Infinity) ? other : one;
}

/**
 * The record as the server has it: what a discarded edit or a lost dispute leaves.
 * @param {Entry} entry
 * @param {Fields | null} row
 * @param {(name: string) => boolean} served fields that come from the server
 * @returns {Outcome}
 */
export function serverSide(entry, row, served) {
  const known =
    entry.version === null ? undefined : { version: entry.version, scope: entry.scope, fields: entry.base };
  const side = entry.server ?? known;
  if (!side || !('fields' in side) || !side.fields || side.version === null) {
    return { entry: null, row: null, meta: null };
  }
  const fields = { ...side.fields, ...ownFields(row ?? entry.base, served) };
  return {
    entry: null,
    row: fields,
    meta: {
      ...{ version: side.version, scope: side.scope ?? entry.scope ?? null },
      ...(entry.server ? {} : ackedOf(entry)),
    },
  };
}

/**
 * Fields of a row that the server knows nothing of: they survive whatever it sends.
 * @param {Fields | null | undefined} row
 * @param {(name: string) => boolean} served
 * @returns {Fields}
 */
export function ownFields(row, served) {
  return Object.fromEntries(Object.entries(fieldsOf(row ?? {})).filter(([name]) => !served(name)));
}

/**
 * @param {Entry} entry
 * @param {import('../types.js').Conflict} conflict
 * @returns {import('../types.js').Side} the newest state that is known of the other side
 */
export const serverOf = (entry, conflict) => asSide(entry) ?? conflict.server;

/**
 * @param {Entry} entry
 * @returns {import('../types.js').Side | undefined}
 */
function asSide({ server }) {
  if (!server) return undefined;
  const side = without(server, 'version', 'scope', 'isAsked');
  return server.version === null ? side : { ...side, version: server.version };
}
