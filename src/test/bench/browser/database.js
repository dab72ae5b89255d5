/** Run in a page: the local databases that are compared, with the same tables and indexes. */

export const SCHEMA = { companies: 'id, name, region', contacts: 'id, company' };

/**
 * @param {import('playwright-core').Page} page
 * @param {Record<string, unknown>} options of configure()
 */
export function openTidemark(page, options = {}) {
  return page.evaluate(
    async ({ schema, more }) => {
      const { Dexie } = await import('dexie');
      const { tidemark } = await import('@tidemark/client');
      const db = new Dexie('bench', { addons: [tidemark] });
      db.version(1).stores(schema);
      db.tidemark.configure({
        ...{ url: '/api', collections: ['companies', 'contacts'], user: 'alice', syncOnLogin: false },
        ...{ timeout: 300_000, ...more },
      });
      await db.open();
      globalThis.db = db;
    },
    { schema: SCHEMA, more: options },
  );
}
