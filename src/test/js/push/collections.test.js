import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { browser, company, sync } from '../world.js';

/** An application synchronises more tables than before, or fewer: nothing is left behind. */

/** A server with a company, and a replica of both collections that has seen it. */
async function both() {
  const server = new ModelServer({ gates: { contacts: 'isolate' } });
  const name = `crm-${Math.random()}`;
  const db = await browser(server, 'alice', { name });
  const { id } = company(db);
  server.write('bob', 'companies', id, company(db));
  await sync(db);
  const again = (...collections) => {
    db.close();
    return browser(server, 'alice', { name, options: { collections } });
  };
  return { server, db, id, again };
}

test('rows of a table that is synchronised from now on are sent', async () => {
  for (const loses of [false, true]) {
    const server = new ModelServer();
    const name = `crm-${Math.random()}`;
    const send = server.as('alice');
    let isLost = false;
    const fetch = async (...request) => {
      const answer = await send(...request);
      if (isLost) throw new TypeError('network');
      return answer;
    };
    const before = await browser(server, 'alice', { name, fetch, options: { collections: ['companies'] } });
    const parent = company(before);
    await before.companies.add(parent);
    await sync(before);
    const kim = { id: before.tidemark.newId(), company: parent.id, name: 'Kim' };
    await before.contacts.add(kim);
    if (loses) {
      // What was under way is in doubt then: all is pulled before anything is pushed.
      await before.companies.update(parent.id, { phone: '2' });
      isLost = true;
      await sync(before, 'offline');
      isLost = false;
      server.replicas.clear();
    }
    before.close();
    const db = await browser(server, 'alice', { name });
    await sync(db);
    assert.equal(server.fields('contacts', kim.id)?.name, 'Kim');
  }
});

test('what changed while a table was not synchronised arrives when it is again', async () => {
  const { server, db, id, again } = await both();
  const kim = db.tidemark.newId();
  server.write('bob', 'contacts', kim, { company: id, name: 'Kim' });
  await sync(db);
  const narrow = await again('companies');
  server.write('bob', 'contacts', kim, { name: 'Kim Olsen' });
  await sync(narrow);
  narrow.close();
  const wide = await again('companies', 'contacts');
  await sync(wide);
  assert.equal((await wide.contacts.get(kim)).name, 'Kim Olsen');
});

test('unsent work of a table that is not synchronised any more waits, stands in the way of nothing, and can be exported', async () => {
  const { server, db, id, again } = await both();
  const kim = { id: db.tidemark.newId(), company: id, name: 'Kim' };
  const doe = { id: db.tidemark.newId(), company: id, name: 'Doe' };
  server.write('bob', 'contacts', doe.id, doe);
  await sync(db);
  await db.contacts.update(doe.id, { name: 'Alice' });
  server.write('bob', 'contacts', doe.id, { name: 'Bob' });
  await sync(db, 'conflicts');
  const blank = { id: db.tidemark.newId(), company: id, name: '' };
  await db.contacts.add(blank);
  await db.tidemark.sync();
  await db.contacts.add(kim);
  const narrow = await again('companies');
  await narrow.companies.update(id, { phone: '2' });
  await sync(narrow);
  assert.equal(server.fields('companies', id).phone, '2');
  assert.deepEqual([await narrow.tidemark.conflicts(), await narrow.tidemark.rejected()], [[], []]);
  assert.equal((await narrow.tidemark.signOut()).status, 'refused');
  const { records } = JSON.parse(await (await narrow.tidemark.exportOutbox()).text());
  assert.deepEqual(records.map(({ row }) => row.name).sort(), ['', 'Alice', 'Kim']);
  // A steward decides, and the server's database begins another life: neither is about what is at hand.
  server.resolve('carol', server.open()[0].id, 'server');
  await sync(narrow);
  server.restore(server.snapshot());
  await sync(narrow);
  narrow.close();
  const wide = await again('companies', 'contacts');
  await wide.tidemark.sync();
  await wide.tidemark.sync();
  assert.equal(server.fields('contacts', kim.id)?.name, 'Kim');
});
