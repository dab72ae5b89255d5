import test from 'node:test';
import assert from 'node:assert/strict';
import { ModelServer } from '../model-server.js';
import { ESTATE } from '../model/estate.js';
import { busy, nothingIsLost } from '../busy.js';
import { id, named } from '../paged.js';
import { SETTINGS, browser, company, rowsOf, sync } from '../world.js';

/**
 * A server that is broken, or somebody in its place: nothing it sends is stored as it is not described, and no work is
 * lost.
 */

const CONFIG = { ...SETTINGS, retry: { attempts: 1 } };

/** What may stand where something else belongs; the last one has a member of its own by that name. */
const WRONG = [
  undefined,
  null,
  0,
  -1,
  1.5,
  1e300,
  '',
  'x',
  true,
  [],
  [null],
  {},
  [[]],
  ...['{"__proto__": {"polluted": true}}', '{"constructor": {"prototype": {"polluted": true}}}'].map((text) =>
    JSON.parse(text),
  ),
];

/** The places of a JSON value, each as a list of names. */
function placesOf(value, path = []) {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.keys(value).flatMap((name) => placesOf(value[name], [...path, name]))];
}

function replaced(json, path, value) {
  if (path.length === 0) return value;
  const copy = structuredClone(json);
  const parent = path.slice(0, -1).reduce((at, name) => at[name], copy);
  if (value === undefined) delete parent[path.at(-1)];
  else parent[path.at(-1)] = value;
  return copy;
}

/** A fetch whose answers to some requests are changed. */
const between =
  (server, change, user = 'alice') =>
  async (url, init) => {
    const response = await server.as(user)(url, init);
    if (!response.ok) return response;
    const json = await response.json();
    const changed = change(url, json, init);
    return new Response(changed === undefined ? '' : JSON.stringify(changed));
  };

async function lyingTo(lie) {
  const state = { lie: null, seen: null };
  const world = await busy((server) =>
    between(server, (url, json) => {
      if (!state.lie || url.endsWith('/sync') !== (state.lie.of === 'sync')) return json;
      state.seen ??= json;
      return replaced(json, state.lie.path, state.lie.value);
    }),
  );
  state.lie = lie;
  return { ...world, state };
}

async function samples(of) {
  const world = await lyingTo({ of, path: ['nowhere'], value: 0 });
  if (of === 'description') world.db.tidemark.configure({ ...CONFIG, fetch: world.fetch });
  await world.db.tidemark.sync();
  return world.state.seen;
}

test('whatever stands at whatever place of an answer: no error of our own, nothing lost, and it heals', async () => {
  const sample = await samples('sync');
  for (const list of ['applied', 'conflicts', 'rejected']) assert.ok(sample.push[list].length > 0, list);
  let n = 0;
  let defects = 0;
  for (const path of placesOf(sample)) {
    // Some of them at each place, in turns: all of them at all places take a minute.
    for (const value of [0, 1].map((k) => WRONG[(n + k * 7) % WRONG.length])) {
      const what = `/${path.join('/')} = ${JSON.stringify(value)}`;
      const world = await lyingTo({ of: 'sync', path, value });
      const report = await world.db.tidemark.sync();
      assert.doesNotMatch(String(report.reason), /TypeError|RangeError|undefined|DataError/, what);
      assert.equal({}.polluted, undefined);
      await nothingIsLost(world, what);
      const isDefect = report.status === 'failed' && /defective-answer at \//.test(report.reason);
      if (isDefect) defects += 1;
      world.state.lie = null;
      const next = await world.db.tidemark.sync();
      assert.ok(
        ['synced', 'conflicts'].includes(next.status),
        `${what}: then ${next.status} (${next.reason})`,
      );
      await nothingIsLost(world, what);
      if (!isDefect) continue;
      const known = (await rowsOf(world.db)).filter((row) => ![id(1), id(5)].includes(row.id));
      for (const { id: key, ...fields } of known)
        assert.deepEqual(fields, { ...fields, ...world.server.fields('companies', key) }, what);
      assert.equal(known.length, 3, what);
    }
    n += 1;
  }
  assert.ok(defects > 50, `${defects} defects were found`);
});

