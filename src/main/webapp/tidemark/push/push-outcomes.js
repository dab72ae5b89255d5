import { only, settleRow } from '../record/entry.js';
import { serverSide } from '../record/merge.js';
import { without } from '../record/values.js';

/**
 * What the answer to a push does to a record: applied, conflicted or rejected. Pure. A record that was edited again
 * while its change was under way keeps the newer edit in each case.
 *
 * @typedef {import('../types.js').Conflict} Conflict
 * @typedef {import('../types.js').Entry} Entry
 * @typedef {import('../types.js').Fields} Fields
 * @typedef {import('../types.js').Kind} Kind
 * @typedef {import('../types.js').Rejection} Rejection
 * @typedef {import('../record/merge.js').Outcome} Outcome
 * @typedef {{kind: Kind, edits: number, fields: Fields | null, number: number, at: number}} Sent at: when the answer came
 * @typedef {{counts: (name: string) => boolean, served: (name: string) => boolean}} Rules
 */

/**
 * @param {Entry} entry
 * @param {Fields | null} row
 * @param {Sent} sent
 * @param {{version: number, merged?: boolean}} answer merged: the server's record is not what was sent. Until a pull
 *   brings it, the row keeps its old version: what is edited on it meanwhile is merged again, and undoes nothing.
 * @param {Rules} rules
 * @returns {Outcome}
 */
export function applied(entry, row, sent, { version, merged = false }, { counts, served }) {
  const seen = entry.server;
  const rest = without(entry, 'sent', 'conflict', 'doubt', 'rejected', 'tried', 'server', 'merged');
  const unedited = entry.edits === sent.edits;
  if (sent.kind === 'deleted') {
    if (!entry.isActive) return { entry: null, row: null, meta: null };
    // Written again since: for the server it is a new record now.
    const again = { ...rest, isFromServer: false, isModified: false, version: null, scope: null, base: null };
    return { entry: again, row, meta: null };
  }
  const isNews = seen && (seen.version ?? 0) >= (merged ? version : version + 1);
  const server = isNews ? { server: seen } : {};
  // A new record had no version: it gets one below the server's.
  const known = merged ? (entry.version ?? Math.max(1, version - 1)) : version;
  const other = merged ? { merged: version } : {};
  const next = {
    ...rest,
    ...server,
    ...other,
    scope: lastTold(entry),
    isFromServer: true,
    isModified: true,
    version: known,
    acked: sent.number,
    base: { ...rest.base, ...sent.fields },
  };
  if (unedited && next.server) return serverSide(next, row, served);
  // The server had it already, just as it was sent: no pull will bring again what is its own in it.
  const isSame = seen?.fields && seen.version === version && seen.scope != null && !merged;
  if (unedited && isSame) return serverSide({ ...next, server: seen }, row, served);
  // As it was sent, which says of an emptied field that it is null, like the server will.
  const sentRow = row && { ...only(rest.base, served), ...row, ...sent.fields };
  if (unedited)
    return {
      entry: null,
      row: sentRow,
      meta: { version: known, scope: next.scope, acked: sent.number, ...other },
    };
  return settleRow(next, row, counts, served);
}

/**
 * @param {Entry} entry
 * @param {Fields | null} row
 * @param {Conflict} conflict
 * @returns {Outcome}
 */
export function conflicted(entry, row, conflict) {
  const seen = entry.server;
  const rest = without(entry, 'sent', 'rejected', 'tried', 'doubt', 'server');
  const { version = null, fields, deleted, modifiedAt, modifiedBy } = conflict.server;
  const side = deleted
    ? { version, deleted: /** @type {const} */ (true), modifiedAt, modifiedBy }
    : { version, fields, modifiedAt, modifiedBy };
  // Of the same state a pull tells more: the scope.
  const server = (seen?.version ?? 0) >= (version ?? Infinity) ? seen : side;
  const scope = deleted ? rest.scope : lastTold(entry);
  return { entry: { ...rest, scope, isModified: true, conflict: conflict.id, server }, row, meta: null };
}

/**
 * The scope of a record that the server has: as the last pull told it. If that removed the record, nobody knows; nor if
 * it was deleted, and has returned by a resolution, perhaps somewhere else.
 * @param {Entry} entry
 * @returns {string | null}
 */
function lastTold({ server, scope, base }) {
  if (server?.version === null) return null;
  return server?.scope ?? (base === null ? null : scope);
}

/**
 * @param {Entry} entry
 * @param {Fields | null} row
 * @param {Sent} sent
 * @param {Rejection} rejection
 * @returns {Outcome}
 */
export function rejected(entry, row, sent, { reason, detail, violations }) {
  const rest = without(entry, 'sent', 'doubt');
  if (!entry.isFromServer && !entry.isActive) return { entry: null, row: null, meta: null };
  // Edited since: what was refused is not what stands here now, so it is tried again.
  if (entry.edits !== sent.edits) return { entry: rest, row, meta: null };
  const tried = { at: sent.at, times: (entry.rejected ? (entry.tried?.times ?? 0) : 0) + 1 };
  return { entry: { ...rest, rejected: { reason, detail, violations }, tried }, row, meta: null };
}
