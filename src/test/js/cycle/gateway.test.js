import test from 'node:test';
import assert from 'node:assert/strict';
import { page } from '../answers.js';
import { behind } from '../way.js';
import { company, rowsOf, sync } from '../world.js';

/**
 * A gateway or a firewall answers instead of the server. One record that does not come through holds nothing else up,
 * and nothing is applied twice.
 */

const POISON = 'see <script>alert(1)</script> in the ticket';
const isPush = ({ body }) => body !== undefined && JSON.parse(body).push !== undefined;
const changesIn = ({ body }) =>
  Object.values(JSON.parse(body).push?.changes ?? {})
    .flatMap((lists) => Object.values(lists))
    .flat();

const firewall = (answer) => (url, init) => (init.body?.includes('<script>') ? answer() : null);

/** Twenty records, of which those at `places` hold what the firewall does not like. */
const twenty = (db, places = [7]) =>
  Array.from({ length: 20 }, (_, i) =>
    company(db, { name: `Company ${i}`, notes: places.includes(i) ? POISON : null }),
  );

const ANSWERS = {
  ...Object.fromEntries([400, 403, 404, 409, 413, 422, 500].map((status) => [status, () => page(status)])),
  '200, as firewalls do that are shy': () => page(200),
  '302 to a page that explains': () => page(302, { Location: 'https://blocked.example/' }),
  'JSON with 403': () => new Response('{"error": "forbidden"}', { status: 403 }),
};

for (const [what, answer] of Object.entries(ANSWERS))
  test(`a firewall does not let one record through and answers ${what}: the others go, and others' work comes`, async () => {
    const { server, db, way, told } = await behind();
    way.to = firewall(answer);
    const rows = twenty(db);
    await db.companies.bulkAdd(rows);
    server.write('bob', 'companies', 'b0000000-0000-4000-8000-000000000001', { name: 'Bob', region: 'emea' });
    const report = await sync(db);
    assert.deepEqual([report.applied, report.rejected], [19, 1]);
    assert.equal(await db.companies.where({ name: 'Bob' }).count(), 1);
    const [held, ...more] = await db.tidemark.rejected();
    assert.deepEqual([held.id, held.reason, more.length], [rows[7].id, 'gateway', 0]);
    assert.match(held.detail, /^Something between you and the server does not let this change through/);
    assert.deepEqual(
      told.map(([name]) => name),
      ['rejected'],
    );
    assert.ok(way.asked < 40, `asked ${way.asked} times`);
    assert.equal(server.clocks.get('emea'), 20, 'each was applied once');

    way.asked = 0;
    assert.equal((await sync(db)).pushed, 0, 'and is left alone for now');
    assert.equal(way.asked, 1);
    await db.companies.update(rows[7].id, { notes: 'as plain text' });
    assert.equal((await sync(db)).applied, 1);
    assert.deepEqual(await db.tidemark.rejected(), []);
  });

test('several records that a firewall does not like, among edits and deletions', async () => {
  const { server, db, way } = await behind();
  const rows = twenty(db, []);
  await db.companies.bulkAdd(rows);
  await sync(db);
  way.to = firewall(() => page(403));
  for (const [i, { id }] of rows.entries())
    if (i % 4 === 3) await db.companies.delete(id);
    else await db.companies.update(id, { notes: i % 6 === 0 ? POISON : 'fine' });
  const report = await sync(db);
  assert.deepEqual([report.applied, report.rejected], [16, 4]);
  assert.equal((await db.tidemark.rejected()).length, 4);
  assert.equal(server.tables.get('companies').size, 15);
});

test('a group is held back as a whole', async () => {
  const { db, way, server } = await behind(firewall(() => page(403)));
  const [one, two] = [company(db, { notes: POISON }), company(db)];
  await db.tidemark.group(['companies'], () => db.companies.bulkAdd([one, two]));
  await db.companies.bulkAdd(twenty(db, []));
  assert.deepEqual([(await sync(db)).applied, server.tables.get('companies').size], [20, 20]);
  assert.deepEqual((await db.tidemark.rejected()).map(({ id }) => id).sort(), [one.id, two.id].sort());
  assert.ok(way.asked < 40);
});

test('a firewall that reads the answers refuses what has arrived: it is applied once, and in no conflict', async () => {
  const { server, db, way } = await behind();
  const rows = twenty(db);
  await db.companies.bulkAdd(rows);
  way.to = async (url, init, send) => {
    if (!init.body?.includes('<script>')) return null;
    await send();
    return page(403);
  };
  await db.tidemark.sync();
  await db.companies.update(rows[7].id, { phone: 'later' });
  way.to = () => null;
  await sync(db);
  await sync(db);
  assert.deepEqual([server.registered.length, (await db.tidemark.pending()).total], [0, 0]);
  assert.equal(server.tables.get('companies').size, 20);
  assert.equal(server.fields('companies', rows[7].id).phone, 'later');
  assert.equal(server.clocks.get('emea'), 21, 'each was applied once');
});

test('what a firewall refused may arrive later, by whatever way: it is not applied any more', async () => {
  const { server, db, way } = await behind();
  const kept = [];
  way.to = (url, init, send) => (init.body?.includes('<script>') ? (kept.push(send), page(403)) : null);
  await db.companies.bulkAdd(twenty(db));
  await sync(db);
  const clock = server.clocks.get('emea');
  for (const send of kept) await send();
  assert.equal(server.clocks.get('emea'), clock);
  await db.companies.add(company(db));
  assert.equal((await sync(db)).applied, 1);
  assert.equal(server.replicas.size, 1);
});

