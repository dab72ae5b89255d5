import test from 'node:test';
import assert from 'node:assert/strict';
import { id, namesOf, row, serverWith } from '../companies.js';
import { ModelServer } from '../model-server.js';
import { ONCE, browser, rowsOf, sync } from '../world.js';

/** Records move between scopes, and rights come and go: what a replica holds is what its user may read. */

test('a record that moves to another readable scope is there once, with its edits', async () => {
  const server = serverWith(3);
  const carol = await browser(server, 'carol');
  await sync(carol);
  server.write('carol', 'companies', id(1), { region: 'apac' });
  server.write('carol', 'companies', id(2), { region: 'apac' });
  server.write('carol', 'companies', id(2), { region: 'emea' });
  await sync(carol);
  assert.deepEqual(
    (await rowsOf(carol)).map(({ region }) => region),
    ['apac', 'emea', 'emea'],
  );
});

test('in whatever order a move comes in pages, the record stays', async () => {
  for (let page = 1; page <= 6; page++) {
    const server = serverWith(3);
    const carol = await browser(server, 'carol', { options: { page } });
    await sync(carol);
    for (const [n, region] of [
      [1, 'apac'],
      [2, 'amer'],
      [3, 'apac'],
      [2, 'emea'],
      [1, 'emea'],
      [1, 'amer'],
    ]) {
      server.write('carol', 'companies', id(n), { region });
      if ((n + page) % 3 === 0) await sync(carol);
    }
    await sync(carol);
    assert.deepEqual(
      (await rowsOf(carol)).map(({ region }) => region),
      ['amer', 'emea', 'apac'],
    );
  }
});

test('a record that leaves for a scope that the user may not read leaves the replica', async () => {
  const server = serverWith(2);
  const alice = await browser(server, 'alice');
  await sync(alice);
  server.write('carol', 'companies', id(1), { region: 'apac' });
  await sync(alice);
  assert.deepEqual(await namesOf(alice), ['Company 2']);
});

test('the children of a record that moves move along', async () => {
  const server = serverWith(1);
  server.write('alice', 'contacts', id(7), { company: id(1), name: 'Kim' });
  const carol = await browser(server, 'carol');
  await sync(carol);
  await carol.companies.update(id(1), { region: 'apac' });
  await sync(carol);
  await sync(carol);
  assert.equal(server.record('contacts', id(7)).scope, 'apac');
  assert.equal((await rowsOf(carol, 'contacts')).length, 1);
  assert.equal((await carol.tidemark.pending()).total, 0);
});

test('a withdrawn right takes the records, and nothing of them stays; own unsent work is kept, refused', async () => {
  const server = serverWith(3, { notes: 'secret' });
  const carol = await browser(server, 'carol');
  server.write('carol', 'companies', id(8), row(8, { region: 'apac' }));
  await sync(carol);
  await carol.companies.update(id(1), { phone: 'mine' });
  await carol.companies.delete(id(2));
  server.rights.carol = ['apac'];
  // A pull only: the push would be refused first, which is another test's matter.
  const report = await carol.tidemark.sync({ collections: ['contacts'] });
  assert.deepEqual([report.status, report.removed], ['synced', 2]);
  assert.deepEqual(await namesOf(carol), ['Company 8']);
  const kept = JSON.stringify(await carol.table('$tidemark_entries').toArray());
  assert.ok(!kept.includes('secret') && !kept.includes('Company 1'), kept);
  const refused = await carol.tidemark.rejected();
  assert.deepEqual(refused.map((one) => [one.id, one.reason, one.fields]).sort(), [
    [id(1), 'forbidden', { phone: 'mine' }],
    [id(2), 'forbidden', {}],
  ]);
  await sync(carol);
  assert.equal(server.fields('companies', id(1)).phone, '1');
  assert.equal(await carol.tidemark.discard('companies', id(2)), true);

  server.rights.carol = ['emea', 'apac'];
  await sync(carol);
  assert.equal(
    (await carol.companies.get(id(1))).phone,
    'mine',
    'the right returns: the own work lies on top',
  );
  assert.equal((await carol.tidemark.status('companies', id(1))).rejected.reason, 'forbidden');
  assert.equal(server.fields('companies', id(1)).phone, '1', 'unsent until its user looks at it');
  await carol.tidemark.discard('companies', id(1));
  assert.equal((await carol.companies.get(id(1))).phone, '1');
});

