import test from 'node:test';
import assert from 'node:assert/strict';
import { Ahead } from '../../../main/webapp/tidemark/cycle/prefetch.js';
import { FakeLocks, withNavigator } from '../fake-browser.js';
import { ModelServer } from '../model-server.js';
import { Dexie, browser, company, rowsOf, sync } from '../world.js';

/** A page that was asked for ahead counts only where the replica then stands as was thought. */

const asked = { replica: 'r', number: 4, cursor: 'c' };
const answer = { kind: 'answer', body: {} };

let config = {};
const configOf = () => config;

function askedAhead(outcome = answer) {
  const ahead = new Ahead(configOf, () => Promise.resolve(outcome));
  ahead.ask(asked);
  return ahead;
}

/** What came of it, for who asks from there. */
const had = async (ahead, from) => (await ahead.come(10))(from);

test('what was asked for ahead is had once', async () => {
  const ahead = askedAhead();
  assert.equal(await had(ahead, { ...asked }), answer);
  assert.equal(await had(ahead, asked), null);
  assert.equal(await had(new Ahead(configOf, () => assert.fail('asked')), asked), null);
});

test('the page that follows is under way as soon as one has come', async () => {
  const sent = [];
  const pages = [
    { cursor: 'd', more: true },
    { cursor: 'e', more: false },
  ];
  const ahead = new Ahead(configOf, (_, { body }) => {
    sent.push(JSON.parse(body).pull);
    return Promise.resolve({ kind: 'answer', body: { pull: pages[sent.length - 1] } });
  });
  ahead.goOn({ ...asked, cursor: 'b' }, { pull: { cursor: 'c', more: true } }, 10);
  await had(ahead, asked);
  assert.deepEqual(sent, [
    { cursor: 'c', page: 10 },
    { cursor: 'd', page: 10 },
  ]);
  assert.equal((await had(ahead, { ...asked, cursor: 'd' })).body.pull, pages[1]);
  assert.equal(await had(ahead, { ...asked, cursor: 'e' }), null);
  assert.equal(sent.length, 2);
});

test('what was asked under another configuration is not had, and nothing follows', async () => {
  const sent = [];
  const more = { kind: 'answer', body: { pull: { cursor: 'd', more: true } } };
  const ahead = new Ahead(configOf, () => {
    sent.push(config);
    return new Promise((resolve) => setImmediate(() => resolve(more)));
  });
  ahead.ask(asked);
  const coming = had(ahead, asked);
  config = {};
  assert.equal(await coming, null);
  assert.equal(sent.length, 1);
});

test('what was asked under another configuration is not waited for', async () => {
  const ahead = new Ahead(configOf, () => new Promise(() => {}));
  ahead.ask(asked);
  config = {};
  assert.equal(await had(ahead, asked), null);
});

test('what is forgotten is not had', async () => {
  const ahead = askedAhead();
  ahead.forget();
  assert.equal(await had(ahead, asked), null);
});

for (const [what, other] of Object.entries({
  replica: 's',
  number: 5,
  cursor: 'd',
})) {
  test(`with another ${what} than was thought it is thrown away`, async () => {
    const ahead = askedAhead();
    assert.equal(await had(ahead, { ...asked, [what]: other }), null);
    assert.equal(await had(ahead, asked), null);
  });
}

test('trouble is had as it is: it counts as the first try', async () => {
  const trouble = { kind: 'unreachable' };
  assert.equal(await had(askedAhead(trouble), asked), trouble);
});

/** A browser whose requests are counted, and that has synchronised all it has. */
async function atRest() {
  const server = new ModelServer();
  const name = `crm-${Math.random()}`;
  const bodies = [];
  const send = server.as('alice');
  let asked = () => {};
  let fault = null;
  const fetch = (url, init) => {
    if (init.body) bodies.push(JSON.parse(init.body));
    asked(url);
    const failing = fault;
    fault = null;
    return failing ? failing(url, init) : send(url, init);
  };
  const db = await browser(server, 'alice', { name, fetch });
  await sync(db);
  bodies.length = 0;
  const onAsked = (listener) => (asked = listener);
  return { server, name, db, fetch, bodies, onAsked, fail: (how) => (fault = how) };
}

test('who has written nothing since the last sync asks before the store is looked up', async () => {
  const { db, bodies, onAsked } = await atRest();
  let isBusy = true;
  const asked = new Promise((resolve) => onAsked(() => resolve(isBusy)));
  const patience = new Promise((resolve) => setTimeout(() => resolve(isBusy), 1000));
  // As long as this transaction lasts no other one can look.
  const busy = db
    .transaction('rw', db.companies, () => Dexie.waitFor(Promise.race([asked, patience])))
    .then(() => (isBusy = false));
  await sync(db);
  await busy;
  assert.equal(await asked, true);
  assert.equal(bodies.length, 1);
});

