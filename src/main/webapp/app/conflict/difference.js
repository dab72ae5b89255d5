/** What differs between the three states of a record in conflict, field by field. Pure: no page, no store. */
import { fieldsOf } from '../part/field.js';
import { equal, read } from '../state/values.js';

/** @typedef {{ fields?: import('../part/field.js').Values, deleted?: boolean, version?: number, modifiedAt?: string, modifiedBy?: string }} Side */
/** @typedef {{ id: string, collection: string, record: string, kind: string, detectedAt: string, disputed?: string[], base: Side | null, client: Side, server: Side }} Conflict */
/** `both`: changed on both sides, differently; `client`, `server`: on that side alone; `agreed`: alike on both */
/** @typedef {'both' | 'client' | 'server' | 'agreed'} Kind */
/** @typedef {{ field: import('../part/field.js').Field, base: any, client: any, server: any, kind: Kind }} Difference */

/**
 * @param {Conflict} conflict
 * @returns {Difference[]} every field, in the order of the forms; those that nobody described last
 */
export function differences({ collection, base, client, server }) {
  return fields(collection, [base, client, server]).map((field) => {
    const values = {
      base: read(base?.fields, field.path),
      client: read(client.fields, field.path),
      server: read(server.fields, field.path),
    };
    return { field, ...values, kind: kindOf(values, Boolean(base?.fields)) };
  });
}

/**
 * @param {{ base: any, client: any, server: any }} values
 * @param {boolean} based whether there is a base at all: two records added under one id have none
 * @returns {Kind}
 */
function kindOf({ base, client, server }, based) {
  if (equal(client, server)) return 'agreed';
  if (!based) return 'both';
  if (equal(client, base)) return 'server';
  return equal(server, base) ? 'client' : 'both';
}

/** @param {string} collection @param {(Side | null)[]} sides @returns {import('../part/field.js').Field[]} */
function fields(collection, sides) {
  const known = fieldsOf[collection] ?? [];
  const tops = new Set(known.map(({ path }) => path.split('.')[0]));
  const names = new Set(sides.flatMap((side) => Object.keys(side?.fields ?? {})));
  const unknown = [...names].filter((name) => name !== 'id' && !tops.has(name));
  return [...known, ...unknown.map((path) => ({ path, label: path, kind: /** @type {const} */ ('text') }))];
}

/**
 * Whether a field has to be looked at before deciding: it differs; or, where one side is deleted, the other changed it,
 * since that is what a choice keeps or loses.
 *
 * @param {Conflict} conflict
 * @param {Difference} difference
 */
export function matters({ base, client, server }, difference) {
  if (!client.deleted && !server.deleted) return difference.kind !== 'agreed';
  const living = client.deleted ? difference.server : difference.client;
  return base?.fields ? !equal(living, difference.base) : living !== null;
}

/**
 * What choosing one side in full would leave behind of the other.
 *
 * @param {Difference[]} list
 * @param {'client' | 'server'} chosen
 * @returns {string[]} labels of the fields
 */
export const dropped = (list, chosen) => {
  const other = chosen === 'client' ? 'server' : 'client';
  return list.filter(({ kind }) => kind === 'both' || kind === other).map(({ field }) => field.label);
};