test('a withdrawn right takes open conflicts too', async () => {
  const server = serverWith(1);
  server.gates.companies = 'isolate';
  const carol = await browser(server, 'carol');
  await sync(carol);
  await carol.companies.update(id(1), { phone: 'mine' });
  server.write('alice', 'companies', id(1), { phone: 'theirs' });
  await sync(carol, 'conflicts');
  server.rights.carol = ['apac'];
  await sync(carol);
  assert.deepEqual(await carol.tidemark.conflicts(), []);
  const kept = JSON.stringify([
    await carol.table('$tidemark_entries').toArray(),
    await carol.table('$tidemark_conflicts').toArray(),
  ]);
  assert.ok(!kept.includes('theirs'));
});

test('a withdrawn right takes also what was acknowledged and never pulled', async () => {
  const server = serverWith(1);
  const send = server.as('carol');
  let withdraws = false;
  const fetch = async (url, init) => {
    const answer = await send(url, init);
    if (withdraws && init.method === 'POST') server.rights.carol = ['apac'];
    return answer;
  };
  const carol = await browser(server, 'carol', { fetch, options: { changesPerPush: 1 } });
  await sync(carol);
  await carol.companies.bulkAdd([row(5), row(6)]);
  withdraws = true;
  await sync(carol);
  await sync(carol);
  assert.ok(server.fields('companies', id(5)) || server.fields('companies', id(6)), 'one was taken');
  const refused = await carol.tidemark.rejected();
  assert.deepEqual(
    (await carol.companies.toArray()).map((one) => one.id),
    refused.map((one) => one.id),
    'what is left is the own work that was refused',
  );
});

test('an own record goes also from a scope that came and went between two pulls', async () => {
  const server = serverWith(1);
  server.rights.carol = ['apac'];
  const send = server.as('carol');
  let pushes = -99;
  const fetch = async (url, init) => {
    const answer = await send(url, init);
    if (init.method === 'POST' && ++pushes === 1) server.rights.carol = ['apac'];
    return answer;
  };
  const carol = await browser(server, 'carol', { fetch, options: { changesPerPush: 1 } });
  await sync(carol);
  server.rights.carol = ['emea', 'apac'];
  await carol.companies.bulkAdd([row(5), row(6)]);
  pushes = 0;
  await sync(carol);
  await sync(carol);
  const refused = await carol.tidemark.rejected();
  assert.equal(refused.length, 1, 'one was taken');
  assert.deepEqual(await rowsOf(carol), [await carol.companies.get(refused[0].id)]);
});

test('what left its scope during an edit is not there again because the edit was taken', async () => {
  const server = serverWith(2);
  server.merges.companies = 'fields';
  server.rights.carol = ['emea'];
  const send = server.as('carol');
  let withdraws = false;
  const fetch = async (url, init) => {
    const answer = await send(url, init);
    if (withdraws && init.method === 'POST') server.rights.carol = ['emea'];
    return answer;
  };
  const carol = await browser(server, 'carol', { fetch, options: { changesPerPush: 1 } });
  await sync(carol);
  await carol.companies.update(id(1), { notes: 'mine' });
  server.write('alice', 'companies', id(1), { region: 'apac', phone: 'theirs' });
  await sync(carol);
  server.rights.carol = ['emea', 'apac'];
  await carol.companies.update(id(1), { notes: 'mine again' });
  await carol.companies.update(id(2), { notes: 'mine' });
  withdraws = true;
  await sync(carol);
  await sync(carol);
  assert.equal(server.fields('companies', id(1)).notes, 'mine again', 'the edit was taken');
  assert.deepEqual(
    (await carol.companies.toArray()).map((one) => one.id),
    [id(2)],
  );
});

