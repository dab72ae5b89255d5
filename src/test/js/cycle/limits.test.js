import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { id, named } from '../paged.js';
import { SETTINGS, browser, company, sync } from '../world.js';

/** Limits of the server and settings of the application that nobody can keep to. */

test('limits that nobody can keep to count as none', async () => {
  const limits = [0, -5, 1.5, '7', null, undefined, {}, 1e300];
  for (const limit of limits) {
    const server = new ModelServer();
    for (let n = 1; n <= 3; n++) server.write('bob', 'companies', id(n), named(n));
    const describe = server.describe.bind(server);
    server.describe = (user) => ({
      ...describe(user),
      limits: { changes: limit, bytes: limit, page: limit },
    });
    const asked = [];
    const fetch = (url, init) => {
      asked.push(JSON.parse(init.body ?? '{}').pull?.page);
      return server.as('alice')(url, init);
    };
    const db = await browser(server, 'alice', { fetch });
    await db.companies.bulkAdd([company(db), company(db)]);
    await sync(db);
    assert.equal(await db.companies.count(), 5);
    assert.ok(asked.every((page) => page === undefined || page === 5000));
  }
});

test('no setting asks for nothing at a time, and no collection is called like a member of each object', async () => {
  const db = await browser(new ModelServer());
  for (const name of ['page', 'changesPerPush'])
    assert.throws(
      () => db.tidemark.configure({ ...SETTINGS, [name]: 0 }),
      new RegExp(`${name} must be a number from 1`),
    );
  for (const name of ['__proto__', 'constructor', 'toString'])
    assert.throws(
      () => db.tidemark.configure({ ...SETTINGS, collections: [name] }),
      /give the collection another name/,
    );
});