test('the question is under way while another tab has the turn, and its answer does no harm', () =>
  withNavigator({ locks: new FakeLocks() }, async () => {
    const { server, name, db, bodies } = await atRest();
    const other = await browser(server, 'alice', { name });
    server.write('bob', 'companies', 'c0000000-0000-4000-8000-000000000001', company(db));
    let end;
    const turn = navigator.locks.request(
      `tidemark ${name}`,
      {},
      () => new Promise((resolve) => (end = resolve)),
    );
    const waiting = db.tidemark.sync();
    for (let n = 0; n < 20; n++) await new Promise(setImmediate);
    assert.equal(bodies.length, 1);
    // Meanwhile the other one goes on: what was asked is not what is to be asked now.
    const { cursor } = await other.table('$tidemark_state').get('replica');
    end();
    await withNavigator({}, () => sync(other));
    await turn;
    await waiting;
    assert.notEqual((await db.table('$tidemark_state').get('replica')).cursor, cursor);
    assert.equal((await rowsOf(db)).length, 1);
  }));

test('who has written something sends it, and asks nothing beside', async () => {
  const { server, db, bodies } = await atRest();
  const record = company(db);
  await db.companies.add(record);
  await sync(db);
  assert.deepEqual(
    bodies.map(({ push }) => push?.number),
    [1],
  );
  await sync(db);
  assert.equal(bodies.length, 2);
  assert.ok(server.record('companies', record.id));
});

test('what is written while the question is under way goes with this very sync', async () => {
  const { server, db, bodies, onAsked } = await atRest();
  const record = company(db);
  let writing;
  onAsked(() => (writing ??= db.companies.add(record)));
  await sync(db);
  assert.ok(server.record('companies', record.id));
  assert.deepEqual(
    bodies.map(({ push }) => push?.number),
    [undefined, 1],
  );
});

test('what is written while a push is under way is known to the next sync', async () => {
  const { db, bodies, onAsked } = await atRest();
  await db.companies.add(company(db));
  let writing;
  onAsked(() => (writing ??= db.companies.add(company(db))));
  await sync(db);
  await writing;
  await sync(db);
  assert.deepEqual(
    bodies.map(({ push }) => push?.number),
    [1, 2],
  );
});

test('what is brought early is stored by the transaction that looks', async () => {
  const { server, db } = await atRest();
  const id = 'c0000000-0000-4000-8000-000000000001';
  server.write('bob', 'companies', id, company(db));
  const transactions = [];
  const { transaction } = db.core;
  db.core.transaction = (stores, mode, ...more) => {
    if (mode === 'readwrite' && stores.includes('companies')) transactions.push(stores);
    return transaction(stores, mode, ...more);
  };
  const { pulled } = await sync(db);
  assert.deepEqual([pulled, transactions.length], [1, 1]);
  assert.equal((await rowsOf(db))[0].id, id);
  assert.equal(db.tidemark.lastSync, (await db.table('$tidemark_state').get('replica')).lastSync);
});

/** The server gets six more records, which come by pages of two. */
async function withPages() {
  const at = await atRest();
  at.db.tidemark.configure({
    ...{ url: '/api', collections: ['companies', 'contacts'], page: 2, changesPerPush: 1 },
    ...{ syncOnOnline: false, fetch: at.fetch },
  });
  await sync(at.db);
  at.bodies.length = 0;
  for (let n = 1; n <= 6; n++)
    at.server.write('bob', 'companies', `c0000000-0000-4000-8000-00000000000${n}`, company(at.db));
  return at;
}

test('each page of a pull is stored by the transaction that looks, while the next one is on its way', async () => {
  const { db, onAsked } = await withPages();
  const happened = [];
  onAsked(() => happened.push('asked'));
  const { transaction } = db.core;
  db.core.transaction = (stores, mode, ...more) => {
    if (mode === 'readwrite' && stores.includes('companies')) happened.push('stored');
    return transaction(stores, mode, ...more);
  };
  assert.equal((await sync(db)).pulled, 6);
  assert.deepEqual(happened, ['asked', 'asked', 'stored', 'asked', 'stored', 'stored']);
});

