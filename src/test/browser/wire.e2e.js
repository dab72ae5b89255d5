import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCompany, companyNamed, everything } from './api.js';
import { newcomer, person, server, unique, until, useBrowser } from './world.js';

useBrowser();

test('an answer lost on the wire: the push is sent again as it was, and applied once', async (t) => {
  const [edited, added] = [unique('Helder Sluis'), unique('Texel Wol')];
  const id = await addCompany('bob', { name: edited, phone: 'before' });
  const alice = await person(t, 'alice');
  await alice.offline();
  await alice.edit(edited, { Phone: 'after' });
  await alice.add({ Name: added });

  /** @type {{ body: string | null, repeated: boolean }[]} */
  const pushes = [];
  await alice.page.route('**/api/sync', async (route) => {
    const body = route.request().postData();
    if (!JSON.parse(body ?? '{}').push) return route.continue();
    const response = await route.fetch();
    pushes.push({ body, repeated: (await response.json()).push.repeated });
    return pushes.length === 1 ? route.abort('connectionreset') : route.fulfill({ response });
  });
  await alice.online();
  await alice.synced();

  assert.equal(pushes.length, 2);
  assert.equal(pushes[1].body, pushes[0].body);
  assert.deepEqual(
    pushes.map(({ repeated }) => repeated),
    [false, true],
  );
  const { companies } = await everything();
  assert.equal(companies.get(id).fields.phone, 'after');
  assert.equal([...companies.values()].filter(({ fields }) => fields.name === added).length, 1);
  assert.deepEqual(await conflicts(alice), []);
});

test('an edit made while a sync runs survives it and goes with the next', async (t) => {
  const name = unique('Terschelling Licht');
  await addCompany('bob', { name, phone: 'before', notes: 'before' });
  const alice = await person(t, 'alice');
  await alice.offline();
  await alice.edit(name, { Phone: 'first' });
  const push = await holdPush(alice);
  await alice.online();
  await push.arrived;
  await alice.edit(name, { Phone: 'second', Notes: 'during' });
  push.release();
  await alice.synced();

  const { fields } = await companyNamed(name);
  assert.deepEqual([fields.phone, fields.notes], ['second', 'during']);
  assert.equal((await alice.company(name)).phone, 'second');
  assert.deepEqual(await conflicts(alice), []);
});

test('a tab closed in the middle of a sync loses nothing and applies nothing twice', async (t) => {
  const name = unique('Borkum Riff');
  const id = await addCompany('bob', { name, phone: 'before' });
  const alice = await person(t, 'alice');
  await alice.offline();
  await alice.edit(name, { Phone: 'after' });
  const push = await holdPush(alice);
  await alice.online();
  await push.arrived;
  const { version } = (await everything()).companies.get(id);
  await alice.page.close();

  alice.page = await alice.context.newPage();
  await alice.page.goto(`${server}/`);
  await alice.heading('Companies');
  await alice.synced();
  const record = (await everything()).companies.get(id);
  assert.equal(record.fields.phone, 'after');
  assert.equal(record.version, version, 'the repeated push changed nothing');
  assert.deepEqual(await conflicts(alice), []);
});

test('a first pull cut off in the middle shows no half, and goes on to the whole', async (t) => {
  await addCompany('bob', { name: unique('Amrum Bank') });
  const alice = await newcomer(t, 'alice');
  let pages = 0;
  await alice.page.route('**/api/sync', async (route) => {
    const body = JSON.parse(route.request().postData() ?? '{}');
    body.pull.page = 7;
    pages += 1;
    return pages > 2 ? route.abort('connectionreset') : route.continue({ postData: JSON.stringify(body) });
  });
  await alice.giveName();
  await alice.page.getByText('Your companies are on their way.').waitFor();
  await until('the third page was asked for', async () => pages > 2);
  assert.equal((await alice.everything()).companies.length, 0);

  await alice.page.unroute('**/api/sync');
  await alice.sync();
  await alice.synced();
  assert.equal((await alice.everything()).companies.length, (await everything('alice')).companies.size);
});

/** @param {import('./world.js').Person} someone */
const conflicts = (someone) => someone.inApp((db) => db.tidemark.conflicts());

/**
 * The next push reaches the server, its answer waits until it is released.
 * @param {import('./world.js').Person} someone
 */
async function holdPush(someone) {
  const arrived = deferred();
  const released = deferred();
  let held = false;
  await someone.page.route('**/api/sync', async (route) => {
    if (held || !JSON.parse(route.request().postData() ?? '{}').push) return route.continue();
    held = true;
    const response = await route.fetch();
    arrived.resolve(undefined);
    await released.promise;
    await route.fulfill({ response }).catch(() => undefined); // the tab may be gone by now
  });
  return { arrived: arrived.promise, release: () => released.resolve(undefined) };
}

function deferred() {
  /** @type {(value: unknown) => void} */
  let resolve = () => {};
  const promise = new Promise((done) => (resolve = done));
  return { promise, resolve };
}
