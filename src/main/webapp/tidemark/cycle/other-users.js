import { kindOf } from '../record/entry.js';
import { Events } from '../events.js';
import { databaseName, userIn } from '../record/database-name.js';
import { CONFLICTS, ENTRIES, STATE, isHidden } from '../record/hidden-tables.js';

/**
 * Databases that other users have left in this browser: their session ended, somebody else signed in over it. Whoever
 * comes next could read them. What the server has too may go; what exists here alone is the user's to decide about.
 *
 * @typedef {import('../types.js').Context} Context
 * @typedef {{user: string, pending: number}} Other pending: unsent changes, and rows of tables that are not synchronised
 */

/**
 * @param {Context} ctx
 * @param {string} base the database's name without a user
 * @returns {Promise<Other[]>}
 */
export async function othersOf(ctx, base) {
  const { config } = ctx;
  const others = [];
  for (const name of config ? await dexieOf(ctx).getDatabaseNames() : []) {
    const user = config && userIn(name, base, config);
    const pending = user && name !== ctx.db.name ? await onlyHere(ctx, name, user) : null;
    if (user && pending !== null) others.push({ user, pending });
  }
  return others;
}

/**
 * @param {Context} ctx
 * @param {string} base
 * @param {string} user
 * @param {boolean} discard what exists here alone goes too
 * @returns {Promise<{status: 'forgotten' | 'refused', pending: number}>}
 */
export async function forgetOther(ctx, base, user, discard) {
  const name = nameOf(ctx, base, user);
  const events = new Events();
  events.connect(name);
  try {
    for (const isLeaving of [false, true]) {
      if (name === ctx.db.name) throw new Error(`${user} is signed in: signOut() forgets the data.`);
      // As for a user who leaves: the second look waits for what was being written in another tab; what comes after it
      // fails.
      if (isLeaving) events.emit('leaving', true);
      const pending = await onlyHere(ctx, name, user);
      if (pending === null) return { status: 'forgotten', pending: 0 };
      if (pending === 0 || discard) continue;
      if (isLeaving) events.emit('leaving', false);
      return { status: 'refused', pending };
    }
    await dexieOf(ctx).delete(name);
    return { status: 'forgotten', pending: 0 };
  } finally {
    events.disconnect();
  }
}

/**
 * When a user signs out: who is not here and has nothing here alone loses nothing.
 * @param {Context} ctx
 * @param {string} base
 */
export async function forgetIdle(ctx, base) {
  for (const { user, pending } of await othersOf(ctx, base))
    if (pending === 0 && nameOf(ctx, base, user) !== ctx.db.name) await forgetOther(ctx, base, user, false);
}

/**
 * @param {Context} ctx
 * @param {string} name
 * @param {string} user
 * @returns {Promise<number | null>} null: this is no database of that user
 */
async function onlyHere(ctx, name, user) {
  const db = new (dexieOf(ctx))(name, { addons: [] });
  try {
    await db.open();
    const names = db.tables.map((table) => table.name);
    if (![ENTRIES, CONFLICTS, STATE].every((hidden) => names.includes(hidden))) return null;
    return await db.transaction('r', names, async () => {
      // Another application's name may begin like ours.
      if ((await db.table(STATE).get('replica'))?.user !== user) return null;
      const [entries, conflicts] = await Promise.all([
        db.table(ENTRIES).toArray(),
        db.table(CONFLICTS).toArray(),
      ]);
      const decided = conflicts.filter(({ resolution }) => resolution?.outcome === 'server');
      const collections = ctx.config?.collections ?? [];
      const local = names.filter((table) => !isHidden(table) && !collections.includes(table));
      const rows = await Promise.all(local.map((table) => db.table(table).count()));
      return rows.reduce((sum, count) => sum + count, entries.filter(kindOf).length + decided.length);
    });
  } catch (error) {
    if (/** @type {any} */ (error)?.name === 'NoSuchDatabaseError') return null;
    throw error;
  } finally {
    db.close();
  }
}

/** @param {Context} ctx @param {string} base @param {string} user */
function nameOf({ config }, base, user) {
  if (!config) throw new Error('Call db.tidemark.configure({url, collections, user}) before forget().');
  return databaseName(base, { ...config, user });
}

/** @param {Context} ctx */
const dexieOf = (ctx) => /** @type {import('dexie').DexieConstructor} */ (ctx.db.constructor);
