import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  amend,
  canRestore,
  deleteCompany,
  deleteContact,
  restore,
} from '../../../main/webapp/app/state/records.js';
import { ModelServer } from '../model-server.js';
import { browser, company, sync } from '../world.js';

/** Alice and bob, who share one company with one contact. */
async function shared() {
  const server = new ModelServer();
  const [alice, bob] = [await browser(server, 'alice'), await browser(server, 'bob')];
  const { id } = await add(bob);
  const contact = { id: bob.tidemark.newId(), company: id, name: 'Dora' };
  await bob.contacts.add(contact);
  await sync(bob);
  await sync(alice);
  return { alice, bob, id, contact: contact.id };
}

async function add(db) {
  const record = company(db, { phone: 'before' });
  await db.companies.add(record);
  return record;
}

test('a deletion is undone with all that went with it, and leaves nothing to send', async () => {
  const { alice, id } = await shared();
  const records = await deleteCompany(alice, id);
  assert.equal(await alice.contacts.count(), 0);
  assert.equal(await canRestore(alice, records), true);
  assert.equal(await restore(alice, records), 0);
  assert.deepEqual([await alice.companies.count(), await alice.contacts.count()], [1, 1]);
  assert.equal((await alice.tidemark.pending()).total, 0);
  assert.equal(await deleteCompany(alice, 'nobody'), null);
  assert.equal(await deleteContact(alice, 'nobody'), null);
});

test('what another wrote meanwhile is not replaced by the undoing of an old deletion', async () => {
  const { alice, bob, id } = await shared();
  const records = await deleteCompany(alice, id);
  await bob.companies.update(id, { phone: 'of bob' });
  await sync(bob);
  await sync(alice, 'conflicts');
  assert.equal(await canRestore(alice, records), false, 'to be decided');
  assert.ok(await restore(alice, records));
  assert.equal(await alice.companies.get(id), undefined, 'the conflict is decided where it is shown');

  const [conflict] = await alice.tidemark.conflicts();
  await alice.tidemark.resolve(conflict.id, 'server');
  assert.equal(await canRestore(alice, records), false, 'decided');
  await restore(alice, records);
  assert.equal((await alice.companies.get(id)).phone, 'of bob');
  await sync(alice);
  assert.equal(await canRestore(alice, records), false, 'it exists again');
  await restore(alice, records);
  await sync(alice);
  await sync(bob);
  assert.deepEqual(
    [(await alice.companies.get(id)).phone, (await bob.companies.get(id)).phone],
    ['of bob', 'of bob'],
  );
});

test('a contact comes back only to a company that is there', async () => {
  const { alice, id, contact } = await shared();
  const records = await deleteContact(alice, contact);
  await alice.companies.delete(id);
  assert.equal(await restore(alice, records), 1);
  assert.equal(await alice.contacts.count(), 0);
});

test('a change of what is not there any more says that nothing was written', async () => {
  const { alice, id } = await shared();
  assert.equal(await amend(alice.companies, id, { phone: 'new' }), true);
  assert.equal(await amend(alice.companies, id, {}), true, 'nothing was changed, and it is there');
  await alice.companies.delete(id);
  assert.equal(await amend(alice.companies, id, { phone: 'new' }), false);
});
