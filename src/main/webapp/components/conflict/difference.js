/** What differs between the three states of a record in conflict, field by field. Pure. */
import { fieldsOf } from './collections.js';
import { equal, read } from './values.js';

/**
 * @typedef {object} Side
 * @property {import('./values.js').Values} [fields]
 * @property {boolean} [deleted]
 * @property {number} [version]
 * @property {string} [modifiedAt]
 * @property {string} [modifiedBy]
 */
/**
 * @typedef {object} Conflict as `db.tidemark.conflicts()` gives it, or the server's desk
 * @property {string} id
 * @property {string} collection
 * @property {string} record
 * @property {string} kind
 * @property {string} detectedAt
 * @property {Side | null} base null: neither side knew the record
 * @property {Side} client
 * @property {Side} server
 * @property {{ outcome: string, at?: string }} [resolution]
 * @property {boolean} [canUndo]
 * @property {boolean} [closed] somebody else has decided it, and the next sync brings the outcome
 */
/** `both`: changed on both sides, differently; `client`, `server`: on that side alone; `agreed`: alike on both */
/** @typedef {'both' | 'client' | 'server' | 'agreed'} Kind */
/** @typedef {'base' | 'client' | 'server'} Origin */
/** @typedef {{ field: import('./collections.js').Field, base: any, client: any, server: any, kind: Kind }} Difference */

/**
 * @param {Conflict} conflict
 * @param {import('./collections.js').Field[]} [described]
 * @returns {Difference[]} every field, in the order in which they are described
 */
export const differences = (conflict, described) =>
  fieldsOf(conflict, described).map((field) => {
    const { base } = conflict;
    const values = {
      base: read(base?.fields, field.path),
      client: read(fieldsOn('client', conflict), field.path),
      server: read(fieldsOn('server', conflict), field.path),
    };
    return { field, ...values, kind: kindOf(values, Boolean(base?.fields)) };
  });

/**
 * What a side has. Of a record that may no longer be read nothing is told: it counts as it was before, since a value
 * that nobody sees must not be taken for one that was removed.
 *
 * @param {'client' | 'server'} side
 * @param {Conflict} conflict
 * @returns {import('./values.js').Values | undefined}
 */
export function fieldsOn(side, conflict) {
  const { fields, deleted } = conflict[side];
  return fields ?? (deleted ? undefined : conflict.base?.fields);
}

/**
 * @param {{ base: any, client: any, server: any }} values
 * @param {boolean} isBased whether there is a base at all: two records added under one id have none
 * @returns {Kind}
 */
function kindOf({ base, client, server }, isBased) {
  if (equal(client, server)) return 'agreed';
  if (!isBased) return 'both';
  if (equal(client, base)) return 'server';
  return equal(server, base) ? 'client' : 'both';
}

/** Whether there is something to decide. @param {Pick<Conflict, 'resolution' | 'closed'>} conflict */
export const isOpen = ({ resolution, closed }) => !resolution && !closed;

/** @param {Conflict} conflict @returns {'client' | 'server' | null} the side that deleted the record */
export const deletedOn = ({ client, server }) =>
  client.deleted ? 'client' : server.deleted ? 'server' : null;

/** @param {'client' | 'server'} side @returns {'client' | 'server'} */
export const otherSide = (side) => (side === 'client' ? 'server' : 'client');

/**
 * Whether a field has to be looked at before deciding: it differs; or, where one side is deleted, the other changed it,
 * since that is what a choice keeps or loses.
 *
 * @param {Conflict} conflict
 * @param {Difference} difference
 */
export function matters(conflict, difference) {
  const deleted = deletedOn(conflict);
  if (!deleted) return difference.kind !== 'agreed';
  const living = difference[otherSide(deleted)];
  return conflict.base?.fields ? !equal(living, difference.base) : living !== null;
}

/**
 * What choosing one side in full would leave behind of the other.
 *
 * @param {Difference[]} list
 * @param {'client' | 'server'} chosen
 * @returns {string[]} labels of the fields
 */
export const dropped = (list, chosen) =>
  list.filter(({ kind }) => kind === 'both' || kind === otherSide(chosen)).map(({ field }) => field.label);
