import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { QUICK, browser, company, companyInConflict, later, sync } from '../world.js';

/** Somebody on the way answers instead of the server: a gateway, a portal, a second server behind the same address. */

const json = (body, status = 200) => Promise.resolve(new Response(JSON.stringify(body), { status }));

/** Alice's browser; `way.to(url, init)` may answer, or do something, before the server does. */
async function onTheWay() {
  const server = new ModelServer();
  const way = { to: () => null };
  const send = server.as('alice');
  const fetch = (url, init) => way.to(url, init, () => send(url, init)) ?? send(url, init);
  const db = await browser(server, 'alice', { fetch });
  return { server, db, way };
}

/** The same, with a conflict. */
async function inConflict() {
  const { server, db, way } = await onTheWay();
  const record = await companyInConflict(db, server);
  return { server, db, way, record };
}

test('JSON that is not the conflict decides nothing', async () => {
  const { db, way, record } = await inConflict();
  way.to = (url) => (url.includes('/conflicts/') ? json({ status: 'maintenance' }) : null);
  await sync(db, 'blocked');
  assert.equal((await db.companies.get(record.id)).phone, 'alice');
  assert.equal((await db.tidemark.conflicts()).length, 1);
});

test('413 to a push of decisions alone is not asked for ever', async () => {
  const { server, db, way } = await inConflict();
  await db.tidemark.resolveAll('server');
  let asked = 0;
  way.to = (url) => (url.endsWith('/sync') && ++asked < 100 ? json({}, 413) : null);
  await db.tidemark.sync();
  assert.ok(asked < 20, `asked ${asked} times`);
  way.to = () => null;
  await sync(db);
  assert.deepEqual(server.open(), []);
});

test('two servers behind one address are not asked for ever', async () => {
  const { server, db, way } = await onTheWay();
  await db.companies.add(company(db));
  await sync(db);
  await db.companies.add(company(db));
  const epochs = [server.epoch, crypto.randomUUID()];
  let asked = 0;
  way.to = (url, init, send) => {
    if (++asked > 100) return null;
    return send().then(async (response) => {
      const body = await response.json();
      return json({ ...body, epoch: epochs[init.body ? 1 : 0] }, response.status);
    });
  };
  await db.tidemark.sync();
  assert.ok(asked < 20, `asked ${asked} times`);
});

for (const path of ['/sync', '/api'])
  test(`409 of a gateway to ${path} begins no new replica`, async () => {
    const { server, db } = await onTheWay();
    await db.companies.add(company(db));
    await sync(db);
    const { replica } = await db.table('$tidemark_state').get('replica');
    await db.companies.add(company(db));
    const send = server.as('alice');
    db.tidemark.configure({
      ...{ url: '/api', collections: ['companies', 'contacts'], ...QUICK },
      fetch: (url, init) => (url.endsWith(path) ? json({}, 409) : send(url, init)),
    });
    await sync(db, 'failed');
    assert.equal((await db.table('$tidemark_state').get('replica')).replica, replica);
  });

for (const many of [true, false])
  test(`413 by somebody on the way to ${many ? 'several changes' : 'one change'} that may have arrived`, async () => {
    const { server, db, way } = await onTheWay();
    await sync(db);
    const record = company(db);
    await db.companies.add(record);
    if (many) await db.companies.add(company(db, { id: 'ffffffff-ffff-4fff-8fff-ffffffffffff' }));
    way.to = (url, init, send) =>
      url.endsWith('/sync') ? send().then(() => Promise.reject(new TypeError('lost'))) : null;
    await sync(db, 'offline');
    await db.companies.update(record.id, { phone: 'edited meanwhile' });
    let asked = 0;
    way.to = (url) => (url.endsWith('/sync') && ++asked === 1 ? json({}, 413) : null);
    await db.tidemark.sync();
    await db.tidemark.sync();
    assert.deepEqual(server.registered, [], 'a device is never in conflict with itself');
    assert.deepEqual(await db.tidemark.rejected(), []);
    assert.equal(server.fields('companies', record.id).phone, 'edited meanwhile');
  });

test('a stream that ends for good is followed anew', async () => {
  const sources = [];
  globalThis.EventSource = class extends EventTarget {
    static CLOSED = 2;
    constructor() {
      super();
      this.readyState = 1;
      sources.push(this);
    }
    close() {
      this.readyState = 2;
    }
  };
  const db = await browser(new ModelServer(), 'alice', { options: { live: true } });
  sources[0].readyState = 2; // as after a 502 of a gateway: the browser does not come back to it
  sources[0].dispatchEvent(new Event('error'));
  await later(50);
  assert.equal(sources.length, 2);
  sources[1].readyState = 2;
  sources[1].dispatchEvent(new Event('error'));
  await db.tidemark.signOut();
  const { length } = sources;
  await later(50);
  assert.equal(sources.length, length);
  delete globalThis.EventSource;
});

test('504 of a gateway: the push may have arrived', async () => {
  const { server, db, way } = await onTheWay();
  await sync(db);
  const record = company(db);
  let tries = 0;
  way.to = (url, init, send) => {
    if (!init.body || !JSON.parse(init.body).push || tries > 1) return null;
    if (++tries === 1)
      return send()
        .then(() => db.companies.delete(record.id))
        .then(() => json({}, 504));
    const type = 'urn:tidemark:problem:malformed-message';
    return json({ type, pointer: '/push/changes/companies/added/0' }, 400);
  };
  await db.companies.add(record);
  await db.tidemark.sync();
  await db.tidemark.sync();
  assert.equal(server.record('companies', record.id), undefined, 'its deletion was sent');
});

test('426 of a gateway does not ask for a reload', async () => {
  const { db, way } = await onTheWay();
  let told = 0;
  db.tidemark.on('updateRequired', () => (told += 1));
  way.to = () => json({}, 426);
  await sync(db, 'failed');
  assert.equal(told, 0);
});
