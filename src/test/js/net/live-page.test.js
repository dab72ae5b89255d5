import test from 'node:test';
import assert from 'node:assert/strict';
import { withEventSource } from '../fake-browser.js';
import { heldAnswer } from '../held.js';
import { ModelServer } from '../model-server.js';
import { STATE } from '../../../main/webapp/tidemark/record/hidden-tables.js';
import { browser, company, later, next, sync } from '../world.js';

/** Pages that come by the event stream: taken as the answer to what would have been asked, or left for a pull. */

/** Alice's browser, which has synchronised once, and what the server would send it. */
async function following(t, { fetch, server = new ModelServer() } = {}) {
  const sources = withEventSource(t);
  const db = await browser(server, 'alice', { fetch, options: { live: true } });
  t.after(() => db.tidemark.signOut({ discard: true }));
  await sync(db);
  const ask = server.as('alice');
  const stand = async () => {
    const { replica, number, cursor } = await db.table(STATE).get('replica');
    return { replica, number, cursor };
  };
  /** The page behind this position; by default where the replica stands. */
  const page = async (asked) => {
    const from = asked ?? (await stand());
    const body = JSON.stringify({ replica: from.replica, pull: { cursor: from.cursor } });
    const answer = await (await ask('/api/sync', { method: 'POST', body })).json();
    server.requests.pop();
    return { asked: from, answer };
  };
  const tell = (data) => sources.at(-1).tell('page', data);
  const edit = (more) => {
    const id = db.tidemark.newId();
    server.write('bob', 'companies', id, company(db, { id, ...more }));
    return id;
  };
  return { db, server, sources, stand, page, tell, edit };
}

const posts = (server) => server.requests.filter(({ method }) => method === 'POST').length;

test('a stream says whose pages it takes, as soon as that is known', async (t) => {
  const { sources, stand } = await following(t);
  const { replica } = await stand();
  assert.deepEqual(
    sources.map(({ url, closed }) => [url, closed]),
    [
      ['/api/events', true],
      [`/api/events?replica=${replica}&pages=true`, false],
    ],
  );
});

test('a replica that was there before says so at once', async (t) => {
  const sources = withEventSource(t);
  const server = new ModelServer();
  const before = await browser(server);
  await sync(before);
  const { replica } = await before.table(STATE).get('replica');
  before.close();
  const db = await browser(server, 'alice', { name: before.name, options: { live: true } });
  assert.deepEqual(
    sources.map(({ url }) => url),
    [`/api/events?replica=${replica}&pages=true`],
  );
  await db.tidemark.signOut();
});

test('a page is taken without a request, and the next goes on from there', async (t) => {
  const { db, server, page, tell, edit } = await following(t);
  const before = posts(server);
  for (let n = 1; n <= 3; n++) {
    const id = edit({ phone: `${n}` });
    const sent = await page();
    const done = next(db, 'syncComplete');
    tell(sent);
    const report = await done;
    assert.equal((await db.companies.get(id)).phone, `${n}`);
    assert.deepEqual([report.status, report.pulled, report.reason], ['synced', 1, null]);
    assert.deepEqual(report.at, { emea: server.clocks.get('emea') });
    assert.equal(report.lastSync, sent.answer.syncedAt);
    assert.equal(db.tidemark.lastSync, sent.answer.syncedAt);
  }
  assert.equal(posts(server), before);
});

test('pages that come while a sync runs are taken after it, one after the other', async (t) => {
  const server = new ModelServer();
  const gate = heldAnswer(server);
  let isHeld = false;
  const plain = server.as('alice');
  const fetch = (...request) => (isHeld ? gate.fetch : plain)(...request);
  const { db, stand, page, tell, edit } = await following(t, { fetch, server });
  isHeld = true;
  const running = sync(db);
  await gate.reached;
  const before = posts(server);
  const ids = [edit(), edit(), edit()];
  let asked = await stand();
  // Each page as the server had it at that moment: only the first record, then two, then three.
  const sent = [];
  for (let n = 0; n < 3; n++) {
    const one = await page(asked);
    sent.push(one);
    asked = { ...asked, cursor: one.answer.pull.cursor };
    if (n < 2) ids.push(edit());
  }
  for (const one of sent) tell(one);
  gate.open();
  isHeld = false;
  await running;
  while ((await db.companies.count()) < ids.length) await next(db, 'syncComplete');
  assert.equal(posts(server), before, 'nothing was asked');
});

test('a hint that comes beside a page is not answered by the sync that takes the page', async (t) => {
  const server = new ModelServer();
  const gate = heldAnswer(server);
  let isHeld = false;
  const plain = server.as('alice');
  const fetch = (...request) => (isHeld ? gate.fetch : plain)(...request);
  const { db, sources, stand, page, tell, edit } = await following(t, { fetch, server });
  isHeld = true;
  const running = sync(db);
  await gate.reached;
  const asked = await stand();
  const byPage = edit();
  const sent = await page(asked);
  const byHint = edit();
  tell(sent);
  // Each event of a stream is a task of its own.
  await later(0);
  sources.at(-1).tell('changed', { scope: 'emea', version: server.clocks.get('emea'), spread: 0 });
  isHeld = false;
  gate.open();
  await running;
  for (let tries = 0; tries < 200 && !(await db.companies.get(byHint)); tries++) await later(5);
  assert.deepEqual(
    (await db.companies.bulkGet([byPage, byHint])).map((one) => one?.phone),
    ['1', '1'],
  );
});

