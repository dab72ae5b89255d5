import test from 'node:test';
import assert from 'node:assert/strict';
import {
  KINDS,
  PORTAL,
  Store,
  assertWhole,
  installation,
  installed,
  kindOf,
  portal,
  version,
} from '../installation.js';

/** Whatever a network answers instead of a file: the service worker keeps none of it. */

const FOREIGN = {
  'a page of a portal': () => portal(),
  'a page that says that it is what was asked for': (file) => portal({ 'Content-Type': kindOf(file) }),
  'the file, cut off': (file, text) =>
    new Response(text.slice(0, text.length / 2), {
      headers: { 'Content-Type': kindOf(file) },
    }),
  nothing: (file) =>
    new Response('', {
      headers: { 'Content-Type': kindOf(file) },
    }),
  'a part of it': (file, text) => new Response(text, { status: 206, headers: { 'Content-Type': KINDS.js } }),
  'the file as text': (file, text) =>
    new Response(text, { headers: { 'Content-Type': 'application/octet-stream' } }),
  'a page with 503': () => new Response(PORTAL, { status: 503 }),
  'the file, from elsewhere': (file, text) =>
    Object.defineProperty(new Response(text, { headers: { 'Content-Type': KINDS.js } }), 'redirected', {
      value: true,
    }),
  'a redirection': (file, text, init) => {
    if (init.redirect === 'error') throw new TypeError('Failed to fetch');
    return portal();
  },
  'a broken connection': () => {
    throw new TypeError('Failed to fetch');
  },
};

for (const [what, answer] of Object.entries(FOREIGN))
  test(`${what} instead of any one file leaves the old version, and the new one comes when all is well`, async () => {
    for (const bad of version('b').keys()) {
      // The list is read whatever it is served as.
      if (bad === 'shell.txt' && what === 'the file as text') continue;
      const { store, world } = await installed();
      world.files = version('b');
      world.to = (file, init) => (file === bad ? answer(file, world.files.get(file), init) : null);
      await world.check();
      world.isOnline = false;
      world.restart();
      await assertWhole(world, 'a');
      assert.deepEqual([world.told, (await store.keys()).length], [[], 1], bad);
      world.isOnline = true;
      world.to = () => null;
      await world.check();
      assert.deepEqual(world.told, ['shell-changed']);
      world.isOnline = false;
      await assertWhole(world, 'b', 'the next page');
    }
  });

for (const [what, answer] of Object.entries(FOREIGN))
  test(`${what} instead of any one file while it is installed keeps nothing`, async () => {
    for (const bad of version('a').keys()) {
      if (bad === 'shell.txt' && what === 'the file as text') continue;
      const store = new Store();
      const world = installation(store);
      world.to = (file, init) => (file === bad ? answer(file, world.files.get(file), init) : null);
      await assert.rejects(world.install(), bad);
      assert.deepEqual(await store.keys(), []);
      world.to = () => null;
      await world.install();
      world.isOnline = false;
      await assertWhole(world, 'a');
    }
  });

test('a portal that answers everything changes nothing, however often it is asked', async () => {
  const { store, world } = await installed();
  for (const headers of [{ 'Content-Type': 'text/html' }, { 'Content-Type': 'text/javascript' }, {}]) {
    world.to = () => portal(headers);
    for (let time = 0; time < 3; time++) await world.check();
    await assertWhole(world, 'a');
  }
  assert.equal((await store.keys()).length, 1);
});

test('a list that was cut off between two lines, or has a line too many, is none', async () => {
  const { world } = await installed();
  const lines = version('b').get('shell.txt').split('\n');
  for (const spoiled of [
    lines.slice(0, 3),
    [...lines.slice(0, 3), 'end 6'],
    [...lines.slice(0, -2)],
    ['end 0'],
    [...lines, lines[0]],
  ]) {
    world.files = version('b').set('shell.txt', spoiled.join('\n'));
    await world.check();
    await assertWhole(world, 'a');
  }
});

test('what the browser itself kept of a portal is passed over', async () => {
  const { world } = await installed();
  world.files = version('b');
  world.to = (file, { cache }) => (cache === 'reload' ? null : portal());
  await world.check();
  await assertWhole(world, 'b', 'the next page');
});
