import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import {
  amend,
  companyRecords,
  contactRecords,
  deleteRecords,
  stepsOf,
} from '../../../main/webapp/app/state/records.js';
import {
  canTakeBack,
  deedsOf,
  forgetAllDeeds,
  forgetDeeds,
  remember,
  takeBack,
} from '../../../main/webapp/app/state/undo.js';
import { heldAnswer } from '../held.js';
import { ModelServer } from '../model-server.js';
import { browser, company } from '../world.js';
import { shared, sync } from './shared.js';

/** What a browser keeps of texts; `room` for how many characters. */
function keep(room = Infinity) {
  const texts = new Map();
  const setItem = (key, text) => {
    if (text.length > room) throw new DOMException('full', 'QuotaExceededError');
    texts.set(key, text);
  };
  globalThis.localStorage = Object.defineProperties(/** @type {any} */ ({}), {
    getItem: { value: (key) => texts.get(key) ?? null },
    setItem: { value: (key, text) => (setItem(key, text), (globalThis.localStorage[key] = text)) },
    removeItem: { value: (key) => (texts.delete(key), delete globalThis.localStorage[key]) },
  });
}

beforeEach(() => keep());

const deed = (steps, more) => remember('alice', { done: 'edited', title: 'Fjord AS', steps, ...more });

/** Alice edits, as a form does. */
async function edit(alice, id, edits) {
  const { before, after } = await amend(
    alice.companies,
    id,
    Object.entries(edits).map(([path, [shown, value]]) => ({ path, shown, value })),
  );
  return deed([{ collection: 'companies', id, before, after }]);
}

/** Alice deletes what she has just seen. */
async function drop(alice, find, id) {
  const records = await find(alice, id);
  assert.equal(await deleteRecords(alice, records), 'deleted');
  return deed(stepsOf(records), { done: 'deleted' });
}

test('an edit that was not sent is withdrawn: nothing is left to send', async () => {
  const { alice, id } = await shared();
  const done = await edit(alice, id, { phone: ['before', 'after'], 'address.city': [null, 'Bergen'] });
  assert.equal((await alice.tidemark.pending()).total, 1);
  assert.deepEqual(await takeBack(alice, done), { done: true, left: 0 });
  assert.equal((await alice.companies.get(id)).phone, 'before');
  assert.equal((await alice.tidemark.pending()).total, 0);
  assert.equal(await canTakeBack(alice, done), false, 'it is taken back');
});

test('an edit that was sent is taken back by another edit, which is sent', async () => {
  const { alice, bob, id } = await shared();
  const done = await edit(alice, id, { phone: ['before', 'after'] });
  await sync(alice);
  assert.equal(await canTakeBack(alice, done), true);
  assert.deepEqual(await takeBack(alice, done), { done: true, left: 0 });
  await sync(alice);
  await sync(bob);
  assert.equal((await bob.companies.get(id)).phone, 'before');
});

test('what somebody else wrote over it stays theirs, and the rest is taken back', async () => {
  const { alice, bob, id } = await shared();
  const done = await edit(alice, id, { phone: ['before', 'after'], notes: [null, 'mine'] });
  await sync(alice);
  await sync(bob);
  await bob.companies.update(id, { phone: 'of bob' });
  await sync(bob);
  await sync(alice);
  assert.deepEqual(await takeBack(alice, done), { done: true, left: 1 });
  const { phone, notes } = await alice.companies.get(id);
  assert.deepEqual([phone, notes ?? null], ['of bob', null]);
  assert.equal(await canTakeBack(alice, done), false);
});

for (const isSent of [false, true])
  test(`a deletion that was ${isSent ? '' : 'not '}sent is undone with all that went with it`, async () => {
    const { alice, bob, id } = await shared();
    const done = await drop(alice, companyRecords, id);
    if (isSent) await sync(alice);
    assert.equal(await canTakeBack(alice, done), true);
    assert.deepEqual(await takeBack(alice, done), { done: true, left: 0 });
    assert.deepEqual([await alice.companies.count(), await alice.contacts.count()], [1, 1]);
    if (!isSent) assert.equal((await alice.tidemark.pending()).total, 0);
    await sync(alice); // would end with conflicts if alice met her own deletion
    await sync(bob);
    assert.deepEqual([await bob.companies.count(), await bob.contacts.count()], [1, 1]);
  });

