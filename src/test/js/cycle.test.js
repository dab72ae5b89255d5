import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from './model-server.js';
import { browser, rowsOf, sync } from './world.js';

test('two people edit the same record offline; the conflict is seen, decided, and all end equal', async () => {
  const server = new ModelServer();
  const alice = await browser(server, 'alice');
  const bob = await browser(server, 'bob');
  const id = alice.tidemark.newId();
  await alice.companies.add({ id, name: 'Fjord AS', region: 'emea', phone: '1' });
  await sync(alice);
  await sync(bob);
  await alice.companies.update(id, { phone: '2' });
  await bob.companies.update(id, { phone: '3' });
  await sync(alice);

  const report = await sync(bob, 'conflicts');
  assert.equal(report.conflicts, 1);
  assert.equal((await bob.companies.get(id)).phone, '3', "the user's own side stays on screen");
  const [conflict] = await bob.tidemark.conflicts();
  assert.deepEqual([conflict.kind, conflict.disputed], ['modified-modified', ['phone']]);
  assert.deepEqual(
    [
      conflict.base.fields.phone,
      conflict.client.fields.phone,
      conflict.server.fields.phone,
      conflict.server.modifiedBy,
    ],
    ['1', '3', '2', 'alice'],
  );

  await sync(bob, 'blocked');
  assert.equal(await bob.tidemark.resolve(conflict.id, 'client'), true);
  await sync(bob);
  await sync(alice);
  assert.equal(server.fields('companies', id).phone, '3');
  assert.deepEqual(await rowsOf(alice), await rowsOf(bob));
  assert.equal(server.open().length, 0);
});