for (const [what, refuses] of [
  ['every push', isPush],
  ['every push with a change', (init) => init.body !== undefined && changesIn(init).length > 0],
  ['all that is posted', ({ body }) => body !== undefined],
])
  for (const answer of ['403', '500', '200, as firewalls do that are shy'])
    test(`a gateway that refuses ${what} with ${answer} is not the fault of the records`, async () => {
      const { server, db, way, told } = await behind();
      await db.companies.bulkAdd(twenty(db, []));
      server.write('bob', 'companies', 'b0000000-0000-4000-8000-000000000001', {
        name: 'Bob',
        region: 'emea',
      });
      way.to = (url, init) => (refuses(init) ? ANSWERS[answer]() : null);
      for (let time = 0; time < 3; time++) {
        const { status } = await db.tidemark.sync();
        assert.ok(['failed', 'offline'].includes(status), status);
      }
      assert.deepEqual([told, await db.tidemark.rejected()], [[], []]);
      assert.ok(way.asked < 400, `asked ${way.asked} times`);
      const isFetched = (await rowsOf(db)).some(({ name }) => name === 'Bob');
      assert.equal(isFetched, what !== 'all that is posted');
      way.to = () => null;
      await sync(db);
      assert.equal((await db.tidemark.pending()).total, 0);
      assert.equal(server.tables.get('companies').size, 21);
      assert.equal(server.open().length, 0);
    });

test('where nothing comes through, no more than a few are marked, however they come', async () => {
  const { db, way } = await behind();
  way.to = (url, init) => (init.body && changesIn(init).length > 0 ? page(403) : null);
  for (let i = 0; i < 8; i++) {
    await db.companies.add(company(db));
    await db.tidemark.sync();
  }
  assert.equal((await db.tidemark.rejected()).length, 3);
  way.to = () => null;
  await sync(db);
  assert.equal((await db.tidemark.pending()).total, 3);
});

test('what was held back goes again by itself, seldom, and alone', async (t) => {
  const { server, db, way } = await behind(firewall(() => page(403)));
  const rows = twenty(db);
  await db.companies.bulkAdd(rows);
  await sync(db);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 9 * 60_000 });
  assert.equal((await sync(db)).pushed, 0);
  t.mock.timers.tick(2 * 60_000);
  await db.companies.bulkAdd(twenty(db, []));
  way.asked = 0;
  const report = await sync(db);
  assert.deepEqual([report.applied, report.rejected], [20, 0], 'refused once more is no news');
  assert.ok(way.asked < 8, `asked ${way.asked} times: the others are not halved for it`);
  way.to = () => null;
  t.mock.timers.tick(12 * 60_000);
  assert.equal((await sync(db)).pushed, 0, 'it waits longer each time');
  t.mock.timers.tick(24 * 3600_000);
  assert.equal((await sync(db)).applied, 1);
  assert.equal(server.fields('companies', rows[7].id).notes, POISON);
});

test('what was too large once goes again by itself when the server takes more', async (t) => {
  const { server, db } = await behind();
  server.limits = { ...server.limits, bytes: 3000 };
  await db.companies.add(company(db, { notes: 'x'.repeat(5000) }));
  await sync(db);
  assert.equal((await db.tidemark.rejected())[0].reason, 'too-large');
  server.limits = { ...server.limits, bytes: 4 << 20 };
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 3600_000 });
  assert.equal((await sync(db)).applied, 1);
});

for (const status of [500, 502, 503, 504])
  test(`${status} to each push: others' changes come all the same, and nothing that went since comes back`, async () => {
    const { server, db, way } = await behind();
    const rows = [company(db), company(db)];
    await db.companies.bulkAdd(rows);
    way.to = async (url, init, send) => {
      if (!isPush(init)) return null;
      await send();
      return new Response('', { status });
    };
    const first = await db.tidemark.sync();
    assert.equal(first.status, status === 500 ? 'failed' : 'offline');
    server.erase('bob', 'companies', rows[0].id);
    server.write('bob', 'companies', rows[1].id, { phone: 'bob' });
    server.write('bob', 'companies', 'b0000000-0000-4000-8000-000000000001', { name: 'Bob', region: 'emea' });
    assert.equal((await db.tidemark.sync()).pulled, 1);
    way.to = () => null;
    await sync(db);
    assert.deepEqual(
      (await rowsOf(db)).map(({ name, phone }) => [name, phone ?? null]).sort(),
      [
        ['Bob', null],
        ['Fjord AS', 'bob'],
      ].sort(),
    );
    assert.deepEqual([server.registered.length, (await db.tidemark.pending()).total], [0, 0]);
  });

test('a record that the server itself fails over, or that breaks the connection, is found in the end', async () => {
  for (const fail of [
    () => new Response('{"type": "urn:tidemark:problem:internal-server-error"}', { status: 500 }),
    () => Promise.reject(new TypeError('connection reset')),
  ]) {
    const { server, db } = await behind(firewall(fail));
    const rows = twenty(db);
    await db.companies.bulkAdd(rows);
    for (let time = 0; time < 12 && (await db.tidemark.rejected()).length === 0; time++)
      await db.tidemark.sync();
    assert.deepEqual(
      (await db.tidemark.rejected()).map(({ id }) => id),
      [rows[7].id],
    );
    assert.equal(server.tables.get('companies').size, 19);
  }
});