test('a withdrawn right takes the other side of a conflict on what was never pulled', async () => {
  const server = serverWith(1);
  server.gates.companies = 'isolate';
  const send = server.as('carol');
  let isPageLost = false;
  const fetch = async (url, init) => {
    const { push, pull } = isPageLost && init.body ? JSON.parse(init.body) : {};
    if (pull && !push) throw new TypeError('network');
    const answer = await send(url, init);
    return push ? new Response(JSON.stringify({ ...(await answer.json()), pull: undefined })) : answer;
  };
  const carol = await browser(server, 'carol', { fetch, options: ONCE });
  await sync(carol);
  isPageLost = true;
  await carol.companies.add(row(5));
  await sync(carol, 'offline');
  await carol.companies.update(id(5), { phone: 'mine' });
  server.write('alice', 'companies', id(5), { phone: 'theirs' });
  await sync(carol, 'offline');
  isPageLost = false;
  server.rights.carol = ['apac'];
  await sync(carol);
  const kept = JSON.stringify([
    await carol.table('$tidemark_entries').toArray(),
    await carol.table('$tidemark_conflicts').toArray(),
  ]);
  assert.ok(!kept.includes('theirs'));
  const [conflict] = await carol.tidemark.conflicts();
  assert.equal(conflict.server.deleted, true, 'as far as she may know');
  await carol.tidemark.resolve(conflict.id, 'client');
  await sync(carol);
  assert.equal((await carol.companies.get(id(5))).phone, 'mine', 'her work stays');
  assert.equal((await carol.tidemark.rejected())[0].reason, 'forbidden');
});

test('a record that a resolution brought back, into another scope, leaves with that', async () => {
  const server = serverWith(2);
  server.rights.carol = ['emea', 'apac'];
  const send = server.as('carol');
  let withdraws = false;
  const fetch = async (url, init) => {
    const answer = await send(url, init);
    if (withdraws && init.method === 'POST') server.rights.carol = ['emea'];
    return answer;
  };
  const carol = await browser(server, 'carol', { fetch, options: { changesPerPush: 1 } });
  await sync(carol);
  await carol.companies.update(id(1), { region: 'apac' });
  server.erase('alice', 'companies', id(1));
  await sync(carol, 'conflicts');
  await carol.tidemark.resolveAll('client');
  await carol.companies.update(id(2), { notes: 'mine' });
  withdraws = true;
  await sync(carol);
  await sync(carol);
  assert.equal(server.fields('companies', id(1)).region, 'apac', 'it was brought back');
  assert.deepEqual(
    (await carol.companies.toArray()).map((one) => one.id),
    [id(2)],
  );
});

test('a rejected edit of what was acknowledged and never pulled leaves nothing when it is given up', async () => {
  const changes = [(table, key) => table.delete(key), (table, key) => table.update(key, { phone: '9' })];
  for (const change of changes) {
    const server = serverWith(1);
    const send = server.as('carol');
    let requests = -99;
    const fetch = async (url, init) => {
      if (init.method === 'POST' && ++requests > 1) throw new TypeError('the network is gone');
      return send(url, init);
    };
    const carol = await browser(server, 'carol', { fetch, options: { changesPerPush: 1 } });
    await sync(carol);
    await carol.companies.bulkAdd([row(5), row(6)]);
    requests = 0;
    await carol.tidemark.sync();
    const [taken, ...more] = [id(5), id(6)].filter((one) => server.fields('companies', one));
    assert.ok(taken && more.length === 0, 'one was taken, and no pull came');
    server.rights.carol = ['apac'];
    requests = -99;
    await change(carol.companies, taken);
    await carol.tidemark.sync();
    for (const { collection, id: rejected } of await carol.tidemark.rejected()) {
      await carol.tidemark.discard(collection, rejected);
    }
    await sync(carol);
    assert.deepEqual(await rowsOf(carol), []);
  }
});

test('a conflict that was decided here leaves with its scope, with what undo() would put back', async () => {
  const server = new ModelServer({ gates: { companies: 'receive' } });
  const db = await browser(server, 'carol');
  await db.companies.bulkAdd([row(1), row(2)]);
  await sync(db);
  for (const n of [1, 2]) {
    await db.companies.update(id(n), { phone: '2' });
    server.write('bob', 'companies', id(n), { phone: 'secret' });
  }
  await sync(db, 'conflicts');
  const [decided] = await db.tidemark.conflicts();
  await db.tidemark.resolve(decided.id, 'server');
  server.rights.carol = ['apac'];
  await db.tidemark.sync();
  assert.deepEqual(await db.table('$tidemark_conflicts').toArray(), []);
  assert.equal(await db.tidemark.undo(decided.id), false);
  assert.deepEqual(await rowsOf(db), []);
});