test('whatever stands at whatever place of the description: no error of our own, nothing lost, and it heals', async () => {
  const sample = new ModelServer().describe('alice');
  let n = 0;
  for (const path of placesOf({ ...sample, collections: sample.collections.slice(0, 1) })) {
    for (const value of [0, 1, 2].map((k) => WRONG[(n + k * 5) % WRONG.length])) {
      const what = `/${path.join('/')} = ${JSON.stringify(value)}`;
      const server = new ModelServer();
      const state = { isLying: true };
      const fetch = between(server, (url, json) =>
        state.isLying && !url.endsWith('/sync') ? replaced(json, path, value) : json,
      );
      const db = await browser(server, 'alice', { fetch, options: { retry: { attempts: 1 } } });
      const row = company(db);
      await db.companies.add(row);
      const report = await db.tidemark.sync();
      assert.doesNotMatch(String(report.reason), /TypeError|RangeError|undefined|DataError/, what);
      assert.equal({}.polluted, undefined);
      assert.ok(await db.companies.get(row.id), what);
      state.isLying = false;
      db.tidemark.configure({ ...CONFIG, fetch });
      if (path[0] === 'user' || path[0] === 'epoch') continue;
      await sync(db);
    }
    n += 1;
  }
});

const ROWS = {
  'a field of another type': [
    (row) => (row.fields.name = 7),
    /fields\/name of c0.* is 7, where the type 'string'/,
  ],
  'a required field that is missing': [(row) => delete row.fields.name, /fields\/name of c0.* is missing/],
  'an id that is none': [(row) => (row.id = 'X'), /upserted\/1\/id is not a lower-case UUID/],
  'no version': [(row) => delete row.version, /upserted\/1\/version is not a version/],
  'a version that no number holds': [
    (row) => (row.version = 2 ** 60),
    /upserted\/1\/version is not a version/,
  ],
  'no fields': [(row) => delete row.fields, /upserted\/1\/fields is not an object/],
  'a list for fields': [(row) => (row.fields = []), /upserted\/1\/fields is not an object/],
};

for (const [what, [spoil, reason]] of Object.entries(ROWS)) {
  test(`a page with a row that is not as described is not stored, and told by its place: ${what}`, async () => {
    const server = new ModelServer();
    for (let n = 1; n <= 3; n++) server.write('bob', 'companies', id(n), named(n));
    let isSpoilt = true;
    const fetch = between(server, (url, json) => {
      const row = json.pull?.scopes[0]?.changes?.companies?.upserted[1];
      if (row && isSpoilt) spoil(row);
      return json;
    });
    const db = await browser(server, 'alice', { fetch });
    const mine = company(db);
    await db.companies.add(mine);
    const report = await sync(db, 'failed');
    assert.match(report.reason, /^defective-answer at \/pull\/scopes\/0\/changes\/companies\//);
    assert.match(report.reason, reason);
    assert.deepEqual(
      (await rowsOf(db)).map((row) => row.id),
      [mine.id],
    );
    // What was sent is acknowledged all the same.
    assert.equal((await db.tidemark.pending()).total, 0);
    assert.ok(server.record('companies', mine.id));
    isSpoilt = false;
    await sync(db);
    assert.equal(await db.companies.count(), 4);
  });
}

test('rows that a server which was deployed anew describes otherwise are taken, after one look at the description', async () => {
  const server = new ModelServer({ estate: structuredEstate() });
  server.write('bob', 'companies', id(1), named(1));
  const db = await browser(server);
  await sync(db);
  server.estate.companies.fields.find(({ name }) => name === 'phone').type = 'integer';
  server.write('bob', 'companies', id(1), { phone: 47 });
  await sync(db);
  assert.equal((await db.companies.get(id(1))).phone, 47);
});

const structuredEstate = () => ({
  ...ESTATE,
  companies: { ...ESTATE.companies, fields: structuredClone(ESTATE.companies.fields) },
});

test('a conflict as a newer description has it is taken, too', async () => {
  const server = new ModelServer({ estate: structuredEstate() });
  server.write('bob', 'companies', id(1), named(1));
  const db = await browser(server);
  await sync(db);
  server.estate.companies.fields.find(({ name }) => name === 'phone').type = 'integer';
  server.write('bob', 'companies', id(1), { phone: 47 });
  await db.companies.update(id(1), { phone: 'mine' });
  await sync(db, 'conflicts');
  const [{ server: theirs }] = await db.tidemark.conflicts();
  assert.equal(theirs.fields.phone, 47);
});

test('what comes of collections that are not kept here harms nothing, whatever it is', async () => {
  for (const odd of [null, 7, 'x', [], { upserted: null }, { upserted: 'xyz', removed: { length: 1e9 } }]) {
    const server = new ModelServer();
    server.write('bob', 'companies', id(1), named(1));
    const done = [];
    const fetch = between(server, (url, json) => {
      for (const scope of json.pull?.scopes ?? []) scope.changes = { constructor: odd, ...scope.changes };
      return json;
    });
    const db = await browser(server, 'alice', { fetch });
    db.tidemark.on('progress', (progress) => progress.phase === 'pull' && done.push(progress.done));
    await sync(db);
    assert.equal(await db.companies.count(), 1, JSON.stringify(odd));
    assert.deepEqual(done.at(-1), 1, JSON.stringify(odd));
  }
});
