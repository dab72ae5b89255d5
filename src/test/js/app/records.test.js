import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  amend,
  companyRecords,
  contactRecords,
  deleteRecords,
} from '../../../main/webapp/app/state/records.js';
import { shared, sync } from './shared.js';

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
  assert.equal(await companyRecords(alice, 'nobody'), null);
  assert.equal(await contactRecords(alice, 'nobody'), null);
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
