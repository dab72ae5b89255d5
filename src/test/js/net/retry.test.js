import test from 'node:test';
import assert from 'node:assert/strict';
import { page } from '../answers.js';
import { behind } from '../way.js';
import { QUICK, company, sync } from '../world.js';

/** A server that only starts, or is busy: it is waited for, within bounds. */

for (const [what, answer] of Object.entries({
  404: () => page(404),
  503: () => page(503),
  'an empty 500': () => new Response(null, { status: 500 }),
  502: () => page(502),
  'a page with 500': () => page(500),
}))
  for (const isKnown of [true, false])
    test(`a server that starts answers ${what} ${isKnown ? 'in a session' : 'at the door'}: it is not there yet`, async () => {
      const { server, db, way, told } = await behind();
      const options = { url: '/api', collections: ['companies', 'contacts'], ...QUICK };
      const fetch = async (url, init) => way.to(url, init) ?? server.as('alice')(url, init);
      if (!isKnown) db.tidemark.configure({ ...options, fetch });
      await db.companies.add(company(db));
      way.to = answer;
      await sync(db, 'offline');
      way.to = () => null;
      assert.equal((await sync(db)).applied, 1);
      assert.deepEqual([told, await db.tidemark.rejected()], [[], []]);
    });

test('a server that starts during a sync is waited for', async () => {
  const { server, db } = await behind();
  const starting = [() => page(404), () => page(503), () => new Response(null, { status: 500 })];
  const send = server.as('alice');
  const options = {
    url: '/api',
    collections: ['companies', 'contacts'],
    ...QUICK,
    retry: { base: 1, max: 2, attempts: 4 },
  };
  db.tidemark.configure({ ...options, fetch: (url, init) => starting.shift()?.() ?? send(url, init) });
  await db.companies.add(company(db));
  assert.equal((await sync(db)).applied, 1);
});

for (const [value, isWaitedFor] of [
  ['99999999999999999999999999', false],
  ['9'.repeat(400), false],
  ['-1', true],
  ['soon', true],
  ['1e9', true],
  ['12.5', true],
  ['', true],
  ['Thu, 01 Jan 1970 00:00:00 GMT', true],
  ['Fri, 31 Dec 9999 23:59:59 GMT', false],
  ['Fri, 99 Foo 2026 00:00:00 GMT', true],
])
  test(`Retry-After: ${value.slice(0, 40)} neither holds a sync for long nor makes it hurry`, async () => {
    const { db, way } = await behind();
    await db.companies.add(company(db));
    let busy = 1;
    way.to = (url) =>
      url.endsWith('/sync') && busy-- > 0
        ? new Response('{"type": "urn:tidemark:problem:busy"}', {
            status: 503,
            headers: { 'Retry-After': value },
          })
        : null;
    const report = await db.tidemark.sync();
    assert.equal(report.status, isWaitedFor ? 'synced' : 'failed');
    assert.ok((report.retryAfter ?? 0) <= 24 * 3600_000);
    assert.equal((await sync(db)).status, 'synced');
  });
