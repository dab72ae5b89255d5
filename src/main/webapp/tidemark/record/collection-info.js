import { STATE } from './hidden-tables.js';

/**
 * What the server last said of itself (GET /api): which fields it takes, which gate a collection has, who is asking.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {import('../types.js').CollectionInfo} CollectionInfo
 * @typedef {import('../types.js').ServerInfo} ServerInfo
 */

/**
 * @param {Context} ctx
 * @param {string} name
 * @returns {CollectionInfo | undefined} undefined before the first contact
 */
export function collectionInfo(ctx, name) {
  return ctx.server?.collections.find((collection) => collection.name === name);
}

/**
 * Fields that the server takes. Others belong to the application alone and are never sent. Before the first contact
 * every field counts: nothing that may have to be sent goes unnoticed.
 * @param {Context} ctx
 * @param {string} collection
 * @returns {(field: string) => boolean}
 */
export function writable(ctx, collection) {
  const info = collectionInfo(ctx, collection);
  if (!info) return () => true;
  const names = new Set(info.fields.filter((field) => !field.readOnly).map((field) => field.name));
  return (field) => names.has(field);
}

/**
 * Fields that come from the server; the rest of a row survives a pull.
 * @param {Context} ctx
 * @param {string} collection
 * @returns {(field: string) => boolean}
 */
export function served(ctx, collection) {
  const info = collectionInfo(ctx, collection);
  const names = new Set(info?.fields.map((field) => field.name));
  return (field) => !info || names.has(field);
}

/**
 * @param {Context} ctx
 * @param {string} collection
 * @returns {{name: string, target: string}[]} fields that hold the id of another record
 */
export function references(ctx, collection) {
  const fields = collectionInfo(ctx, collection)?.fields ?? [];
  return fields.flatMap(({ name, type, target }) =>
    type === 'reference' && target ? [{ name, target }] : [],
  );
}

/**
 * @param {Context} ctx
 * @param {string} collection
 * @returns {'block' | 'receive' | 'isolate'} block, the pattern's own rule, unless the server says otherwise
 */
export const gateOf = (ctx, collection) => collectionInfo(ctx, collection)?.gate ?? 'block';

/**
 * @param {Context} ctx
 * @param {'changes' | 'bytes' | 'page'} name
 * @returns {number} what the server takes or gives at a time; what is no limit, or none that anything could keep to,
 *   counts as none
 */
export function limitOf(ctx, name) {
  const limit = ctx.server?.limits?.[name];
  return Number.isSafeInteger(limit) && Number(limit) > 0 ? Number(limit) : Infinity;
}

/**
 * @param {Context} ctx
 * @returns {Promise<void>}
 */
export async function recallServer(ctx) {
  const row = await ctx.db.table(STATE).get('server');
  ctx.server = row?.info ?? null;
}