test('what another wrote meanwhile is not replaced by the undoing of an old deletion', async () => {
  const { alice, bob, id } = await shared();
  const done = await drop(alice, companyRecords, id);
  await bob.companies.update(id, { phone: 'of bob' });
  await sync(bob);
  await sync(alice, 'conflicts');
  assert.equal((await takeBack(alice, done)).left, 2);
  assert.equal(await alice.companies.get(id), undefined, 'the conflict is decided where it is shown');

  const [conflict] = await alice.tidemark.conflicts();
  await alice.tidemark.resolve(conflict.id, 'server');
  await takeBack(alice, done);
  assert.equal((await alice.companies.get(id)).phone, 'of bob');
  await sync(alice);
  await takeBack(alice, done);
  await sync(alice);
  await sync(bob);
  assert.deepEqual(
    [(await alice.companies.get(id)).phone, (await bob.companies.get(id)).phone],
    ['of bob', 'of bob'],
  );
});

test('a contact comes back only to a company that is there', async () => {
  const { alice, id, contact } = await shared();
  const done = await drop(alice, contactRecords, contact);
  await alice.companies.delete(id);
  assert.equal(await canTakeBack(alice, done), false);
  assert.deepEqual(await takeBack(alice, done), { done: false, left: 1 });
  assert.equal(await alice.contacts.count(), 0);
});

test('what was added goes, unless somebody has worked on it since', async () => {
  const { alice, bob } = await shared();
  const add = async () => {
    const after = { id: alice.tidemark.newId(), name: 'Sylt', region: 'emea', phone: null };
    await alice.companies.add(after);
    return deed([{ collection: 'companies', id: after.id, before: null, after }], { done: 'added' });
  };
  const first = await add();
  assert.deepEqual(await takeBack(alice, first), { done: true, left: 0 });
  assert.equal((await alice.tidemark.pending()).total, 0);

  const second = await add();
  await sync(alice);
  await sync(bob);
  await bob.contacts.add({ id: bob.tidemark.newId(), company: second.steps[0].id, name: 'Edda' });
  await sync(bob);
  await sync(alice);
  assert.equal(await canTakeBack(alice, second), false, 'it has a contact');
  const third = await add();
  await alice.companies.update(third.steps[0].id, { phone: '1' });
  assert.equal(await canTakeBack(alice, third), false, 'it has a phone');
});

for (const [chosen, isSent] of /** @type {['client' | 'server', boolean][]} */ ([
  ['client', false],
  ['client', true],
  ['server', true],
]))
  test(`a decision for the ${chosen} that was ${isSent ? '' : 'not '}sent is taken back`, async () => {
    const { alice, bob, id } = await shared();
    await alice.companies.update(id, { phone: 'of alice' });
    await bob.companies.update(id, { phone: 'of bob' });
    await sync(bob);
    await sync(alice, 'conflicts');
    const [{ id: conflict, client, server }] = await alice.tidemark.conflicts();
    await alice.tidemark.resolve(conflict, chosen);
    const [kept, lost] = chosen === 'client' ? [client, server] : [server, client];
    const step = {
      collection: 'companies',
      id,
      before: { id, ...lost.fields },
      after: { id, ...kept.fields },
    };
    const half = { phone: { pick: { text: 'in my own words' }, sides: '' } };
    const answers = { title: 'Fjord AS', href: '#/conflicts/1', values: {}, shown: {}, half };
    /** @type {any[]} */
    const drafts = [];
    Object.assign(alice, { drafts: { put: async (draft) => drafts.push(draft) } });
    const done = deed([step], { done: 'decided', conflicts: [conflict], answers });
    if (isSent) await sync(alice);
    assert.equal(await canTakeBack(alice, done), true);
    const { isOpen = false } = await takeBack(alice, done);
    assert.equal(isOpen, !isSent, 'before it is sent the conflict is open again');
    assert.deepEqual(
      drafts.map((draft) => [draft.key, draft.half]),
      isSent ? [] : [[`conflicts ${conflict}`, half]],
      'with what was chosen',
    );
    if (!isSent) return;
    await sync(alice);
    await sync(bob);
    assert.equal((await bob.companies.get(id)).phone, chosen === 'client' ? 'of bob' : 'of alice');
  });

