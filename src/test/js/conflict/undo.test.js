import test from 'node:test';
import assert from 'node:assert/strict';
import { AWAY } from '../answers.js';
import { id, row, serverWith } from '../companies.js';
import { ModelServer } from '../model-server.js';
import { ONCE, browser, companyInConflict, sync } from '../world.js';

/** A decision can be taken back until it is sent, and everybody sees whether. */

test('undo says whether it works, also after another tab has sent the decision', async () => {
  const server = new ModelServer();
  const db = await browser(server, 'alice');
  const record = await companyInConflict(db, server);
  const [{ id, canUndo }] = await db.tidemark.conflicts();
  assert.deepEqual([canUndo, await db.tidemark.canUndo(id)], [false, false]);
  await db.tidemark.resolve(id, 'client');
  assert.equal((await db.tidemark.conflict(id)).canUndo, true);
  assert.equal(await db.tidemark.canUndo(id), true);
  const tab = await browser(server, 'alice', { name: db.name });
  await sync(tab);
  assert.equal(await db.tidemark.canUndo(id), false);
  assert.equal(await db.tidemark.undo(id), false);
  assert.equal(await db.tidemark.resolve(id, 'server'), false, 'and what is decided is not decided again');
  assert.equal((await db.companies.get(record.id)).phone, 'alice');
});

test('undo does not work while the decision is under way, nor after another edit', async () => {
  const server = new ModelServer();
  let send = server.as('alice');
  const db = await browser(server, 'alice', { fetch: (...request) => send(...request), options: ONCE });
  const record = await companyInConflict(db, server);
  const [{ id }] = await db.tidemark.conflicts();
  await db.tidemark.resolve(id, 'client');
  await db.companies.update(record.id, { notes: 'later' });
  assert.equal(await db.tidemark.canUndo(id), false);
  await db.tidemark.resolve(id, 'client');
  assert.equal(await db.tidemark.canUndo(id), true);
  send = AWAY;
  await sync(db, 'offline');
  assert.equal(await db.tidemark.canUndo(id), false);
});

test('undo keeps where the record is, which a pull has told since the decision', async () => {
  for (const choice of ['client', 'server', { fields: { phone: 'both' } }]) {
    const server = serverWith(2);
    server.gates.companies = 'receive';
    const send = server.as('alice');
    let isPageLost = false;
    const fetch = async (url, init) => {
      const body = isPageLost && init.body ? JSON.parse(init.body) : {};
      if (body.pull && !body.push) return AWAY();
      const answer = await send(url, init);
      return body.push ? new Response(JSON.stringify({ ...(await answer.json()), pull: undefined })) : answer;
    };
    const db = await browser(server, 'alice', { fetch, options: ONCE });
    await sync(db);
    isPageLost = true;
    await db.companies.add(row(7));
    await sync(db, 'offline');
    for (const one of [1, 7]) {
      await db.companies.update(id(one), { phone: 'alice' });
      server.write('bob', 'companies', id(one), { phone: 'bob' });
    }
    await sync(db, 'offline');
    const conflict = (await db.tidemark.conflicts()).find(({ record }) => record === id(7));
    await db.tidemark.resolve(conflict.id, choice);
    isPageLost = false;
    // The other conflict lets nothing go: what comes is where the record is.
    await sync(db, null);
    assert.equal(await db.tidemark.undo(conflict.id), true);
    await sync(db, null);
    const { server: theirs } = await db.tidemark.conflict(conflict.id);
    assert.deepEqual([theirs.deleted, theirs.fields?.phone], [undefined, 'bob'], 'nobody has deleted it');
    await db.tidemark.resolveAll('server');
    await sync(db);
    assert.equal((await db.companies.get(id(7))).phone, 'bob');
  }
});