test('where something is to be sent, what was asked for ahead is not followed up', async () => {
  const { server, name, db, bodies } = await withPages();
  const other = await browser(server, 'alice', { name });
  for (let n = 0; n < 3; n++) await other.companies.add(company(other));
  const { applied } = await sync(db);
  assert.equal(applied, 3);
  const pushes = bodies.map(({ push }) => push?.number);
  assert.deepEqual(pushes.slice(0, 5), [undefined, undefined, 1, 2, 3]);
  const cursors = bodies.slice(2).flatMap(({ pull }) => (pull ? [pull.cursor] : []));
  assert.equal(new Set(cursors).size, cursors.length, 'no page is asked for twice');
});

for (const [what, trouble] of Object.entries({
  refused: () => new Response('{}', { status: 503 }),
  unreachable: () => Promise.reject(new TypeError('network')),
})) {
  test(`trouble with what was asked early (${what}) is the first try: the second brings it`, async () => {
    const { server, db, bodies, fail } = await atRest();
    server.write('bob', 'companies', 'c0000000-0000-4000-8000-000000000001', company(db));
    fail(trouble);
    assert.equal((await sync(db)).pulled, 1);
    assert.equal(bodies.length, 2);
  });
}

test('a record of another tab goes out also if what was asked early came to nothing', async () => {
  const { server, name, db, fail } = await atRest();
  const other = await browser(server, 'alice', { name });
  const record = company(other);
  await other.companies.add(record);
  fail(() => Promise.reject(new TypeError('network')));
  assert.equal((await sync(db)).applied, 1);
  assert.ok(server.record('companies', record.id));
});

test('what another tab has written is sent, whatever was asked before it was seen', async () => {
  const { server, name, db, bodies } = await atRest();
  const other = await browser(server, 'alice', { name });
  const record = company(other);
  await other.companies.add(record);
  server.write('bob', 'companies', 'c0000000-0000-4000-8000-000000000001', company(db));
  const report = await sync(db);
  assert.deepEqual([report.applied, report.pulled > 0], [1, true]);
  assert.ok(server.record('companies', record.id));
  assert.equal((await rowsOf(db)).length, 2);
  assert.equal(await other.tidemark.pending().then(({ total }) => total), 0);
  assert.deepEqual(
    bodies.map(({ push }) => push?.number),
    [undefined, 1],
  );
});

test('with an open conflict nothing is asked early: what a steward decided comes with the sync that asks the desk', async () => {
  const { server, db, bodies, onAsked } = await atRest();
  const record = company(db, { phone: '1' });
  await db.companies.add(record);
  await sync(db);
  server.write('bob', 'companies', record.id, { phone: 'bob' });
  await db.companies.update(record.id, { phone: 'alice' });
  await sync(db, 'conflicts');
  const [conflict] = await db.tidemark.conflicts();
  assert.equal((await db.tidemark.sync({ collections: ['contacts'] })).status, 'synced');
  bodies.length = 0;
  onAsked((url) => {
    if (!url.includes('/conflicts/')) return;
    server.resolve('carol', conflict.id, 'server');
    server.write('carol', 'companies', record.id, { phone: 'carol' });
  });
  await sync(db);
  assert.equal((await db.companies.get(record.id)).phone, 'carol');
  assert.equal(bodies.length, 1);
});

test('with a conflict that another tab has found nothing is asked early either', async () => {
  const { server, name, db, bodies } = await atRest();
  const other = await browser(server, 'alice', { name });
  const record = company(other, { phone: '1' });
  await other.companies.add(record);
  await sync(other);
  await sync(db);
  server.write('bob', 'companies', record.id, { phone: 'bob' });
  await other.companies.update(record.id, { phone: 'alice' });
  const told = new Promise((resolve) => db.tidemark.on('conflicts', resolve));
  await sync(other, 'conflicts');
  await told;
  bodies.length = 0;
  await sync(db, 'blocked');
  assert.deepEqual(bodies, []);
});

test('another user asks nothing before it is known who that is', async () => {
  const { server, db } = await atRest();
  const paths = [];
  const send = server.as('bob');
  db.tidemark.configure({
    ...{
      url: '/api',
      collections: ['companies', 'contacts'],
      user: 'bob',
      syncOnOnline: false,
    },
    fetch: (url, init) => {
      paths.push(`${init.method} ${url}`);
      return send(url, init);
    },
  });
  await sync(db);
  assert.deepEqual(paths, ['GET /api', 'POST /api/sync']);
});

test('of a server that was restored no further page is asked for as the replica that was', async () => {
  const { server, bodies, db, fail } = await withPages();
  const send = server.as('alice');
  fail(async (url, init) => {
    const answer = await send(url, init).then((response) => response.json());
    return new Response(JSON.stringify({ ...answer, epoch: crypto.randomUUID() }));
  });
  await sync(db);
  const [{ replica }] = bodies;
  assert.equal(bodies.filter((body) => body.replica === replica).length, 2);
});
