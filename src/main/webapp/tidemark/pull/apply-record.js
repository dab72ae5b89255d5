import { changedFields, without } from '../record/values.js';
import { collectionInfo, served, writable } from '../record/collection-info.js';
import { fieldsOf, metaOf } from '../record/hidden-tables.js';
import { scopeOf, settleRow } from '../record/entry.js';
import { ownFields, rebase } from '../record/merge.js';

/**
 * What a pulled record does to the local one. Pure: null means that nothing changes. A record with an unsent edit or
 * an open conflict is never overwritten; the server's newer side is kept beside it.
 *
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../types.js').ServerSide} ServerSide
 * @typedef {import('../types.js').Upsert} Upsert
 * @typedef {import('../record/merge.js').Outcome} Outcome
 * @typedef {{entry: Entry | null, row: Fields | null}} Local the row with its meta
 * @typedef {{counts: (name: string) => boolean, served: (name: string) => boolean, otherEpoch: boolean,
 *   isManual?: boolean}} Rules isManual: the server merges no two edits of the collection by itself
 */

/**
 * @param {import('../types.js').Context} ctx
 * @param {string} collection
 * @param {boolean} otherEpoch
 * @returns {Rules}
 */
export const rulesOf = (ctx, collection, otherEpoch) => ({
  counts: writable(ctx, collection),
  served: served(ctx, collection),
  isManual: collectionInfo(ctx, collection)?.merge === 'manual',
  otherEpoch,
});

/**
 * @param {Local} local
 * @param {Upsert} upsert
 * @param {string} scope
 * @param {Rules} rules
 * @returns {Outcome | null}
 */
export function absorb({ entry, row }, upsert, scope, rules) {
  const { version } = upsert;
  if (entry) return absorbPinned(entry, row, upsert, scope, rules);
  const meta = metaOf(row);
  // A version says one state. Only what was acknowledged, but not pulled since, may look otherwise on the server.
  const known =
    meta && (version < meta.version || (version === meta.version && !meta.acked && meta.scope === scope));
  if (known && !rules.otherEpoch) return null;
  return clean(row, upsert, scope, rules);
}

/**
 * @param {Entry} entry
 * @param {Fields | null} row
 * @param {Upsert} upsert
 * @param {string} scope
 * @param {Rules} rules
 * @returns {Outcome | null}
 */
function absorbPinned(entry, row, upsert, scope, rules) {
  const { version, fields, modifiedAt, modifiedBy } = upsert;
  const { counts, otherEpoch, isManual } = rules;
  if (entry.withheld) return returned(entry, upsert, scope);
  if (entry.doubt?.fields && changedFields(entry.doubt.fields, fields, counts).length === 0) {
    const { fields: sent } = entry.doubt;
    return onto({ ...without(entry, 'doubt'), isFromServer: true }, row, sent, upsert, scope, rules);
  }
  const isSeen = entry.server?.version === version && entry.server.scope == null;
  if (isSeen && entry.server)
    return { entry: { ...entry, server: { ...entry.server, scope } }, row, meta: null };
  const age = entry.version === null || otherEpoch ? 1 : version - entry.version;
  if (age < 0 || (entry.server?.version && entry.server.version >= version && !otherEpoch)) return null;
  // The server has made something else of what was sent. Where only people merge, nobody else has a part in it.
  const isOwn = isManual && entry.merged === version && !otherEpoch;
  if (isOwn && !entry.sent && !entry.conflict) return onto(entry, row, entry.base, upsert, scope, rules);
  if (age === 0 && (entry.sent || entry.conflict)) {
    // It had left one scope, and arrived in another: it is not gone.
    const there = entry.server?.version === null ? without(entry, 'server') : entry;
    return entry.scope === scope && there === entry ? null : { entry: { ...there, scope }, row, meta: null };
  }
  if (age === 0) return onto(entry, row, entry.base, upsert, scope, rules);
  const free = entry.isActive && row && !entry.conflict && !entry.sent && !otherEpoch;
  if (free && changedFields(fields, fieldsOf(row), counts).length === 0)
    return clean(row, upsert, scope, rules);
  return { entry: { ...entry, server: { version, scope, fields, modifiedAt, modifiedBy } }, row, meta: null };
}

/**
 * The server removed a record from a scope, or the record left it. One that arrived in another scope stays.
 * @param {Local} local
 * @param {string | null} scope null: whatever scope it was in
 * @returns {Outcome | null}
 */
export function absorbRemoval({ entry, row }, scope) {
  if (!entry) {
    const meta = metaOf(row);
    const elsewhere = !meta || (scope !== null && meta.scope !== null && meta.scope !== scope);
    return elsewhere ? null : { entry: null, row: null, meta: null };
  }
  const at = scopeOf(entry);
  const isUnknown = !entry.isFromServer && !entry.server;
  if (isUnknown || entry.withheld || (scope !== null && at !== null && at !== scope)) return null;
  const goneOnBothSides = !entry.isActive && !entry.conflict && !entry.sent;
  if (goneOnBothSides) return { entry: null, row: null, meta: null };
  // A conflict may have told already who deleted it, and when.
  if (entry.server?.deleted) return null;
  return { entry: { ...entry, server: { version: null, scope: null, deleted: true } }, row, meta: null };
}

/**
 * @param {Fields | null} row
 * @param {Upsert} upsert
 * @param {string} scope
 * @param {Rules} rules
 * @returns {Outcome}
 */
function clean(row, { version, fields }, scope, { served }) {
  return { entry: null, row: { ...ownFields(row, served), ...fields }, meta: { version, scope } };
}

/**
 * The edit started from this very state, only looked at differently: what the server made of it becomes its base.
 * @param {Entry} entry
 * @param {Fields | null} row
 * @param {Fields | null} base
 * @param {Upsert} upsert
 * @param {string} scope
 * @param {Rules} rules
 * @returns {Outcome}
 */
function onto(entry, row, base, { version, fields }, scope, { counts, served }) {
  const rest = without(entry, 'server', 'acked', 'merged');
  const next = { ...rest, version, scope, base: { ...ownFields(entry.base, served), ...fields } };
  if (!next.isActive || !row) return { entry: next, row, meta: null };
  const moved = rebase(base, fieldsOf(row), fields, counts);
  return settleRow(next, moved, counts, served);
}

/**
 * A record whose scope may be read again: the user's own fields lie over the server's, refused until looked at.
 * @param {Entry} entry
 * @param {Upsert} upsert
 * @param {string} scope
 * @returns {Outcome}
 */
function returned(entry, { version, fields }, scope) {
  const { withheld, ...rest } = entry;
  const next = {
    ...rest,
    isFromServer: true,
    isModified: true,
    isActive: true,
    version,
    scope,
    base: fields,
  };
  return { entry: { ...next, edits: entry.edits + 1 }, row: { ...fields, ...withheld }, meta: null };
}
