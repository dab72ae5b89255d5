import test from 'node:test';
import assert from 'node:assert/strict';
import {
  KINDS,
  ORIGIN,
  Store,
  assertWhole,
  installation,
  installed,
  kindOf,
  portal,
  version,
} from '../installation.js';

/**
 * The service worker between a browser that keeps files and a network: what it keeps is the application of one version
 * in whole, or what it kept before.
 */

test('what the build lists is kept with the headers of the server, and opens without a network', async () => {
  const { store, world } = await installed();
  world.isOnline = false;
  await assertWhole(world, 'a');
  const [name] = await store.keys();
  const answer = await (await store.open(name)).match(`${ORIGIN}/`);
  assert.match(answer.headers.get('Content-Security-Policy'), /frame-ancestors/);
  assert.equal(answer.headers.get('X-Content-Type-Options'), 'nosniff');
  assert.equal(answer.headers.get('Content-Type'), KINDS.html);
});

test('a server that goes from one version to the next while it is asked gives one of them, or none', async () => {
  for (let turn = 0; turn <= 8; turn++) {
    const { world } = await installed();
    const [b, c] = [version('b'), version('c')];
    let asked = 0;
    world.to = (file) => {
      const text = (asked++ < turn ? b : c).get(file);
      return new Response(text, {
        headers: { 'Content-Type': kindOf(file) },
      });
    };
    await world.check();
    world.isOnline = false;
    const shown = (await world.get('', 'another page')).match(/version (\w)/)[1];
    await assertWhole(world, shown, 'another page');
  }
});

test('a page that is open goes on with the version that it began with', async () => {
  const { store, world } = await installed();
  await world.get('', 'open');
  world.windows = [{ id: 'open' }];
  world.files = version('b');
  await world.check();
  assert.equal(await world.get('app/main.js', 'open'), version('a').get('app/main.js'));
  await assertWhole(world, 'b', 'the next page');
  world.windows = [{ id: 'the next page' }];
  await world.check();
  assert.equal((await store.keys()).length, 1);
});

test('what is not of the application is neither answered nor kept', async () => {
  const { world } = await installed();
  for (const [path, more] of [
    ['api', { destination: '' }],
    ['api/conflicts', { mode: 'navigate', destination: 'document' }],
    ['sign-in', { method: 'POST', destination: '' }],
  ]) {
    let isAnswered = false;
    const request = { method: 'GET', url: `${ORIGIN}/${path}`, mode: 'cors', ...more };
    world.listeners.fetch({ request, clientId: 'page', respondWith: () => (isAnswered = true) });
    assert.equal(isAnswered, false, path);
  }
});

test('headers that protect the page are kept as they are now, and are no new version', async () => {
  const { store, world } = await installed();
  world.ancestors = "'self'";
  await world.check();
  const [name, ...more] = await store.keys();
  const answer = await (await store.open(name)).match(`${ORIGIN}/`);
  assert.match(answer.headers.get('Content-Security-Policy'), /frame-ancestors 'self'/);
  assert.deepEqual([world.told, more], [[], []]);
});

test('two installations on one origin do not touch each other', async () => {
  const store = new Store();
  const worlds = ['/', '/crm/', '/crm/test/'].map((path) => installation(store, path));
  for (const world of worlds) await world.install();
  worlds[1].files = version('b');
  for (const world of worlds) await world.check();
  for (const world of worlds) world.isOnline = false;
  for (const [i, name] of ['a', 'b', 'a'].entries()) await assertWhole(worlds[i], name, `page ${i}`);
  assert.equal((await store.keys()).length, 3);
});

test('a browser that the worker before this one has spoiled recovers by itself', async () => {
  const store = new Store();
  const old = await store.open('tidemark-shell-0123456789abcdef');
  await old.put(`${ORIGIN}/`, portal());
  const world = installation(store);
  const went = [];
  world.windows = [{ id: 'spoiled', url: `${ORIGIN}/`, navigate: async (url) => went.push(url) }];
  await world.install();
  assert.deepEqual(went, [`${ORIGIN}/`]);
  world.isOnline = false;
  await assertWhole(world, 'a');
  assert.equal((await store.keys()).length, 1);
});

test('what the worker before this one kept well is replaced without a reload, and another installation keeps its own', async () => {
  const store = new Store();
  for (const [name, start] of [
    ['0123456789abcdef', `${ORIGIN}/crm/`],
    ['fedcba9876543210', `${ORIGIN}/`],
  ]) {
    const old = await store.open(`tidemark-shell-${name}`);
    await old.put(start, new Response('<!doctype html>'));
    await old.put(`${start}app/main.js`, new Response('old'));
  }
  const world = installation(store, '/crm/');
  world.windows = [{ id: 'open', url: `${ORIGIN}/crm/`, navigate: async () => assert.fail('it was well') }];
  await world.install();
  const names = await store.keys();
  assert.ok(names.includes('tidemark-shell-fedcba9876543210') && names.length === 2, names.join());
});