test('several decisions at once are taken back as one, before they are sent and after', async () => {
  const { alice, bob, id } = await shared();
  const other = { ...(await bob.companies.get(id)), id: bob.tidemark.newId(), name: 'Second' };
  await bob.companies.add(other);
  await sync(bob);
  await sync(alice);
  const ids = [id, other.id];
  for (const one of ids) await alice.companies.update(one, { phone: 'of alice' });
  for (const one of ids) await bob.companies.update(one, { phone: 'of bob' });
  await sync(bob);
  await sync(alice, 'conflicts');
  const open = await alice.tidemark.conflicts();
  const steps = open.map(({ record, client, server }) => ({
    ...{ collection: /** @type {const} */ ('companies'), id: record },
    ...{ before: { id: record, ...client.fields }, after: { id: record, ...server.fields } },
  }));
  const decide = async () => {
    for (const one of open) await alice.tidemark.resolve(one.id, 'server');
    return deed(steps, { done: 'decided', conflicts: open.map((one) => one.id) });
  };
  const first = await decide();
  assert.deepEqual(await takeBack(alice, first), { done: true, left: 0, isOpen: true });
  assert.equal((await alice.tidemark.pending()).conflicts, 2);
  const second = await decide();
  await sync(alice);
  assert.equal(await canTakeBack(alice, second), true);
  assert.deepEqual(await takeBack(alice, second), { done: true, left: 0 });
  await sync(alice);
  await sync(bob);
  for (const one of ids) assert.equal((await bob.companies.get(one)).phone, 'of alice');
});

for (const [what, phone] of /** @type {const} */ ([
  ['added', undefined],
  ['edited', 'before'],
  ['deleted', 'before'],
]))
  test(`what was ${what} is taken back while it is under way`, async () => {
    const server = new ModelServer();
    const [send, gate] = [server.as('alice'), heldAnswer(server)];
    let isHeld = false;
    const ask = (...request) => (isHeld ? gate.fetch : send)(...request);
    const [alice, bob] = [await browser(server, 'alice', { fetch: ask }), await browser(server, 'bob')];
    const record = company(alice, { phone: 'before' });
    if (what !== 'added') await alice.companies.add(record);
    await sync(alice);
    const { id } = record;
    const doing = {
      added: async () => {
        await alice.companies.add(record);
        return deed([{ collection: 'companies', id, before: null, after: record }], { done: 'added' });
      },
      edited: () => edit(alice, id, { phone: ['before', 'after'] }),
      deleted: () => drop(alice, companyRecords, id),
    };
    const done = await doing[what]();
    isHeld = true;
    const sent = alice.tidemark.sync();
    await gate.reached;
    assert.deepEqual(await takeBack(alice, done), { done: true, left: 0 });
    gate.open();
    await sent;
    isHeld = false;
    await sync(alice);
    await sync(bob);
    for (const db of [alice, bob]) assert.equal((await db.companies.get(id))?.phone, phone);
    assert.equal((await alice.tidemark.pending()).total, 0);
  });

test('the latest deeds are remembered, as many as there is room for, and for their user alone', () => {
  const step = { collection: /** @type {const} */ ('companies'), id: '1', before: null, after: null };
  for (let n = 1; n <= 60; n++) deed([step], { title: `${n}` });
  const deeds = deedsOf('alice');
  assert.deepEqual([deeds.length, deeds[0].title], [50, '60']);
  assert.deepEqual(deedsOf('bob'), []);
  forgetDeeds('alice', deeds[0].id);
  assert.equal(deedsOf('alice')[0].title, '59');

  keep(300);
  for (let n = 1; n <= 9; n++) deed([step], { title: `${n}` });
  assert.equal(deedsOf('alice')[0].title, '9', 'the older ones go first');
  forgetAllDeeds();
  assert.deepEqual(deedsOf('alice'), []);
});
