import { Events } from './events.js';
import { hiding } from './store/metadata.js';
import { pages } from './pages/middleware.js';
import { renewPages } from './pages/older-layout.js';
import { recallServer } from './record/collection-info.js';
import { addHiddenTables, checkTables, forgetDropped } from './store/schema.js';
import { sealedRows } from './store/sealed-rows.js';
import { STATE } from './record/hidden-tables.js';
import { Tidemark } from './client.js';
import { tracking } from './store/tracking.js';

/**
 * Tidemark, an addon of Dexie: `new Dexie('crm', {addons: [tidemark]})` gives `db.tidemark`. Start reading at
 * cycle/cycle.js, the cycle; store/tracking.js, how writes get into the outbox; client.js, what an application calls.
 *
 * @typedef {import('./types.js').Conflict} Conflict
 * @typedef {import('./types.js').Connection} Connection
 * @typedef {import('./push/pending.js').Pending} Pending
 * @typedef {import('./push/changes.js').LocalChange} LocalChange
 * @typedef {import('./types.js').Options} Options
 * @typedef {import('./types.js').ServerInfo} ServerInfo
 * @typedef {import('./types.js').FieldInfo} FieldInfo
 * @typedef {import('./types.js').Rules} Rules
 * @typedef {import('./types.js').Report} Report
 * @typedef {import('./client.js').Tidemark} TidemarkApi
 */

/** For tests of an application, which have few records: the layout that a large first synchronisation gets. */
export { LAYOUT } from './pages/page.js';
export { isUnavailable } from './store/quota.js';

/**
 * @param {import('dexie').Dexie} db
 */
export function tidemark(db) {
  /** @type {import('./types.js').Context} */
  const ctx = {
    ...{ db, config: null, events: new Events(), server: null, lastSync: null, core: null },
    ...{
      groups: new WeakMap(),
      seen: {},
      isIdentified: false,
      isLeaving: false,
      onTracked: () => {},
      edits: 0,
      freed: 0,
      rest: null,
    },
  };
  addHiddenTables(db);
  db.use(sealedRows);
  db.use(pages(db));
  db.use(hiding);
  db.use(tracking(ctx));
  // Sticky: a database that was closed and opened again recalls what it is.
  db.on(
    'ready',
    async (opening) => {
      checkTables(ctx);
      const keys = await forgetDropped(db);
      const [known] = await db.table(STATE).bulkGet(['replica', 'sealed']); // which refuses what is encrypted
      const { replica = null, lastSync = null } = known ?? {};
      Object.assign(ctx, { replica, lastSync });
      await recallServer(ctx);
      ctx.events.tell('replica', replica);
      await renewPages(db, opening, keys);
    },
    true,
  );
  Object.defineProperty(db, 'tidemark', { value: new Tidemark(ctx), enumerable: false });
}
