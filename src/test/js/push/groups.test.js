import test from 'node:test';
import assert from 'node:assert/strict';
import { pushes, world } from '../alice-and-bob.js';
import { ModelServer } from '../model-server.js';
import { browser, company, sync } from '../world.js';

/** Groups: what belongs together is applied together or not at all. */

test('changes of one group are applied together or not at all, and are never split', async () => {
  const { server, alice } = await world({ options: { changesPerPush: 2 } });
  const [one, two, three] = [company(alice), company(alice), company(alice, { name: '' })];
  await alice.tidemark.group(['companies'], () => alice.companies.bulkAdd([one, two, three]));
  await alice.companies.add(company(alice));
  const report = await sync(alice);
  assert.deepEqual([report.applied, report.rejected], [1, 3]);
  assert.deepEqual((await alice.tidemark.rejected()).map(({ reason }) => reason).sort(), [
    'group',
    'group',
    'invalid',
  ]);
  assert.equal((await sync(alice)).pushed, 0, 'the others wait for the culprit');
  await alice.companies.update(three.id, { name: 'mended' });
  assert.equal((await sync(alice)).applied, 3);
  assert.equal(server.tables.get('companies').size, 4);
});

test('two groups that changed one record become one', async () => {
  const { server, alice } = await world();
  const [one, two, three] = [company(alice), company(alice), company(alice)];
  await alice.tidemark.group(['companies'], () => alice.companies.bulkAdd([one, two]));
  await alice.tidemark.group(['companies'], async () => {
    await alice.companies.update(two.id, { phone: '2' });
    await alice.companies.add(three);
  });
  await sync(alice);
  const groups = new Set(pushes(server)[0].changes.companies.added.map(({ group }) => group));
  assert.equal(groups.size, 1);
});

test('a group that takes in a record which waits for its push goes as a whole', async () => {
  const server = new ModelServer();
  const send = server.as('alice');
  let during = null;
  const fetch = async (url, init) => {
    const answer = await send(url, init);
    const work = init.body?.includes('"push"') && during;
    if (work) during = null;
    if (work) await work();
    return answer;
  };
  const db = await browser(server, 'alice', { fetch, options: { changesPerPush: 1 } });
  const [one, two, three] = [company(db), company(db), company(db)];
  await db.companies.bulkAdd([one, two, three]);
  await sync(db);
  await db.companies.update(one.id, { phone: '2' });
  await db.companies.update(two.id, { phone: '2' });
  during = () =>
    db.tidemark.group(['companies'], async () => {
      for (const { id } of [one, two, three]) await db.companies.update(id, { notes: 'group' });
      // The server refuses it.
      await db.companies.update(three.id, { name: '' });
    });
  await sync(db);
  await sync(db);
  for (const { id } of [one, two, three]) assert.notEqual(server.fields('companies', id).notes, 'group');
  assert.equal((await db.tidemark.rejected()).length, 3);
});
