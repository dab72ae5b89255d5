import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  amend,
  canRestore,
  companyRecords,
  contactRecords,
  deleteRecords,
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

/** Deletes what is there, as somebody does who has just seen it. */
async function drop(db, find, id) {
  const records = await find(db, id);
  assert.equal(await deleteRecords(db, records), 'deleted');
  return records;
}

async function add(db) {
  const record = company(db, { phone: 'before' });
  await db.companies.add(record);
  return record;
}

test('a deletion is undone with all that went with it, and leaves nothing to send', async () => {
  const { alice, id } = await shared();
  const records = await drop(alice, companyRecords, id);
  assert.equal(await alice.contacts.count(), 0);
  assert.equal(await canRestore(alice, records), true);
  assert.equal(await restore(alice, records), 0);
  assert.deepEqual([await alice.companies.count(), await alice.contacts.count()], [1, 1]);
  assert.equal((await alice.tidemark.pending()).total, 0);
  assert.equal(await companyRecords(alice, 'nobody'), null);
  assert.equal(await contactRecords(alice, 'nobody'), null);
});

test('what another wrote meanwhile is not replaced by the undoing of an old deletion', async () => {
  const { alice, bob, id } = await shared();
  const records = await drop(alice, companyRecords, id);
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
  const records = await drop(alice, contactRecords, contact);
  await alice.companies.delete(id);
  assert.equal(await restore(alice, records), 1);
  assert.equal(await alice.contacts.count(), 0);
});

test('only what its user has seen is deleted: not a contact, nor a value, that came meanwhile', async () => {
  const { alice, bob, id, contact } = await shared();
  const [whole, part] = [await companyRecords(alice, id), await contactRecords(alice, contact)];
  await bob.contacts.add({ id: bob.tidemark.newId(), company: id, name: 'Edda' });
  await sync(bob);
  await sync(alice);
  assert.equal(await deleteRecords(alice, whole), 'moved', 'a contact more');
  const next = await companyRecords(alice, id);
  await bob.companies.update(id, { phone: 'of bob' });
  await bob.contacts.update(contact, { phone: 'of bob' });
  await sync(bob);
  await sync(alice);
  assert.equal(await deleteRecords(alice, next), 'moved', 'another phone');
  assert.equal(await deleteRecords(alice, part), 'moved', 'of the contact, too');
  assert.equal((await alice.tidemark.pending()).total, 0);

  assert.equal(await deleteRecords(alice, await companyRecords(alice, id)), 'deleted');
  assert.equal(await deleteRecords(alice, next), 'gone');
  assert.equal(await deleteRecords(alice, part), 'gone');
});

const outcomeOf = async (table, id, ...edits) => (await amend(table, id, edits)).outcome;

test('a change of what is not there any more says that nothing was written', async () => {
  const { alice, id } = await shared();
  const edit = { path: 'phone', shown: 'before', value: 'new' };
  assert.equal(await outcomeOf(alice.companies, id, edit), 'saved');
  assert.equal(await outcomeOf(alice.companies, id), 'saved', 'nothing was changed, and it is there');
  await alice.companies.delete(id);
  assert.equal(await outcomeOf(alice.companies, id, edit), 'gone');
});

test('a change is not written over what its user has not seen', async () => {
  const { alice, bob, id } = await shared();
  await bob.companies.update(id, { phone: 'of bob', address: { street: 'a', city: 'of bob' } });
  await sync(bob);
  await sync(alice);
  const [phone, street] = [
    { path: 'phone', shown: 'before', value: 'of alice' },
    { path: 'address.street', shown: 'a', value: 'of alice' },
  ];
  const { outcome, record } = await amend(alice.companies, id, [street, phone]);
  assert.deepEqual([outcome, record.phone], ['moved', 'of bob']);
  assert.equal((await alice.tidemark.pending()).total, 0, 'nothing is written, of the street neither');

  assert.equal(await outcomeOf(alice.companies, id, { ...phone, value: 'of bob' }), 'saved', 'they agree');
  assert.equal(await outcomeOf(alice.companies, id, street), 'saved');
  await sync(alice);
  await sync(bob);
  const now = await bob.companies.get(id);
  assert.deepEqual([now.phone, now.address], ['of bob', { street: 'of alice', city: 'of bob' }]);
});

test('a change waits for a write that has begun, and sees it', async () => {
  const { alice, id } = await shared();
  const write = alice.transaction('rw', alice.companies, async () => {
    for (let n = 0; n < 10; n++) await alice.companies.count();
    await alice.companies.update(id, { phone: 'of another' });
  });
  const edit = { path: 'phone', shown: 'before', value: 'of alice' };
  assert.equal(await outcomeOf(alice.companies, id, edit), 'moved');
  await write;
  assert.equal((await alice.companies.get(id)).phone, 'of another');
});
