import test from 'node:test';
import assert from 'node:assert/strict';
import { withNavigator } from '../fake-browser.js';
import { held } from '../held.js';
import { ModelServer } from '../model-server.js';
import { meeting } from '../way.js';
import { browser, sync } from '../world.js';

/** A signal of the application ends its call at once, and nobody else's. */

test('an application may end a sync by its signal; nothing is lost', async () => {
  const stop = new AbortController();
  const hang = (_, { signal }) => {
    stop.abort();
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
  const { db } = await meeting([hang]);
  const report = await db.tidemark.sync({ signal: stop.signal });
  assert.deepEqual([report.status, report.reason], ['failed', 'aborted']);
  await sync(db);
});

/** Locks of a browser in which one tab has the turn, and keeps it until it is told otherwise. */
function neverReleased() {
  const waiting = [];
  const request = (name, options, work) =>
    options.ifAvailable
      ? work(null)
      : new Promise((resolve, reject) => {
          waiting.push(() => resolve(work({})));
          options.signal?.addEventListener('abort', () => reject(options.signal.reason));
        });
  return { locks: { request }, waiting };
}

test('a signal ends its call, though another tab never gives up its turn', async () => {
  const { locks, waiting } = neverReleased();
  await withNavigator({ locks, onLine: true }, async () => {
    const db = await browser(new ModelServer());
    const control = new AbortController();
    const call = db.tidemark.sync({ signal: control.signal });
    while (waiting.length === 0) await new Promise(setImmediate);
    control.abort();
    const report = await call;
    assert.deepEqual([report.status, report.reason], ['failed', 'aborted']);
    assert.equal((await db.tidemark.sync({ signal: AbortSignal.abort() })).reason, 'aborted');
    // Nobody waits any more; and who comes now, waits for himself.
    const before = waiting.length;
    const next = db.tidemark.sync();
    while (waiting.length === before) await new Promise(setImmediate);
    waiting.at(-1)();
    assert.equal((await next).status, 'synced');
  });
});

for (const first of ['with', 'without']) {
  test(`a signal ends its call while a sync runs that began ${first} it; the others' sync goes on`, async () => {
    const server = new ModelServer();
    const gate = held(server);
    const db = await browser(server, 'alice', { fetch: gate.fetch });
    const control = new AbortController();
    const mine = () => db.tidemark.sync({ signal: control.signal });
    const calls = first === 'with' ? [mine(), db.tidemark.sync()] : [db.tidemark.sync(), mine()].reverse();
    await gate.reached;
    control.abort();
    assert.deepEqual(await calls[0].then(({ status, reason }) => [status, reason]), ['failed', 'aborted']);
    gate.open();
    assert.equal((await calls[1]).status, 'synced');
  });
}

test('a sync whose every call was given up ends', async () => {
  const server = new ModelServer();
  const gate = held(server);
  const db = await browser(server, 'alice', { fetch: gate.fetch });
  const ended = new Promise((resolve) => db.tidemark.on('syncError', resolve));
  const control = new AbortController();
  const calls = [1, 2].map(() => db.tidemark.sync({ signal: control.signal }));
  await gate.reached;
  control.abort();
  for (const report of await Promise.all(calls)) assert.equal(report.reason, 'aborted');
  assert.equal((await ended).reason, 'aborted');
  gate.open();
  await sync(db);
});
