import assert from 'node:assert/strict';
import { ModelServer } from './model-server.js';
import { id, named } from './paged.js';
import { browser, sync } from './world.js';

/**
 * A browser with one of each: what is applied, conflicts, is rejected, comes and goes.
 *
 * @param fetchOf makes its fetch, given the server
 */
export async function busy(fetchOf, options) {
  const server = new ModelServer({ gates: { companies: 'isolate' } });
  for (let n = 1; n <= 5; n++) server.write('bob', 'companies', id(n), named(n));
  const fetch = fetchOf(server);
  const db = await browser(server, 'alice', { fetch, ...(options && { options }) });
  await sync(db);
  server.write('bob', 'companies', id(1), { name: 'theirs' });
  server.write('bob', 'companies', id(2), { name: 'news' });
  server.erase('bob', 'companies', id(3));
  await db.companies.update(id(1), { name: 'mine' });
  await db.companies.update(id(4), { phone: 'applied' });
  await db.companies.update(id(5), { name: '' });
  await db.companies.add({ ...named(6), phone: 'added' });
  return { server, db, fetch };
}

/** Everything that was written here is on the server, or is still here to be sent or decided. */
export async function nothingIsLost({ server, db }, what) {
  const written = [
    [1, 'name', 'mine'],
    [4, 'phone', 'applied'],
    [5, 'name', ''],
    [6, 'phone', 'added'],
  ];
  for (const [n, field, value] of written) {
    const { isModified, isFromServer } = (await db.tidemark.status('companies', id(n))) ?? {};
    const isHere =
      (await db.companies.get(id(n)))?.[field] === value && (isModified || isFromServer === false);
    assert.ok(server.fields('companies', id(n))?.[field] === value || isHere, `${what}: ${n} is lost`);
  }
}
