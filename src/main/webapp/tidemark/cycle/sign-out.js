import { pending } from '../push/pending.js';

/**
 * A user who signs out leaves nothing behind and loses nothing: what is written meanwhile, in whichever of his tabs,
 * keeps him, or fails.
 *
 * @typedef {import('../types.js').Context} Context
 */

/**
 * Here or in another tab.
 * @param {Context} ctx
 */
export function heedLeaving(ctx) {
  const { db, events } = ctx;
  events.on('leaving', (isLeaving) => (ctx.isLeaving = isLeaving));
  // What another tab deletes as its user leaves is not to be opened again by a live query of this one.
  db.on('versionchange', ({ newVersion }) => {
    if (newVersion !== null || !ctx.isLeaving) return true;
    db.close();
    return false;
  });
}

/**
 * @param {Context} ctx
 * @param {boolean} discard unsent work goes too
 * @param {() => void} stop called when nothing keeps the user any more
 * @returns {Promise<{status: 'signed-out' | 'refused', pending: number}>}
 */
export async function leave(ctx, discard, stop) {
  const { db, events } = ctx;
  const { name } = db;
  for (const isLeaving of [false, true]) {
    // The second look waits for what was being written; what comes after it fails rather than be deleted.
    if (isLeaving) events.emit('leaving', true);
    const { total } = await pending(ctx).catch((error) => {
      events.emit('leaving', false);
      throw error;
    });
    // Another user signed in meanwhile: the database that is open now is his.
    const isOther = db.name !== name;
    if (!isOther && (total === 0 || discard)) continue;
    if (!isOther) events.emit('leaving', false);
    return { status: 'refused', pending: total };
  }
  stop();
  // Not to be opened by itself: a live query of this tab would create it anew. The next configure() allows it again.
  await db.delete();
  if (db.name === name) {
    events.disconnect();
    Object.assign(ctx, { server: null, lastSync: null, replica: undefined, seen: {}, isIdentified: false });
  }
  return { status: 'signed-out', pending: 0 };
}

/**
 * Another user, or another server: the first one's database is closed, and stays as it is for his return.
 * @param {Context} ctx
 * @param {string} name of the database
 */
export function turnTo(ctx, name) {
  if (ctx.db.isOpen()) ctx.db.close({ disableAutoOpen: false });
  /** @type {{name: string}} */ (ctx.db).name = name;
  Object.assign(ctx, { server: null, lastSync: null, replica: undefined, seen: {} });
}
