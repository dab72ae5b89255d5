import test from 'node:test';
import assert from 'node:assert/strict';
import { AWAY } from '../answers.js';
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