test('who asks for a sync while a page is taken hears what the server has now', async (t) => {
  const { db, server, page, tell, edit } = await following(t);
  edit();
  const sent = await page();
  const before = posts(server);
  const begins = next(db, 'syncStart');
  tell(sent);
  await begins;
  const later = edit();
  await sync(db);
  assert.ok(await db.companies.get(later));
  assert.equal(posts(server), before + 1);
});

test('a signal ends its call at once, though what a page began still asks', async (t) => {
  const server = new ModelServer();
  const { pass, reached, open } = heldAnswer(server);
  let isHeld = false;
  const send = server.as('alice');
  const fetch = async (...request) => {
    const answer = await send(...request);
    if (isHeld) await pass();
    return answer;
  };
  const { db, page, tell, edit } = await following(t, { fetch, server });
  await db.companies.add(company(db));
  edit();
  const sent = await page();
  isHeld = true;
  tell(sent);
  await reached;
  const ended = [];
  db.tidemark.on('syncError', () => ended.push('the sync'));
  const calls = new AbortController();
  const call = db.tidemark.sync({ signal: calls.signal }).then(({ reason }) => ended.push(reason));
  await later(10);
  calls.abort();
  await call;
  assert.deepEqual(ended, ['aborted']);
  open();
  isHeld = false;
  await sync(db);
  assert.equal((await db.tidemark.pending()).total, 0);
});

test('what is here already is not taken again', async (t) => {
  const { db, page, tell, edit } = await following(t);
  edit();
  const late = await page();
  await sync(db);
  let syncs = 0;
  db.tidemark.on('syncStart', () => (syncs += 1));
  tell(late);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal(syncs, 0);
});

for (const [what, other] of Object.entries({
  cursor: (asked, first) => ({ ...asked, cursor: first.cursor }),
  push: (asked) => ({ ...asked, number: asked.number + 1 }),
  replica: (asked) => ({ ...asked, replica: '0c000000-0000-4000-8000-000000000001' }),
}))
  test(`a page that is for another ${what} is left, and a pull brings what it speaks of`, async (t) => {
    const { db, server, stand, page, tell, edit } = await following(t);
    const first = await stand();
    edit();
    await sync(db);
    const id = edit();
    const right = await page();
    // What it holds must not be seen: only a pull brings the truth.
    const wrong = structuredClone(right);
    wrong.asked = other(right.asked, first);
    for (const one of wrong.answer.pull.scopes[0].changes.companies.upserted) one.fields.phone = 'wrong';
    const before = posts(server);
    const done = next(db, 'syncComplete');
    tell(wrong);
    assert.equal((await done).pulled, 1);
    assert.equal((await db.companies.get(id)).phone, '1');
    assert.equal(posts(server), before + 1);
    assert.equal((await stand()).cursor, right.answer.pull.cursor);
  });

test('edits that are not sent stay, and go with the sync that the page begins', async (t) => {
  const { db, page, tell, edit } = await following(t);
  const mine = company(db, { phone: 'mine' });
  const shared = edit({ phone: 'before' });
  await sync(db);
  await db.companies.add(mine);
  await db.companies.update(shared, { name: 'mine' });
  const theirs = edit();
  const done = next(db, 'syncComplete');
  tell(await page());
  assert.equal((await done).applied, 2);
  assert.equal((await db.companies.get(theirs)).phone, '1');
  assert.equal((await db.companies.get(shared)).name, 'mine');
  assert.equal((await db.tidemark.pending()).total, 0);
});

test('a page that is not as the protocol has it is not stored; what it speaks of is asked for', async (t) => {
  const { db, server, page, tell, edit } = await following(t);
  for (const spoil of [
    (one) => (one.answer.pull.scopes[0].changes.companies.upserted[0].id = 'nonsense'),
    (one) => (one.answer.pull.more = true),
    (one) => (one.answer.epoch = 7),
    (one) => delete one.asked,
    (one) => (one.answer.pull.seen = { emea: 'x' }),
    (one) => (one.answer.pull = null),
  ]) {
    const id = edit();
    const one = await page();
    spoil(one);
    const before = posts(server);
    const done = next(db, 'syncComplete');
    tell(one);
    assert.equal((await done).status, 'synced');
    assert.equal((await db.companies.get(id)).phone, '1');
    assert.ok(posts(server) > before);
  }
});

test('a stream that is refused as it opens makes the replica ask why', async (t) => {
  const { db, server, sources } = await following(t);
  server.revoke('alice');
  const revoked = next(db, 'revoked');
  sources.at(-1).tell('error');
  await revoked;
});
